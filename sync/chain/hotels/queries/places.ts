import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { Place, PlaceBox } from '../../../../shared/domain/place.ts'
import type { HotelPlace } from '../../../../shared/wire/sister-hotels.ts'
import type { Queryable } from '../../database/port.ts'

/** A hotel as a guest is told of it; `place` is `null` where nobody has said where it is. */
export interface PlacedHotel {
  readonly hotelId: HotelId
  readonly name: string
  readonly place: HotelPlace | null
}

interface PlaceRecord {
  readonly hotel_id: HotelId
  readonly name: string
  readonly latitude: number | null
  readonly longitude: number | null
  readonly city: string | null
  readonly address: string | null
  readonly phone: string | null
}

/** `null` where there is no such hotel. */
export async function selectPlacedHotel(db: Queryable, hotelId: HotelId): Promise<PlacedHotel | null> {
  const [record] = await db.query<PlaceRecord>(
    'SELECT hotel_id, name, latitude, longitude, city, address, phone FROM hotel WHERE hotel_id = $1',
    [hotelId],
  )
  return record ? placedHotelOf(record) : null
}

/** The caller holds the hotel's head; `null` takes the place away. */
export async function updatePlace(tx: Queryable, hotelId: HotelId, place: HotelPlace | null): Promise<void> {
  const { latitude = null, longitude = null, city = null, address = null, phone = null } = place ?? {}
  await tx.query(
    'UPDATE hotel SET latitude = $2, longitude = $3, city = $4, address = $5, phone = $6 WHERE hotel_id = $1',
    [hotelId, latitude, longitude, city, address, phone],
  )
}

/**
 * The hotels in a box that are nearest to a place, at most `limit`, but for one. It speaks of the whole chain, so it reads a
 * piece of the index on places and not the hotels; how near is reckoned on a plane, which orders what is near as the
 * sphere does.
 */
export async function selectHotelsAround(
  db: Queryable,
  { box, around, but, limit }: { box: PlaceBox; around: Place; but: HotelId; limit: number },
): Promise<(PlacedHotel & { readonly place: HotelPlace })[]> {
  const records = await db.query<PlaceRecord>(
    `SELECT hotel_id, name, latitude, longitude, city, address, phone FROM hotel
     WHERE latitude BETWEEN $1 AND $2
       AND (longitude BETWEEN $3 AND $4
         OR ($3::double precision > $4::double precision AND (longitude >= $3 OR longitude <= $4)))
       AND hotel_id <> $7
     ORDER BY (latitude - $5) ^ 2
       + (cos(radians($5::double precision)) * least(abs(longitude - $6), 360 - abs(longitude - $6))) ^ 2, hotel_id
     LIMIT $8`,
    [box.south, box.north, box.west, box.east, around.latitude, around.longitude, but, limit],
    'hotels-around',
  )
  return records.flatMap((record) => {
    const { hotelId, name, place } = placedHotelOf(record)
    return place ? [{ hotelId, name, place }] : []
  })
}

function placedHotelOf(record: PlaceRecord): PlacedHotel {
  const { hotel_id: hotelId, name, latitude, longitude, city, address, phone } = record
  const isPlaced = latitude !== null && longitude !== null && city !== null
  return { hotelId, name, place: isPlaced ? { latitude, longitude, city, address, phone } : null }
}
