import { accountOf } from '../../../shared/domain/folio.ts'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { BlockSummary, Landing, StayItem } from '../../../shared/desk-api/views.ts'
import { formatConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
import { occupancyBasisPoints, sellLimit, sellable, unitsLeft } from '../../../shared/domain/inventory.ts'
import { isDismissible, waysOutOf } from '../../../shared/domain/ops/resolve-exception.ts'
import { priceOfNight, totalOf } from '../../../shared/domain/price.ts'
import {
  type ReservationRow,
  type RoomRow,
  type StayLineRow,
  roomNightKey,
  typeNightKey,
} from '../../../shared/domain/rows.ts'
import { type LocalDate, type Stay, addDays, nightsOf } from '../../../shared/domain/stay-dates.ts'
import { present } from '../../../shared/base/assert.ts'
import type { FixtureRows } from './fixture-rows.ts'

export type LandingOf = (subject: string) => Landing

export function hotelOf(rows: FixtureRows) {
  return present(rows.all('hotel')[0], 'the fixture has a hotel')
}

export function typesOf(rows: FixtureRows) {
  return rows.all('room_type').sort((a, b) => a.position - b.position)
}

export function hotelView(rows: FixtureRows, calendarDate: LocalDate): DeskOutput<'hotel.get'> {
  const hotel = hotelOf(rows)
  return {
    ...hotel,
    currencyExponent: 2,
    calendarDate,
    roomTypes: typesOf(rows).map(({ roomTypeId, name, maxOccupancy }) => ({
      roomTypeId,
      name,
      maxOccupancy,
      rooms: rows.roomsOfType(roomTypeId).length,
    })),
    rooms: rows.all('room').length,
    terminal: { name: 'Front desk 1', deviceClass: 'desk' },
  }
}

export function todayView(rows: FixtureRows, landingOf: LandingOf): DeskOutput<'today.get'> {
  const { businessDate } = hotelOf(rows)
  const stays = rows
    .all('reservation')
    .filter(({ status }) => status === 'pending' || status === 'paid')
    .flatMap((reservation) => reservation.lines.map((line) => stayItem(rows, reservation, line, landingOf)))
    .sort((a, b) => a.lastName.localeCompare(b.lastName) || a.firstName.localeCompare(b.firstName))
  const arrivals = stays.filter(
    (stay) => stay.arrival === businessDate || (stay.stay === 'expected' && stay.arrival < businessDate),
  )
  const departures = stays.filter(
    (stay) => stay.departure === businessDate || (stay.stay === 'in_house' && stay.departure < businessDate),
  )
  const inHouse = stays.filter((stay) => stay.stay === 'in_house')
  const tonight = rows.all('inventory').filter((row) => row.night === businessDate)
  return {
    businessDate,
    arrivals: list(arrivals, (stay) => stay.stay === 'expected'),
    departures: list(departures, (stay) => stay.stay !== 'departed'),
    inHouse: list(inHouse, () => true),
    tonight: {
      occupied: inHouse.filter((stay) => stay.departure > businessDate).length,
      expected: arrivals.filter((stay) => stay.stay === 'expected').length,
      sellable: tonight.reduce((sum, row) => sum + sellable(row), 0),
      outOfOrder: tonight.reduce((sum, row) => sum + row.outOfOrder, 0),
    },
  }
}

function list(items: StayItem[], isLeft: (stay: StayItem) => boolean) {
  return { total: items.length, remaining: items.filter(isLeft).length, items }
}

function stayItem(rows: FixtureRows, reservation: ReservationRow, line: StayLineRow, landingOf: LandingOf): StayItem {
  const guest = present(rows.row('guest', reservation.guestId), 'a reservation has its guest')
  const { reservationId, status, guarantee, channel } = reservation
  const { position, adults, children, arrival, departure, roomId, stay } = line
  return {
    reservationId,
    position,
    confirmationCode: formatConfirmationCode(reservation.code),
    firstName: guest.firstName,
    lastName: guest.lastName,
    adults,
    children,
    arrival,
    departure,
    roomTypeId: line.chargedType,
    roomId,
    housekeeping: roomId === null ? null : (rows.row('room', roomId)?.housekeeping ?? null),
    stay,
    status,
    guarantee,
    channel,
    totalMinor: totalOf(line.nightlyMinor),
    landing: landingOf(reservationId),
  }
}

export function occupancyView(rows: FixtureRows, from: LocalDate, count: number): DeskOutput<'occupancy.get'> {
  const nights = Array.from({ length: count }, (_, index) => addDays(from, index))
  const roomTypes = typesOf(rows).map(({ roomTypeId, name }) => ({
    roomTypeId,
    name,
    cells: nights.flatMap((night) => {
      const row = rows.row('inventory', typeNightKey(roomTypeId, night))
      if (!row) return []
      return [
        {
          night,
          sellable: sellable(row),
          outOfOrder: row.outOfOrder,
          reserved: row.totalReserved,
          leased: row.leased,
          limit: sellLimit(row),
          left: unitsLeft(row),
          forced: row.forced,
          priceMinor: priceOf(rows, roomTypeId, night),
        },
      ]
    }),
  }))
  const house = nights.map((night, index) => {
    const cells = roomTypes.flatMap(({ cells: [...all] }) => all[index] ?? [])
    const rooms = cells.reduce((sum, cell) => sum + cell.sellable, 0)
    const reserved = cells.reduce((sum, cell) => sum + cell.reserved, 0)
    const left = cells.reduce((sum, cell) => sum + cell.left, 0)
    return {
      night,
      sellable: rooms,
      reserved,
      left,
      occupancyBp: rooms === 0 ? 0 : Math.round((reserved * 10_000) / rooms),
    }
  })
  return { nights, roomTypes, house }
}

export function priceOf(rows: FixtureRows, roomTypeId: RoomTypeId, night: LocalDate): number | null {
  const rate = rows.row('rate', typeNightKey(roomTypeId, night))
  const row = rows.row('inventory', typeNightKey(roomTypeId, night))
  return rate && row ? priceOfNight(rate.baseMinor, occupancyBasisPoints(row)) : null
}

export function isFree(rows: FixtureRows, roomId: RoomId, stay: Stay): boolean {
  return nightsOf(stay).every((night) => rows.row('room_night', roomNightKey(roomId, night)) === null)
}

export function roomsView(rows: FixtureRows, stay: Stay, landingOf: LandingOf): DeskOutput<'rooms.list'> {
  const { businessDate } = hotelOf(rows)
  return rows
    .all('room')
    .sort((a, b) => Number(a.roomId) - Number(b.roomId))
    .map((room) => ({
      ...room,
      tonight: rows.row('room_night', roomNightKey(room.roomId, businessDate))?.kind ?? 'vacant',
      free: isFree(rows, room.roomId, stay),
      blocks: blocksView(rows, landingOf).filter((block) => block.roomId === room.roomId),
    }))
}

export function blocksView(rows: FixtureRows, landingOf: LandingOf): BlockSummary[] {
  return rows
    .all('room_block')
    .filter((block) => block.status === 'active')
    .map((block) => ({ ...block, landing: landingOf(block.blockId) }))
}

const READY: Record<RoomRow['housekeeping'], number> = { inspected: 0, clean: 1, pickup: 2, dirty: 3 }

export function quoteView(
  rows: FixtureRows,
  asked: Stay & { roomTypeId: RoomTypeId },
  asOfUtcMs: number,
): DeskOutput<'stay.quote'> | null {
  const priced = (roomTypeId: RoomTypeId) => {
    const nightly = nightsOf(asked).map((night) => ({ night, priceMinor: priceOf(rows, roomTypeId, night) }))
    const known = nightly.flatMap(({ night, priceMinor }) => (priceMinor === null ? [] : [{ night, priceMinor }]))
    const inventory = nightsOf(asked).flatMap((night) => rows.row('inventory', typeNightKey(roomTypeId, night)) ?? [])
    const left = known.length === nightly.length ? Math.min(...inventory.map(unitsLeft)) : 0
    return { nightly: known, left, totalMinor: totalOf(known.map(({ priceMinor }) => priceMinor)) }
  }
  const { nightly, left, totalMinor } = priced(asked.roomTypeId)
  if (nightly.length === 0) return null
  return {
    ...asked,
    nightly,
    taxes: [],
    totalMinor,
    currency: hotelOf(rows).currency,
    left,
    asOfUtcMs,
    freeRooms: rows
      .roomsOfType(asked.roomTypeId)
      .filter((room) => isFree(rows, room.roomId, asked))
      .toSorted((a, b) => READY[a.housekeeping] - READY[b.housekeeping])
      .map(({ roomId, floor, housekeeping }) => ({ roomId, floor, housekeeping })),
    alternatives: typesOf(rows)
      .filter((type) => type.roomTypeId !== asked.roomTypeId)
      .map(({ roomTypeId }) => ({ roomTypeId, ...priced(roomTypeId) }))
      .filter((other) => other.left > 0)
      .sort((a, b) => a.totalMinor - b.totalMinor)
      .map(({ roomTypeId, left, totalMinor }) => ({ roomTypeId, left, totalMinor })),
  }
}

export function reservationView(
  rows: FixtureRows,
  reservation: ReservationRow,
  landingOf: LandingOf,
): DeskOutput<'reservation.get'> {
  const { firstName, lastName, email, phone } = present(rows.row('guest', reservation.guestId), 'a guest')
  const isOpen = reservation.status === 'pending' || reservation.status === 'paid'
  const refusedBy = isOpen && reservation.lines.every((line) => line.stay === 'expected') ? null : 'INVALID_TRANSITION'
  return {
    ...reservation,
    confirmationCode: formatConfirmationCode(reservation.code),
    guest: { firstName, lastName, email, phone },
    lines: reservation.lines.map((line) => ({
      ...line,
      totalMinor: totalOf(line.nightlyMinor),
      taxes: [...line.taxes],
      nightly: nightsOf(line).map((night, index) => ({ night, priceMinor: line.nightlyMinor[index] ?? 0 })),
      actions: [],
    })),
    ...accountOf(reservation, rows.folioOf(reservation.reservationId)),
    currency: hotelOf(rows).currency,
    landing: landingOf(reservation.reservationId),
    depositMinor: 0,
    actions: [
      { action: 'assignRoom', refusedBy },
      { action: 'cancel', refusedBy },
    ],
    history: [{ what: 'booked', atUtcMs: reservation.bookedAtUtcMs, channel: reservation.channel }],
  }
}

export function exceptionsView(rows: FixtureRows): DeskOutput<'exceptions.list'> {
  return rows
    .all('exception')
    .filter((row) => row.status === 'open')
    .map(({ exceptionId, kind, severity, subject, params, openedAtUtcMs }) => ({
      exceptionId,
      kind,
      severity,
      subject,
      params: { ...params },
      openedAtUtcMs,
      dismissible: isDismissible(kind),
      ways: [...waysOutOf(kind)],
    }))
}
