import { present } from '../../../shared/base/assert.ts'
import type { LineAction, ReservationAction } from '../../../shared/desk-api/views/reservation.ts'
import { newOpId } from '../../../shared/domain/ids.ts'
import type { HotelRow, ReservationRow, StayLineRow } from '../../../shared/domain/rows.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { loadFreeRooms } from '../../../sync/replica/queries/room-lists.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { DeskContext } from './desk-context.ts'
import { type Asked, dryRun } from './dry-run.ts'

/** What may be done to a reservation now and, where not, the code of the reason: asked of the rules. Rule HOST-09. */
export function actionsOn(context: DeskContext, hotel: HotelRow, row: ReservationRow): ReservationAction[] {
  const { reservationId, lines, guestId } = row
  const line = present(lines.find(({ stay }) => stay === 'expected') ?? lines[0], 'a booking has lines')
  // What is canceled may be canceled again without harm, but a screen has nothing to offer there.
  const ended = row.status === 'canceled' ? 'INVALID_TRANSITION' : null
  const asking = (asked: Asked): string | null => refusedBy(context, asked)
  const guest = loadRow(context.replica.db, 'guest', guestId)
  const paymentId = newOpId(context.clock, context.rng)
  const money = { reservationId, amountMinor: 1 }
  const card = { method: 'cash' as const, cardToken: null, cardDigits: null }
  return [
    { action: 'cancel', refusedBy: ended ?? asking({ type: 'cancelReservation', body: { reservationId } }) },
    { action: 'assignRoom', refusedBy: ended ?? asking(assigning(row, line)) },
    { action: 'change', refusedBy: asking(changing(row, line)) },
    { action: 'takePayment', refusedBy: asking({ type: 'takePayment', body: { ...money, ...card, paymentId } }) },
    { action: 'giveRefund', refusedBy: asking({ type: 'giveRefund', body: { ...money, note: '' } }) },
    {
      action: 'editGuest',
      refusedBy: guest
        ? asking({ type: 'editGuest', body: { guestId, before: guest, after: guest } })
        : 'GUEST_UNKNOWN',
    },
  ]
}

/** The same of one line. Where a room is wanted and the line has none, a free one of its type is tried. */
export function actionsOnLine(
  context: DeskContext,
  { businessDate }: HotelRow,
  row: ReservationRow,
  line: StayLineRow,
): LineAction[] {
  const { reservationId } = row
  const { position, arrival, departure, nightlyMinor } = line
  const ref = { reservationId, position }
  const stay = { arrival, departure }
  const asking = (asked: Asked): string | null => refusedBy(context, asked)
  const roomId = line.roomId ?? freeRoomFor(context, line, businessDate)
  const later = departure < businessDate ? addDays(businessDate, 1) : departure
  const prices = departure < businessDate ? padded(line, later) : nightlyMinor
  return [
    {
      action: 'checkIn',
      refusedBy: roomId ? asking({ type: 'checkIn', body: { ...ref, roomId, stay } }) : 'ROOM_NEEDED',
    },
    { action: 'undoCheckIn', refusedBy: asking({ type: 'undoCheckIn', body: ref }) },
    { action: 'checkOut', refusedBy: asking({ type: 'checkOut', body: ref }) },
    { action: 'undoCheckOut', refusedBy: asking({ type: 'undoCheckOut', body: ref }) },
    {
      action: 'changeDeparture',
      refusedBy: asking({ type: 'changeDeparture', body: { ...ref, departure: later, nightlyMinor: prices } }),
    },
    { action: 'move', refusedBy: roomId ? asking({ type: 'moveGuest', body: { ...ref, roomId } }) : 'ROOM_NEEDED' },
    { action: 'assignRoom', refusedBy: asking(assigning(row, line)) },
    { action: 'change', refusedBy: asking(changing(row, line)) },
    {
      action: 'noShow',
      refusedBy: line.stay === 'no_show' ? 'INVALID_TRANSITION' : asking({ type: 'markNoShow', body: ref }),
    },
  ]
}

function refusedBy(context: DeskContext, asked: Asked): string | null {
  const run = dryRun(context, [asked])
  return run.ok ? null : run.error.code
}

function assigning({ reservationId }: ReservationRow, { position, roomId }: StayLineRow): Asked {
  return { type: 'assignRoom', body: { reservationId, position, roomId } }
}

function changing({ reservationId }: ReservationRow, line: StayLineRow): Asked {
  const { position, chargedType: roomTypeId, arrival, departure, adults, children, nightlyMinor } = line
  const same = { position, roomTypeId, arrival, departure, adults, children, nightlyMinor }
  return { type: 'changeStay', body: { reservationId, lines: [same], guest: null } }
}

function freeRoomFor({ replica }: DeskContext, line: StayLineRow, businessDate: HotelRow['businessDate']) {
  const arrival = line.arrival < businessDate ? businessDate : line.arrival
  const [room] = loadFreeRooms(replica.db, line.inventoryType, arrival, line.departure)
  return room?.roomId ?? null
}

/** The prices of a stay that goes on until a date, the last one for each night more. */
function padded({ arrival, nightlyMinor }: StayLineRow, until: StayLineRow['departure']): number[] {
  const prices = [...nightlyMinor]
  while (addDays(arrival, prices.length) < until) prices.push(nightlyMinor.at(-1) ?? 0)
  return prices
}
