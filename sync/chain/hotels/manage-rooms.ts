import { present } from '../../../shared/base/assert.ts'
import { type Result, ok } from '../../../shared/base/result.ts'
import { type Deciding, decideLoading } from '../../../shared/domain/deciding.ts'
import type { HotelId, RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
import {
  type RoomChange,
  type RoomToTake,
  decideAddRoom,
  decideChangeRoom,
  decideRemoveRoom,
} from '../../../shared/domain/ops/change-rooms.ts'
import type { PostingCause } from '../../../shared/domain/ops/folio.ts'
import type { Refusal, StaffRefusal } from '../../../shared/domain/refusal.ts'
import type { RoomRow, RowWrite } from '../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { Chain } from '../chain.ts'
import { causeAtChain } from '../reservations/reservations.ts'
import type { HotelUnknown, HotelWork } from '../write-path/hotel-writer.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'
import { selectHolder, selectNightsFrom } from './queries/staff-hotels.ts'

type Writer = Pick<Chain, 'writer' | 'clock'>
type RoomAnswer = Promise<Result<RoomRow, Refusal | StaffRefusal | HotelUnknown>>
type Decided = Result<readonly RowWrite[], Refusal | StaffRefusal>

/** Refuses: `HOTEL_UNKNOWN`, then as `decideAddRoom`. Rule HTL-06. */
export function addRoom(chain: Writer, hotelId: HotelId, room: RoomRow): RoomAnswer {
  return decideRoom(chain, hotelId, room.roomId, async (hotel, cause) => {
    const nights = await openNights(hotel, room.roomTypeId, cause)
    return decideAddRoom(room, nights, cause, hotel.unit)
  })
}

/** Answers the room as it was. Refuses: `HOTEL_UNKNOWN`, then as `decideRemoveRoom`. Rule HTL-07. */
export function removeRoom(chain: Writer, hotelId: HotelId, roomId: RoomId): RoomAnswer {
  return decideRoom(chain, hotelId, roomId, async (hotel, cause) =>
    decideRemoveRoom(await roomToTake(hotel, roomId, cause), cause, hotel.unit),
  )
}

/** Refuses: `HOTEL_UNKNOWN`, then as `decideChangeRoom`. Rule HTL-08. */
export function changeRoom(chain: Writer, hotelId: HotelId, roomId: RoomId, change: RoomChange): RoomAnswer {
  return decideRoom(chain, hotelId, roomId, async (hotel, cause) => {
    const taken = await roomToTake(hotel, roomId, cause)
    const { roomTypeId } = change
    const newNights = roomTypeId === undefined ? [] : await openNights(hotel, roomTypeId, cause)
    return decideChangeRoom({ ...taken, newNights }, change, cause, hotel.unit)
  })
}

function decideRoom(
  { writer, clock }: Writer,
  hotelId: HotelId,
  roomId: RoomId,
  deciding: (hotel: HotelWork, cause: PostingCause) => Promise<Deciding<Decided>>,
): RoomAnswer {
  return writeOrRefuse(writer, hotelId, async (hotel): Promise<Result<RoomRow, Refusal | StaffRefusal>> => {
    const { unit } = hotel
    await unit.load([{ entity: 'room', key: roomId }])
    const before = unit.row('room', roomId)
    const decided = await decideLoading(await deciding(hotel, await causeAtChain(unit, clock)), unit.load)
    if (!decided.ok) return decided
    unit.apply(decided.value)
    return ok(present(unit.row('room', roomId) ?? before, 'a room was there before or is now'))
  })
}

async function roomToTake({ tx, unit }: HotelWork, roomId: RoomId, cause: PostingCause): Promise<RoomToTake> {
  const room = unit.row('room', roomId)
  if (!room) return { roomId, holder: null, openNights: [] }
  const { hotelId } = unit
  const nights = await selectNightsFrom(tx, hotelId, 'room_type_inventory', room.roomTypeId, cause.businessDate)
  return { roomId, holder: await selectHolder(tx, hotelId, roomId, cause.businessDate), openNights: nights }
}

function openNights({ tx, unit }: HotelWork, roomTypeId: RoomTypeId, cause: PostingCause): Promise<LocalDate[]> {
  return selectNightsFrom(tx, unit.hotelId, 'room_type_inventory', roomTypeId, cause.businessDate)
}
