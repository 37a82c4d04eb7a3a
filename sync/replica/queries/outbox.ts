import type { OpType } from '../../../shared/domain/ops/op.ts'
import type { OpId, StaffId } from '../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { OpOutcome } from '../../../shared/wire/sync-messages.ts'
import type { RowWrite } from '../../../shared/domain/rows.ts'
import type { ReadDb, WriteTx } from '../database.ts'
import type { Sealed } from '../vault.ts'
import { settleCounters } from './device.ts'
import { AFTER_ACKNOWLEDGED } from './pending.ts'
import { toUndoColumn } from './undo.ts'

/** One op that this terminal made, from before it was sent until 30 days after the chain acknowledged it. */
export interface OutboxRow {
  readonly seq: number
  readonly opId: OpId
  readonly type: OpType
  readonly version: number
  /** The op's body as JSON; sealed where it stands, since it may hold all that is known of a guest. */
  readonly body: string
  /** Id of the reservation, block or exception that it is about. */
  readonly subject: string
  readonly businessDate: LocalDate
  readonly madeAtUtcMs: number
  readonly staffId: StaffId | null
  readonly state: 'pending' | 'acknowledged'
  /** What the chain said; stored when it said so, before the rows of it arrive. */
  readonly outcome: OpOutcome['outcome'] | null
  readonly code: string | null
  readonly params: string | null
  /** Why its local effect could not be made again over newer rows; it is sent all the same. */
  readonly conflictCode: string | null
  readonly conflictParams: string | null
  readonly acknowledgedAtUtcMs: number | null
}

const PENDING = `state = 'pending' AND ${AFTER_ACKNOWLEDGED}`

type StoredOp = Omit<OutboxRow, 'body'> & { readonly body: Sealed }

const SELECT = `SELECT seq, op_id AS opId, type, version, body, subject, business_date AS businessDate,
  made_at_utc_ms AS madeAtUtcMs, staff_id AS staffId, state, outcome, code, params, conflict_code AS conflictCode,
  conflict_params AS conflictParams, acknowledged_at_utc_ms AS acknowledgedAtUtcMs FROM outbox`

export type NewOutboxRow = Pick<
  OutboxRow,
  'seq' | 'opId' | 'type' | 'version' | 'body' | 'subject' | 'businessDate' | 'madeAtUtcMs' | 'staffId'
>

/** A new op, with the counter of the next confirmation code and what would undo its writes. */
export function insertOp(tx: WriteTx, op: NewOutboxRow, codeCounter = 0, undos: readonly RowWrite[] = []): void {
  tx.run(
    `INSERT INTO outbox (seq, op_id, type, version, body, subject, business_date, made_at_utc_ms, staff_id, state,
       code_counter, undo)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)`,
    op.seq,
    op.opId,
    op.type,
    op.version,
    tx.vault.seal(op.body),
    op.subject,
    op.businessDate,
    op.madeAtUtcMs,
    op.staffId,
    codeCounter,
    undos.length === 0 ? null : toUndoColumn(tx, undos),
  )
}

function openedOne(db: ReadDb, row: StoredOp | null): OutboxRow | null {
  return row && { ...row, body: db.vault.open(row.body) }
}

function openedAll(db: ReadDb, rows: readonly StoredOp[]): OutboxRow[] {
  return rows.map((row) => ({ ...row, body: db.vault.open(row.body) }))
}

// Asked for with every op that is recorded: one text, which is looked up by what it is and not read each time.
const SELECT_BY_OP_ID = `${SELECT} WHERE op_id = ?`

export function loadOp(db: ReadDb, opId: OpId): OutboxRow | null {
  return openedOne(db, db.one<StoredOp>(SELECT_BY_OP_ID, opId))
}

/** The newest op of a type about a subject. */
export function loadOpAbout(db: ReadDb, type: OpType, subject: string): OutboxRow | null {
  return openedOne(
    db,
    db.one<StoredOp>(`${SELECT} WHERE subject = ? AND type = ? ORDER BY seq DESC LIMIT 1`, subject, type),
  )
}

export function loadPendingOps(db: ReadDb): OutboxRow[] {
  return openedAll(db, db.all<StoredOp>(`${SELECT} WHERE ${PENDING} ORDER BY seq`))
}

export function loadNewestAcknowledgedOps(db: ReadDb, count: number): OutboxRow[] {
  return openedAll(db, db.all<StoredOp>(`${SELECT} WHERE state = 'acknowledged' ORDER BY seq DESC LIMIT ?`, count))
}

/** Acknowledged ops after a seq: what a chain that was restored from a backup has lost. */
export function loadAcknowledgedOpsAfter(db: ReadDb, seq: number): OutboxRow[] {
  return openedAll(db, db.all<StoredOp>(`${SELECT} WHERE state = 'acknowledged' AND seq > ? ORDER BY seq`, seq))
}

export function loadOpsAfter(db: ReadDb, seq: number, count: number): OutboxRow[] {
  return openedAll(db, db.all<StoredOp>(`${SELECT} WHERE seq > ? ORDER BY seq LIMIT ?`, seq, count))
}

/** The same as an index has it, where the table can not be read. */
export function loadIndexedSeqRange(db: ReadDb): { readonly first: number; readonly last: number } | null {
  return rangeOf(
    db.one<SeqRange>(
      `SELECT min(seq) AS first, max(seq) AS last FROM outbox INDEXED BY sqlite_autoindex_outbox_1 WHERE op_id >= ''`,
    ),
  )
}

