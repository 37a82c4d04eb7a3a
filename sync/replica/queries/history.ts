import type { OpId } from '../../../shared/domain/ids.ts'
import type { ExceptionRow } from '../../../shared/domain/exception-row.ts'
import type { FolioLineRow } from '../../../shared/domain/rows.ts'
import type { ReadDb } from '../database.ts'
import { exceptionTable } from './exceptions.ts'
import { folioTable } from './folio.ts'
import { type OutboxRow, loadOp } from './outbox.ts'

/** What this terminal did to a subject and still remembers, oldest first. */
export function loadOpsAbout(db: ReadDb, subject: string): OutboxRow[] {
  const ids = db.all<{ opId: OpId }>('SELECT op_id AS opId FROM outbox WHERE subject = ? ORDER BY seq', subject)
  return ids.flatMap(({ opId }) => loadOp(db, opId) ?? [])
}

/** The exceptions about a row, open and resolved, oldest first. */
export function loadExceptionsAbout(db: ReadDb, key: string): ExceptionRow[] {
  const ids = db.all<{ id: string }>(
    'SELECT exception_id AS id FROM exception WHERE subject_key = ? ORDER BY opened_at_utc_ms, exception_id',
    key,
  )
  return ids.flatMap(({ id }) => exceptionTable.load(db, id) ?? [])
}

/** The posting of a payment, on whichever reservation; `null`: there is none. */
export function loadPayment(db: ReadDb, paymentId: string): FolioLineRow | null {
  const found = db.one<{ id: string }>(
    `SELECT folio_line_id AS id FROM folio_line WHERE payment_id = ? AND kind = 'payment' LIMIT 1`,
    paymentId,
  )
  return found && folioTable.load(db, found.id)
}
