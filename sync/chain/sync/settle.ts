import { decideLoading } from '../../../shared/domain/deciding.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { decideNoShow } from '../../../shared/domain/ops/no-show.ts'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import type { Result } from '../../../shared/base/result.ts'
import type { PullQuery, PullResponse } from '../../../shared/wire/sync-messages.ts'
import type { Chain } from '../chain.ts'
import { startRefunds } from '../payment-sagas/start-refunds.ts'
import { causeAtChain } from '../reservations/reservations.ts'
import type { HotelWork } from '../write-path/hotel-writer.ts'
import { type PullRefusal, pullChanges } from './pull.ts'
import { selectExpectedBy } from './queries/expected.ts'
import { type Device, selectSettledOn, updateSettledOn } from './queries/devices.ts'

type Parts = Pick<Chain, 'db' | 'writer' | 'clock' | 'rng'>

/**
 * Answers a pull, and takes note of what the terminal tells with it: that it has nothing left to tell of before a date.
 * Refuses as {@link pullChanges}. Rule NIGHT-05.
 */
export async function answerPull(
  chain: Parts,
  device: Device,
  query: PullQuery,
): Promise<Result<PullResponse, PullRefusal>> {
  const pulled = await pullChanges(chain.db, device, query)
  const { settledOn } = query
  if (pulled.ok && settledOn !== undefined && (device.settledOn === null || device.settledOn < settledOn)) {
    await settle(chain, device, settledOn)
  }
  return pulled
}

/**
 * Once every terminal that is not taken away has told all it did before a date, who was still expected the day before
 * does not come: marked as no-show, by the rule that the desk would use. Until then their rooms are kept, since one of
 * the terminals may have checked them in. Rule NIGHT-05.
 */
async function settle({ writer, clock, rng }: Parts, device: Device, settledOn: LocalDate): Promise<void> {
  const { hotelId, deviceId } = device
  const work = async (hotel: HotelWork): Promise<void> => {
    const { businessDate } = await causeAtChain(hotel.unit, clock)
    const date = settledOn < businessDate ? settledOn : businessDate
    await updateSettledOn(hotel.tx, device, date)
    await markThoseNotCome(hotel, { writer, clock, rng })
  }
  await writer.write(hotelId, work, `device:${deviceId}`)
}

/** As {@link settle}, where a terminal less is waited for. */
export async function settleWithout(parts: Pick<Chain, 'writer' | 'clock' | 'rng'>, hotelId: HotelId): Promise<void> {
  await parts.writer.write(hotelId, (hotel) => markThoseNotCome(hotel, parts))
}

async function markThoseNotCome(hotel: HotelWork, parts: Pick<Chain, 'writer' | 'clock' | 'rng'>): Promise<void> {
  const { tx, unit } = hotel
  const settledOn = await selectSettledOn(tx, unit.hotelId)
  if (settledOn === null) return
  const cause = await causeAtChain(unit, parts.clock)
  const lastArrival = addDays(settledOn, -1)
  const ids = await selectExpectedBy(tx, unit.hotelId, lastArrival)
  await unit.load(ids.map((key) => ({ entity: 'reservation', key })))
  for (const reservationId of ids) {
    for (const { position, stay, arrival } of unit.row('reservation', reservationId)?.lines ?? []) {
      if (stay !== 'expected' || arrival > lastArrival) continue
      const decided = await decideLoading(decideNoShow({ reservationId, position }, cause, unit), unit.load)
      if (decided.ok) unit.apply(decided.value)
      if (decided.ok && decided.value.length > 0) await startRefunds(hotel, parts, reservationId)
    }
  }
}