/** The first and the last seq that there are; `null` where there is none. */
export function loadSeqRange(db: ReadDb): { readonly first: number; readonly last: number } | null {
  return rangeOf(db.one<SeqRange>('SELECT min(seq) AS first, max(seq) AS last FROM outbox'))
}

interface SeqRange {
  readonly first: number | null
  readonly last: number | null
}

function rangeOf(range: SeqRange | null): { readonly first: number; readonly last: number } | null {
  return range && range.first !== null && range.last !== null ? { first: range.first, last: range.last } : null
}

/** An op out of a file of this version or an older one, which may lack the newest columns. */
export function loadKeptOp(db: ReadDb, seq: number): OutboxRow | null {
  const names = new Set(
    db.all<{ name: string }>(`SELECT name FROM pragma_table_info('outbox')`).map(({ name }) => name),
  )
  const select = names.has('staff_id') ? SELECT : SELECT.replace('staff_id AS staffId', 'NULL AS staffId')
  return openedOne(db, db.one<StoredOp>(`${select} WHERE seq = ?`, seq))
}

/** An op as another file kept it, with what had become of it. */
export function insertKeptOp(tx: WriteTx, op: OutboxRow): void {
  insertOp(tx, op)
  tx.run(
    'UPDATE outbox SET state = ?, outcome = ?, code = ?, params = ?, acknowledged_at_utc_ms = ? WHERE seq = ?',
    op.state,
    op.outcome,
    op.code,
    op.params,
    op.acknowledgedAtUtcMs,
    op.seq,
  )
}

/** The lowest seq without an outcome, or `null` where each has one. */
export function loadFirstUnansweredSeq(db: ReadDb): number | null {
  const acknowledged = db.one<{ seq: number }>(
    `SELECT seq FROM outbox WHERE state = 'acknowledged' AND outcome IS NULL ORDER BY seq LIMIT 1`,
  )
  const first =
    acknowledged ??
    db.one<{ seq: number }>(`SELECT seq FROM outbox WHERE ${PENDING} AND outcome IS NULL ORDER BY seq LIMIT 1`)
  return first?.seq ?? null
}

/** What the chain said of an op; the op of another id under this seq is left alone. */
export function saveOutcome(tx: WriteTx, outcome: OpOutcome): void {
  const refused = outcome.outcome === 'accepted' ? null : outcome
  tx.run(
    'UPDATE outbox SET outcome = ?, code = ?, params = ? WHERE seq = ? AND op_id = ?',
    outcome.outcome,
    refused && refused.code,
    refused && JSON.stringify(refused.params),
    outcome.seq,
    outcome.opId,
  )
}

/** Pending ops up to `lastSeq` are acknowledged: their effect is in the rows now. Tells how many. */
export function acknowledgeOps(tx: WriteTx, lastSeq: number, atUtcMs: number): number {
  return tx.run(
    `UPDATE outbox SET state = 'acknowledged', acknowledged_at_utc_ms = ?, conflict_code = NULL, conflict_params = NULL
     WHERE ${PENDING} AND seq <= ?`,
    atUtcMs,
    lastSeq,
  )
}

/** Ops after `lastSeq` that a chain had acknowledged and, restored from a backup, no longer knows: pending again. */
export function reopenOps(tx: WriteTx, lastSeq: number): number {
  return tx.run(
    `UPDATE outbox SET state = 'pending', acknowledged_at_utc_ms = NULL, outcome = NULL, code = NULL, params = NULL
     WHERE state = 'acknowledged' AND seq > ?`,
    lastSeq,
  )
}

export function saveConflict(tx: WriteTx, seq: number, code: string | null, params: string | null): void {
  tx.run('UPDATE outbox SET conflict_code = ?, conflict_params = ? WHERE seq = ?', code, params, seq)
}

export function pruneOps(tx: WriteTx, acknowledgedBeforeUtcMs: number): void {
  settleCounters(tx)
  tx.run(
    `DELETE FROM outbox WHERE state = 'acknowledged' AND outcome IS NOT NULL AND acknowledged_at_utc_ms < ?`,
    acknowledgedBeforeUtcMs,
  )
}

export function loadPendingSummary(db: ReadDb): { count: number; oldestMadeAtUtcMs: number | null } {
  const row = db.one<{ count: number; oldestMadeAtUtcMs: number | null }>(
    `SELECT count(*) AS count, min(made_at_utc_ms) AS oldestMadeAtUtcMs FROM outbox WHERE ${PENDING}`,
  )
  return row ?? { count: 0, oldestMadeAtUtcMs: null }
}

/** Numbers the ops from 1 in the order in which they were made, each pending and without an outcome; tells how many. */
export function renumberOps(tx: WriteTx): number {
  // A shift of the cash drawer keeps its place between the ops.
  tx.run(
    `UPDATE cashier_shift SET after_seq = (SELECT count(*) FROM outbox WHERE seq <= after_seq),
       through_seq = iif(through_seq IS NULL, NULL, (SELECT count(*) FROM outbox WHERE seq <= through_seq))`,
  )
  // By way of numbers that no op has: two ops never have one at the same time.
  tx.run('UPDATE outbox SET seq = -seq')
  const ops = tx.all<{ seq: number }>('SELECT seq FROM outbox ORDER BY seq DESC')
  for (const [index, { seq }] of ops.entries()) {
    tx.run(
      `UPDATE outbox SET seq = ?, state = 'pending', acknowledged_at_utc_ms = NULL, outcome = NULL, code = NULL,
         params = NULL, code_counter = 0 WHERE seq = ?`,
      index + 1,
      seq,
    )
  }
  return ops.length
}
