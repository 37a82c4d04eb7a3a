import { present } from '../../../shared/base/assert.ts'
import type { Clock } from '../../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { decideLoading } from '../../../shared/domain/deciding.ts'
import type { HotelId, ReservationId } from '../../../shared/domain/ids.ts'
import { decideCancellation } from '../../../shared/domain/ops/cancel-reservation.ts'
import type { PostingCause } from '../../../shared/domain/ops/folio.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import type { CancellationQuoteResource, ReservationResource } from '../../../shared/wire/public-api.ts'
import type { Chain } from '../chain.ts'
import type { Database } from '../database/port.ts'
import { startRefunds } from '../payment-sagas/start-refunds.ts'
import { HotelUnit } from '../rows/hotel-unit.ts'
import type { HotelUnknown, HotelWork } from '../write-path/hotel-writer.ts'
import { loadDossiers, resourceOf } from './dossiers.ts'
import { readResource } from './reservation-resource.ts'

/** A reservation as channels see it, current or moved to history, or `null`. */
export async function loadReservation(
  db: Database,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<ReservationResource | null> {
  const found = await loadDossiers(db, hotelId, async () => [reservationId])
  const [dossier] = found?.dossiers ?? []
  return found && dossier ? resourceOf(found.hotel, dossier) : null
}

/**
 * Cancels for a channel; canceling again answers the same. What was paid beyond the plan's fee is on its way back to the
 * card. Refuses: `HOTEL_UNKNOWN`, then as `decideCancellation`.
 */
export async function cancelReservation(
  chain: Pick<Chain, 'writer' | 'clock' | 'rng'>,
  hotelId: HotelId,
  reservationId: ReservationId,
  by = 'chain',
): Promise<Result<ReservationResource, Refusal | HotelUnknown>> {
  type Answer = Result<ReservationResource, Refusal>
  const cancel = async (hotel: HotelWork): Promise<Answer> => {
    const { unit } = hotel
    const cause = await causeAtChain(unit, chain.clock)
    const decided = await decideLoading(decideCancellation(reservationId, cause, unit), unit.load)
    if (!decided.ok) return decided
    unit.apply(decided.value)
    if (decided.value.length > 0) await startRefunds(hotel, chain, reservationId)
    return ok(await readResource(unit, reservationId))
  }
  const written = await chain.writer.write(hotelId, cancel, by)
  return written.ok ? written.value.value : written
}

/** What canceling would come to now; nothing is changed. Refuses as {@link cancelReservation}. Rule API-20. */
export async function quoteCancellation(
  { db, clock }: Pick<Chain, 'db' | 'clock'>,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<Result<CancellationQuoteResource, Refusal | HotelUnknown>> {
  return db.transaction('REPEATABLE READ', async (tx) => {
    const unit = new HotelUnit(tx, hotelId)
    await unit.load([{ entity: 'hotel', key: hotelId }])
    if (!unit.row('hotel', hotelId)) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
    const cause = await causeAtChain(unit, clock)
    const decided = await decideLoading(decideCancellation(reservationId, cause, unit), unit.load)
    if (!decided.ok) return decided
    await unit.load([{ index: 'folioOf', key: reservationId }])
    unit.apply(decided.value)
    const { totalMinor, balanceMinor, currency } = await readResource(unit, reservationId)
    return ok({ reservationId, businessDate: cause.businessDate, feeMinor: totalMinor, balanceMinor, currency })
  })
}

/** The chain itself acts, now, on the hotel's business date. */
export async function causeAtChain(unit: HotelUnit, clock: Clock): Promise<PostingCause> {
  await unit.load([{ entity: 'hotel', key: unit.hotelId }])
  const { businessDate } = present(unit.row('hotel', unit.hotelId), 'a head has its hotel')
  return { opId: null, deviceId: null, atUtcMs: clock.nowUtcMs(), businessDate }
}
