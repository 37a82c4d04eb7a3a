import type { OpId, StaffId } from '../../../shared/domain/ids.ts'
import type { ReadDb, WriteTx } from '../database.ts'
import { loadIdentity } from './device.ts'
import { type OutboxRow, loadOp } from './outbox.ts'

/** A shift at the cash drawer of this terminal: the ops after `afterSeq` of its outbox, to `throughSeq` once it is closed. */
export interface CashierShift {
  readonly shiftId: string
  readonly staffId: StaffId | null
  readonly openedAtUtcMs: number
  readonly floatMinor: number
  readonly afterSeq: number
  readonly closedAtUtcMs: number | null
  readonly throughSeq: number | null
  readonly countedMinor: number | null
  readonly note: string
}

const SELECT = `SELECT shift_id AS shiftId, staff_id AS staffId, opened_at_utc_ms AS openedAtUtcMs,
  float_minor AS floatMinor, after_seq AS afterSeq, closed_at_utc_ms AS closedAtUtcMs, through_seq AS throughSeq,
  counted_minor AS countedMinor, note FROM cashier_shift`

export function loadShift(db: ReadDb, shiftId: string): CashierShift | null {
  return db.one<CashierShift>(`${SELECT} WHERE shift_id = ?`, shiftId)
}

/** Somebody's open shift, else the one that they closed last. */
export function loadLatestShift(db: ReadDb, staffId: StaffId | null): CashierShift | null {
  return db.one<CashierShift>(
    `${SELECT} WHERE staff_id IS ? ORDER BY closed_at_utc_ms IS NOT NULL, after_seq DESC, closed_at_utc_ms DESC LIMIT 1`,
    staffId,
  )
}

/** Everybody's open shifts, the oldest first. */
export function loadOpenShifts(db: ReadDb): CashierShift[] {
  return db.all<CashierShift>(`${SELECT} WHERE closed_at_utc_ms IS NULL ORDER BY opened_at_utc_ms, shift_id`)
}

export function insertShift(
  tx: WriteTx,
  shift: Pick<CashierShift, 'shiftId' | 'staffId' | 'openedAtUtcMs' | 'floatMinor'>,
): void {
  tx.run(
    `INSERT INTO cashier_shift (shift_id, staff_id, opened_at_utc_ms, float_minor, after_seq)
     VALUES (?, ?, ?, ?, ?)`,
    shift.shiftId,
    shift.staffId,
    shift.openedAtUtcMs,
    shift.floatMinor,
    lastSeq(tx),
  )
}

export function saveShiftClosed(
  tx: WriteTx,
  {
    shiftId,
    closedAtUtcMs,
    countedMinor,
    note,
  }: Pick<CashierShift, 'shiftId' | 'note'> & {
    readonly closedAtUtcMs: number
    readonly countedMinor: number
  },
): void {
  tx.run(
    `UPDATE cashier_shift SET closed_at_utc_ms = ?, counted_minor = ?, note = ?, through_seq = ?
     WHERE shift_id = ? AND closed_at_utc_ms IS NULL`,
    closedAtUtcMs,
    countedMinor,
    note,
    lastSeq(tx),
    shiftId,
  )
}

function lastSeq(tx: WriteTx): number {
  return loadIdentity(tx)?.lastSeq ?? 0
}

/** Payments and refunds that somebody made at this terminal after a seq, to another one where there is one. */
export function loadMoneyOps(
  db: ReadDb,
  staffId: StaffId | null,
  afterSeq: number,
  throughSeq: number | null,
): OutboxRow[] {
  const ids = db.all<{ opId: OpId }>(
    `SELECT op_id AS opId FROM outbox
     WHERE seq > ? AND seq <= coalesce(?, 9223372036854775807) AND type IN ('takePayment', 'giveRefund') AND staff_id IS ?
     ORDER BY seq`,
    afterSeq,
    throughSeq,
    staffId,
  )
  return ids.flatMap(({ opId }) => loadOp(db, opId) ?? [])
}
