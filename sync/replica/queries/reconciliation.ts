import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { EntityName } from '../../../shared/domain/rows.ts'
import type { ReadDb, WriteTx } from '../database.ts'

/**
 * A row that does not say the same here and at the chain. `pending`: what was done here and is not acknowledged yet.
 * `drift`: nothing explains it, so the rows were fetched again.
 */
export interface Difference {
  readonly entity: EntityName
  readonly key: string
  readonly cause: 'pending' | 'drift'
}

export interface Reconciliation {
  /** The business date on which it was made. */
  readonly businessDate: LocalDate
  readonly atUtcMs: number
  /** How many rows were compared. */
  readonly rows: number
  readonly differences: readonly Difference[]
}

export function loadReconciliation(db: ReadDb): Reconciliation | null {
  const stored = db.one<Omit<Reconciliation, 'differences'> & { readonly differences: string }>(
    `SELECT business_date AS businessDate, at_utc_ms AS atUtcMs, rows, differences FROM reconciliation WHERE id = 1`,
  )
  if (!stored) return null
  return { ...stored, differences: JSON.parse(stored.differences) as Difference[] } // written by saveReconciliation
}

export function saveReconciliation(tx: WriteTx, { businessDate, atUtcMs, rows, differences }: Reconciliation): void {
  tx.run(
    `INSERT INTO reconciliation (id, business_date, at_utc_ms, rows, differences) VALUES (1, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET business_date = excluded.business_date, at_utc_ms = excluded.at_utc_ms,
       rows = excluded.rows, differences = excluded.differences`,
    businessDate,
    atUtcMs,
    rows,
    JSON.stringify(differences),
  )
}

/** Room nights from a night on, as their keys: those that the chain does not have are to be found too. */
export function loadRoomNightKeys(db: ReadDb, from: LocalDate): string[] {
  const rows = db.all<{ key: string }>("SELECT room_id || '/' || night AS key FROM room_night WHERE night >= ?", from)
  return rows.map(({ key }) => key)
}
