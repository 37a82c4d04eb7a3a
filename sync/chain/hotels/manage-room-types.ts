import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { Draft } from '../../../shared/domain/deciding.ts'
import type { HotelId, RoomTypeId } from '../../../shared/domain/ids.ts'
import { clearException, exceptionId } from '../../../shared/domain/ops/exceptions.ts'
import type { Refusal, StaffRefusal } from '../../../shared/domain/refusal.ts'
import { type RoomTypeRow, type RowWrite, allotmentLineKey, typeNightKey } from '../../../shared/domain/rows.ts'
import type { RoomTypeChange } from '../../../shared/wire/internal-hotel-api.ts'
import type { Chain } from '../chain.ts'
import { selectUnitsOfType } from '../allotments/queries/allotments.ts'
import type { HotelUnit } from '../rows/hotel-unit.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'
import { loadHotel } from './manage-hotels.ts'
import { countRoomsOfType, countStaysOfType, selectNightsFrom } from './queries/staff-hotels.ts'

type Writer = Pick<Chain, 'writer'>
type TypeRefusal = Refusal | StaffRefusal
type TypeAnswer = Promise<Result<RoomTypeRow, TypeRefusal | HotelUnknown>>

/** Refuses: `HOTEL_UNKNOWN`, `ROOM_TYPE_EXISTS`. Rule HTL-04. */
export function addRoomType({ writer }: Writer, hotelId: HotelId, type: RoomTypeRow): TypeAnswer {
  return writeOrRefuse(writer, hotelId, async ({ unit }): Promise<Result<RoomTypeRow, TypeRefusal>> => {
    const { roomTypeId } = type
    if (await loadType(unit, roomTypeId)) return refuse({ code: 'ROOM_TYPE_EXISTS', params: { roomTypeId } })
    unit.apply([{ entity: 'room_type', key: roomTypeId, row: type }])
    return ok(type)
  })
}

/** Refuses: `HOTEL_UNKNOWN`, `ROOM_TYPE_UNKNOWN`. Rule HTL-04. */
export function changeRoomType(
  { writer }: Writer,
  hotelId: HotelId,
  roomTypeId: RoomTypeId,
  change: RoomTypeChange,
): TypeAnswer {
  return writeOrRefuse(writer, hotelId, async ({ unit }): Promise<Result<RoomTypeRow, TypeRefusal>> => {
    const type = await loadType(unit, roomTypeId)
    if (!type) return refuse({ code: 'ROOM_TYPE_UNKNOWN', params: { roomTypeId } })
    const changed = {
      ...type,
      name: change.name ?? type.name,
      position: change.position ?? type.position,
      maxOccupancy: change.maxOccupancy ?? type.maxOccupancy,
    }
    unit.apply([{ entity: 'room_type', key: roomTypeId, row: changed }])
    return ok(changed)
  })
}

/**
 * Takes away a type that has no rooms and no stay in the house or to come, with its nights from the business date on;
 * what was before is kept for reports. What terminals could sell of it goes with it, and nobody
 * is asked any more about too many of it. Refuses: `HOTEL_UNKNOWN`, `ROOM_TYPE_UNKNOWN`, `ROOM_TYPE_HAS_RESERVATIONS`,
 * `ROOM_TYPE_HAS_ROOMS`. Rule HTL-05.
 */
export function removeRoomType(
  { writer, clock }: Pick<Chain, 'writer' | 'clock'>,
  hotelId: HotelId,
  roomTypeId: RoomTypeId,
): TypeAnswer {
  return writeOrRefuse(writer, hotelId, async ({ tx, unit }): Promise<Result<RoomTypeRow, TypeRefusal>> => {
    const { businessDate } = await loadHotel(unit)
    const type = await loadType(unit, roomTypeId)
    if (!type) return refuse({ code: 'ROOM_TYPE_UNKNOWN', params: { roomTypeId } })
    const stays = await countStaysOfType(tx, hotelId, roomTypeId, businessDate)
    if (stays > 0) return refuse({ code: 'ROOM_TYPE_HAS_RESERVATIONS', params: { roomTypeId, count: stays } })
    const rooms = await countRoomsOfType(tx, hotelId, roomTypeId)
    if (rooms > 0) return refuse({ code: 'ROOM_TYPE_HAS_ROOMS', params: { roomTypeId, count: rooms } })
    const writes: RowWrite[] = [{ entity: 'room_type', key: roomTypeId, row: null }]
    for (const [entity, table] of NIGHT_TABLES) {
      const nights = await selectNightsFrom(tx, hotelId, table, roomTypeId, businessDate)
      writes.push(...nights.map((night): RowWrite => ({ entity, key: typeNightKey(roomTypeId, night), row: null })))
    }
    const held = await selectUnitsOfType(tx, hotelId, roomTypeId)
    writes.push(
      ...held.map(({ deviceId, night }): RowWrite => {
        return { entity: 'allotment_line', key: allotmentLineKey(deviceId, roomTypeId, night), row: null }
      }),
    )
    const oversold = held.map((line) => exceptionId.oversoldNight(line))
    await unit.load(oversold.map((key) => ({ entity: 'exception', key })))
    const draft = new Draft(unit)
    const cause = { opId: null, deviceId: null, atUtcMs: clock.nowUtcMs() }
    for (const id of oversold) clearException(draft, cause, id)
    unit.apply([...writes, ...draft.writes()])
    return ok(type)
  })
}

const NIGHT_TABLES = [
  ['inventory', 'room_type_inventory'],
  ['rate', 'room_type_rate'],
  ['restriction', 'stay_restriction'],
] as const

async function loadType(unit: HotelUnit, roomTypeId: RoomTypeId): Promise<RoomTypeRow | null> {
  await unit.load([{ entity: 'room_type', key: roomTypeId }])
  return unit.row('room_type', roomTypeId)
}
