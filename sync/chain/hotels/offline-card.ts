import { present } from '../../../shared/base/assert.ts'
import { type Result, ok } from '../../../shared/base/result.ts'
import type { OfflineCardCaps } from '../../../shared/domain/card-caps.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { Chain } from '../chain.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'

/** Sets what desks may take by card unasked; they know with their next pull. Refuses: `HOTEL_UNKNOWN`. Rule PAY-13. */
export function setOfflineCard(
  { writer }: Pick<Chain, 'writer'>,
  hotelId: HotelId,
  offlineCard: OfflineCardCaps,
): Promise<Result<OfflineCardCaps, HotelUnknown>> {
  return writeOrRefuse(writer, hotelId, async ({ unit }): Promise<Result<OfflineCardCaps, never>> => {
    await unit.load([{ entity: 'hotel', key: hotelId }])
    const hotel = present(unit.row('hotel', hotelId), 'a head has its hotel')
    unit.apply([{ entity: 'hotel', key: hotelId, row: { ...hotel, offlineCard } }])
    return ok(offlineCard)
  })
}
