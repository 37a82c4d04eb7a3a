import { decideLoading } from '../../../shared/domain/deciding.ts'
import type { DeviceId, RoomId } from '../../../shared/domain/ids.ts'
import { type UnitsWanted, decideGrant, decideNamedRooms } from '../../../shared/domain/ops/allotments.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { HotelWork } from '../write-path/hotel-writer.ts'
import { type DemandCache, type DeviceRole, shareOf } from './demand.ts'
import { selectNamedRooms, selectReadyRooms, selectUndeclared } from './queries/allotments.ts'

/** The terminal that is refilled. */
export interface Refilled {
  readonly deviceId: DeviceId
  readonly role: DeviceRole
}

/**
 * Gives a terminal, in the transaction of the hotel's writer, what a day of its walk-ins takes and it does not hold; a
 * standby and a kiosk also vacant, clean rooms for tonight, which nobody else hands out. What a terminal was asked to give
 * back is not given again. Rules: ALLOT-01, ALLOT-05, ALLOT-11.
 */
export async function refillAllotment(
  { tx, unit }: HotelWork,
  demand: DemandCache,
  { deviceId, role }: Refilled,
  nowUtcMs: number,
): Promise<void> {
  await unit.load([{ index: 'hotel', key: '' }])
  const hotel = unit.hotel()
  if (!hotel) return
  const { businessDate } = hotel
  const wanted = shareOf(role, await demand.get(tx, unit.hotelId, businessDate))
  const cause = { opId: null, deviceId, atUtcMs: nowUtcMs }
  const granted = await decideLoading(decideGrant(deviceId, wanted, cause, unit), unit.load)
  if (granted.ok) unit.apply(granted.value)
  if (role === 'hub') return
  const rooms = await roomsToName({ tx, unit }, deviceId, wanted, businessDate)
  const named = await decideLoading(decideNamedRooms(deviceId, businessDate, rooms, unit), unit.load)
  if (named.ok) unit.apply(named.value)
}

/** As many ready rooms of each type as a terminal may sell tonight, less those that it has. */
async function roomsToName(
  { tx, unit }: Pick<HotelWork, 'tx' | 'unit'>,
  deviceId: DeviceId,
  wanted: readonly UnitsWanted[],
  tonight: LocalDate,
): Promise<RoomId[]> {
  const named = await selectNamedRooms(tx, unit.hotelId, deviceId, tonight)
  const ready = await selectReadyRooms(tx, unit.hotelId, tonight)
  await unit.load(named.map(({ roomId }) => ({ entity: 'room', key: roomId })))
  return wanted
    .filter(({ night }) => night === tonight)
    .flatMap(({ roomTypeId, units }) => {
      const has = named.filter(({ roomId }) => unit.row('room', roomId)?.roomTypeId === roomTypeId).length
      const ofType = ready.filter((room) => room.roomTypeId === roomTypeId)
      return ofType.slice(0, Math.max(0, units - has)).map(({ roomId }) => roomId)
    })
}

/**
 * After a history was lost: until a terminal has declared what it holds, nobody sells what it may have been given since.
 * Rule ALLOT-12.
 */
export async function keepForUndeclared(
  hotel: HotelWork,
  demand: DemandCache,
  epoch: number,
  nowUtcMs: number,
): Promise<void> {
  for (const device of await selectUndeclared(hotel.tx, hotel.unit.hotelId, epoch)) {
    await refillAllotment(hotel, demand, device, nowUtcMs)
  }
}
