import type { Queryable } from '../../database/port.ts'

/** One entry of the sandbox bank's books; the caller knows by the entry's prefix what it put there. */
export async function selectSandboxEntry<T extends object>(db: Queryable, entry: string): Promise<T | null> {
  const [row] = await db.query<{ body: T }>('SELECT body FROM sandbox_book WHERE entry = $1', [entry])
  return row?.body ?? null
}

export async function selectSandboxEntries<T extends object>(db: Queryable, prefix: string): Promise<T[]> {
  const rows = await db.query<{ body: T }>(
    'SELECT body FROM sandbox_book WHERE left(entry, length($1)) = $1 ORDER BY entry',
    [prefix],
  )
  return rows.map((row) => row.body)
}

export async function upsertSandboxEntry(db: Queryable, entry: string, body: object): Promise<void> {
  await db.query(
    'INSERT INTO sandbox_book (entry, body) VALUES ($1, $2) ON CONFLICT (entry) DO UPDATE SET body = EXCLUDED.body',
    [entry, JSON.stringify(body)],
  )
}
