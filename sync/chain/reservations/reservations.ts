import { present } from '../../../shared/base/assert.ts'
import type { Clock } from '../../../shared/base/ports.ts'
import { type Result, ok } from '../../../shared/base/result.ts'
import { decideLoading } from '../../../shared/domain/deciding.ts'
import type { HotelId, ReservationId } from '../../../shared/domain/ids.ts'
import { decideCancellation } from '../../../shared/domain/ops/cancel-reservation.ts'
import type { PostingCause } from '../../../shared/domain/ops/folio.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReservationResource } from '../../../shared/wire/public-api.ts'
import type { Chain } from '../chain.ts'
import type { Database } from '../database/port.ts'
import { startRefunds } from '../payment-sagas/start-refunds.ts'
import { HotelUnit } from '../rows/hotel-unit.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { loadArchivedReservation } from './history.ts'
import { readResource } from './reservation-resource.ts'

/** A reservation as channels see it, current or moved to history, or `null`. */
export function loadReservation(
  db: Database,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<ReservationResource | null> {
  return db.transaction('REPEATABLE READ', async (tx) => {
    const unit = new HotelUnit(tx, hotelId)
    await unit.load([{ entity: 'reservation', key: reservationId }])
    if (unit.row('reservation', reservationId)) return readResource(unit, reservationId)
    return loadArchivedReservation(tx, hotelId, reservationId)
  })
}

/**
 * Cancels for a channel; canceling again answers the same. What was paid beyond the plan's fee is on its way back to the
 * card. Refuses: `HOTEL_UNKNOWN`, then as `decideCancellation`.
 */
export async function cancelReservation(
  chain: Pick<Chain, 'writer' | 'clock' | 'rng'>,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<Result<ReservationResource, Refusal | HotelUnknown>> {
  type Answer = Result<ReservationResource, Refusal>
  const written = await chain.writer.write(hotelId, async (hotel): Promise<Answer> => {
    const { unit } = hotel
    const cause = await causeAtChain(unit, chain.clock)
    const decided = await decideLoading(decideCancellation(reservationId, cause, unit), unit.load)
    if (!decided.ok) return decided
    unit.apply(decided.value)
    await startRefunds(hotel, chain, reservationId)
    return ok(await readResource(unit, reservationId))
  })
  return written.ok ? written.value.value : written
}

/** The chain itself acts, now, on the hotel's business date. */
export async function causeAtChain(unit: HotelUnit, clock: Clock): Promise<PostingCause> {
  await unit.load([{ entity: 'hotel', key: unit.hotelId }])
  const { businessDate } = present(unit.row('hotel', unit.hotelId), 'a head has its hotel')
  return { opId: null, deviceId: null, atUtcMs: clock.nowUtcMs(), businessDate }
}
