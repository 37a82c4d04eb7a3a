import { decideLoading } from '../../../shared/domain/deciding.ts'
import type { DeviceId, HotelId } from '../../../shared/domain/ids.ts'
import { decideReclaim } from '../../../shared/domain/ops/allotments.ts'
import { type Result, ok } from '../../../shared/base/result.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import type { Chain } from '../chain.ts'
import type { HotelUnknown, HotelWork } from '../write-path/hotel-writer.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'
import { selectNamedRooms } from './queries/allotments.ts'

/**
 * A manager gives a terminal up as lost: what it could sell is the chain's again, under a new fence. `by` as the writer
 * takes it. Refuses: `HOTEL_UNKNOWN`, `DEVICE_UNKNOWN` (it was never given anything). Rule ALLOT-08.
 */
export function reclaimAllotment(
  { writer, clock }: Pick<Chain, 'writer' | 'clock'>,
  hotelId: HotelId,
  deviceId: DeviceId,
  by: string,
): Promise<Result<{ readonly fence: number }, Refusal | HotelUnknown>> {
  return writeOrRefuse(
    writer,
    hotelId,
    async (hotel): Promise<Result<{ readonly fence: number }, Refusal>> => {
      const reclaimed = await reclaimUnits(hotel, deviceId, clock.nowUtcMs())
      return reclaimed.ok ? ok({ fence: hotel.unit.row('allotment', deviceId)?.fence ?? 0 }) : reclaimed
    },
    by,
  )
}

/** As {@link reclaimAllotment}, in the transaction of the hotel's writer. Refuses: `DEVICE_UNKNOWN`. Rule ALLOT-08. */
export async function reclaimUnits(
  { tx, unit }: Pick<HotelWork, 'tx' | 'unit'>,
  deviceId: DeviceId,
  nowUtcMs: number,
): Promise<Result<null, Refusal>> {
  await unit.load([{ index: 'hotel', key: '' }])
  const tonight = unit.hotel()?.businessDate
  const named = tonight ? await selectNamedRooms(tx, unit.hotelId, deviceId, tonight) : []
  const cause = { opId: null, deviceId: null, atUtcMs: nowUtcMs }
  const decided = await decideLoading(decideReclaim(deviceId, named, cause, unit), unit.load)
  if (!decided.ok) return decided
  unit.apply(decided.value)
  return ok(null)
}
