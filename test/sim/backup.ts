import type { Database } from '../../sync/chain/database/port.ts'

/** Every row of every table that belongs to a hotel, as JSON that the database wrote. */
export type ChainBackup = ReadonlyMap<string, string | null>

/** Keys and people of the chain outlive a hotel's backup. */
const OF_THE_CHAIN = ['api_key', 'staff', 'staff_hotel', 'signing_key']

async function tablesOfHotels(db: Database): Promise<string[]> {
  const tables = await db.query<{ name: string }>(
    `SELECT c.table_name AS name FROM information_schema.columns c
     JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
     WHERE c.table_schema = 'public' AND c.column_name = 'hotel_id' AND t.table_type = 'BASE TABLE'
     ORDER BY c.table_name`,
  )
  return tables.map(({ name }) => name).filter((name) => !OF_THE_CHAIN.includes(name))
}

export async function takeBackup(db: Database): Promise<ChainBackup> {
  const statements = (await tablesOfHotels(db)).map(
    (table) => `SELECT '${table}' AS name, jsonb_agg(to_jsonb(t))::text AS rows FROM ${table} t`,
  )
  const tables = await db.query<{ name: string; rows: string | null }>(statements.join(' UNION ALL '))
  return new Map(tables.map(({ name, rows }) => [name, rows]))
}

export async function restoreBackup(db: Database, backup: ChainBackup): Promise<void> {
  await db.transaction('READ COMMITTED', async (tx) => {
    // What is put back was given before: the ledger has it in its own rows.
    await tx.query('SET LOCAL session_replication_role = replica')
    await tx.query(`TRUNCATE ${[...backup.keys()].join(', ')}`)
    for (const [table, rows] of backup) {
      if (rows === null) continue
      await tx.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [rows])
    }
  })
}

export async function emptyHotels(db: Database): Promise<void> {
  await db.query(`TRUNCATE ${(await tablesOfHotels(db)).join(', ')}`)
}
