import type { StaffId } from '../../../shared/domain/ids.ts'
import type { StaffMemberRow } from '../../../shared/domain/staff.ts'
import type { ReadDb, WriteTx } from '../database.ts'
import { loadRow } from '../row-reader.ts'
import type { Sealed } from '../vault.ts'

/** What secrets of the hotel's staff are hashed under, in base64url; `null` before the first contact. */
export function loadPepper(db: ReadDb): string | null {
  const row = db.one<{ pepper: Sealed | null }>('SELECT pepper FROM device WHERE id = 1')
  return row?.pepper ? db.vault.open(row.pepper) : null
}

export function savePepper(tx: WriteTx, pepper: string): void {
  tx.run('UPDATE device SET pepper = ? WHERE id = 1', tx.vault.seal(pepper))
}

/** Is there anybody who could sign in? */
export function hasStaff(db: ReadDb): boolean {
  return db.one('SELECT 1 FROM staff_member WHERE active = 1 LIMIT 1') !== null
}

/** Who works here, those who left too, in order of name. */
export function loadStaff(db: ReadDb): StaffMemberRow[] {
  const ids = db.all<{ id: string }>('SELECT staff_id AS id FROM staff_member ORDER BY name, staff_id')
  return ids.map(({ id }) => loadRow(db, 'staff_member', id)).filter((row) => row !== null)
}

/** How often in a row somebody has got their secret wrong, and until when they may not try. */
export interface SignInTries {
  readonly failed: number
  readonly lockedUntilUtcMs: number
}

export function loadTries(db: ReadDb, staffId: StaffId): SignInTries {
  const tries = db.one<SignInTries>(
    'SELECT failed, locked_until_utc_ms AS lockedUntilUtcMs FROM sign_in_tries WHERE staff_id = ?',
    staffId,
  )
  return tries ?? { failed: 0, lockedUntilUtcMs: 0 }
}

export function saveTries(tx: WriteTx, staffId: StaffId, { failed, lockedUntilUtcMs }: SignInTries): void {
  tx.run(
    `INSERT INTO sign_in_tries (staff_id, failed, locked_until_utc_ms) VALUES (?, ?, ?)
     ON CONFLICT (staff_id) DO UPDATE SET failed = excluded.failed, locked_until_utc_ms = excluded.locked_until_utc_ms`,
    staffId,
    failed,
    lockedUntilUtcMs,
  )
}
