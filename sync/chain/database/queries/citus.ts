import type { Queryable } from '../port.ts'

/** Whether the server could run as Citus, and whether this database does. */
export async function selectCitus(
  db: Queryable,
): Promise<{ readonly available: boolean; readonly installed: boolean }> {
  const [row] = await db.query<{ available: boolean; installed: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'citus') AS available,
       EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') AS installed`,
  )
  return row ?? { available: false, installed: false }
}

/** The tables that are spread over nodes already; asked only where Citus is installed. */
export async function selectDistributedTables(db: Queryable): Promise<Set<string>> {
  const rows = await db.query<{ name: string }>('SELECT logicalrelid::regclass::text AS name FROM pg_dist_partition')
  return new Set(rows.map(({ name }) => name))
}

/** The functions of the schema by name, as the server writes them with their types, and whether every node has them. */
export async function selectFunctions(
  db: Queryable,
): Promise<Map<string, { readonly signature: string; readonly distributed: boolean }>> {
  const rows = await db.query<{ name: string; signature: string; distributed: boolean }>(
    `SELECT p.proname AS name, p.oid::regprocedure::text AS signature,
       EXISTS (SELECT 1 FROM pg_dist_object o WHERE o.classid = 'pg_proc'::regclass AND o.objid = p.oid) AS distributed
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname = current_schema() AND p.prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c')`,
  )
  return new Map(rows.map(({ name, signature, distributed }) => [name, { signature, distributed }]))
}
