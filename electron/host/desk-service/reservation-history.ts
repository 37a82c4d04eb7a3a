import type { HistoryItem } from '../../../shared/desk-api/views/reservation.ts'
import type { ReservationRow } from '../../../shared/domain/rows.ts'
import { loadFolio } from '../../../sync/replica/queries/folio.ts'
import { loadExceptionsAbout, loadOpsAbout } from '../../../sync/replica/queries/history.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { DeskContext } from './desk-context.ts'
import { loadLandings } from './landing.ts'

/**
 * What happened to a reservation, oldest first: what this terminal did and remembers, and what the rows tell of what was
 * done elsewhere. Rule HOST-29.
 */
export function historyOf(context: DeskContext, reservation: ReservationRow): HistoryItem[] {
  const { replica, terminal, engineStatus } = context
  const { db } = replica
  const { reservationId, guestId, channel, bookedAtUtcMs } = reservation
  const landings = loadLandings(db, engineStatus().inFlight)
  const subjects = guestId === reservationId ? [reservationId] : [reservationId, guestId]
  const items: HistoryItem[] = [{ what: 'booked', atUtcMs: bookedAtUtcMs, channel }]
  for (const op of subjects.flatMap((subject) => loadOpsAbout(db, subject))) {
    const code = op.outcome === null ? op.conflictCode : op.code
    const { type, madeAtUtcMs: atUtcMs, businessDate } = op
    const staff = op.staffId === null ? null : (loadRow(db, 'staff_member', op.staffId)?.name ?? null)
    const landing = landings.ofOp(op)
    items.push({ what: 'done', atUtcMs, type, businessDate, terminal: terminal.name, staff, landing, code })
  }
  for (const { kind, amountMinor, postedAtUtcMs: atUtcMs, businessDate, note } of loadFolio(db, reservationId)) {
    items.push({ what: 'posted', atUtcMs, kind, amountMinor, businessDate, note })
  }
  for (const { kind, openedAtUtcMs: atUtcMs, resolvedAtUtcMs, resolution } of loadExceptionsAbout(db, reservationId)) {
    items.push({ what: 'exception', atUtcMs, kind, resolvedAtUtcMs, resolution })
  }
  return items.sort((a, b) => a.atUtcMs - b.atUtcMs)
}
