import type { Result } from '../../../shared/base/result.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { HotelUnknown, HotelWork, HotelWriter } from './hotel-writer.ts'

/** A write that is one decision: what it came to, or why nothing was done. Work that refuses has applied nothing. `by` as the writer takes it. */
export async function writeOrRefuse<T, E>(
  writer: HotelWriter,
  hotelId: HotelId,
  work: (hotel: HotelWork) => Promise<Result<T, E>>,
  by?: string,
): Promise<Result<T, E | HotelUnknown>> {
  const written = await writer.write(hotelId, work, by)
  return written.ok ? written.value.value : written
}
