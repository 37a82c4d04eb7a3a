import type { HotelId, ReservationId } from '../../../shared/domain/ids.ts'
import type { FolioLineRow } from '../../../shared/domain/rows.ts'
import type { ReservationHistoryResource } from '../../../shared/wire/public-api.ts'
import type { Database } from '../database/port.ts'
import { type Made, selectEvents } from '../write-path/queries/reservation-events.ts'
import type { ReservationEvent } from '../write-path/reservation-events.ts'
import { loadDossiers } from './dossiers.ts'

type HistoryEvent = ReservationHistoryResource['events'][number]

/**
 * What happened to a reservation, the first first: that it was booked stands in its row, what was changed in its events,
 * money in its folio. `null`: no such reservation. Rule API-22.
 */
export async function loadHistory(
  db: Database,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<ReservationHistoryResource | null> {
  let changes: readonly (Made & { readonly event: ReservationEvent })[] = []
  const found = await loadDossiers(db, hotelId, async (tx) => {
    changes = await selectEvents(tx, hotelId, reservationId)
    return [reservationId]
  })
  const [dossier] = found?.dossiers ?? []
  if (!dossier) return null
  const { bookedAtUtcMs: atUtcMs, channel, guarantee } = dossier.reservation
  const postings = dossier.folio.toSorted((a, b) => a.postedAtUtcMs - b.postedAtUtcMs).map(postedEvent)
  const changed = changes.map(({ event, ...made }): HistoryEvent => ({ ...event, ...made }) as HistoryEvent) // kinds and params agree
  // What one transaction posted stands before what it made of the contract: a sort that keeps the order of equals.
  const later = [...postings, ...changed].sort((a, b) => a.atUtcMs - b.atUtcMs)
  return { reservationId, events: [{ kind: 'booked', atUtcMs, channel, guarantee }, ...later] }
}

function postedEvent({ kind, amountMinor, postedAtUtcMs, stayPosition, paymentId }: FolioLineRow): HistoryEvent {
  const posted = { atUtcMs: postedAtUtcMs, position: stayPosition, paymentId }
  return kind === 'payment' ? { kind, ...posted, amountMinor: -amountMinor } : { kind, ...posted, amountMinor }
}
