import { DESK_CALLS, type DeskCallName, type DeskError, type DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { CashierView, GuestHit, StayItem, SyncBadge } from '../../../shared/desk-api/views.ts'
import { cashierTotals, expectedCash } from '../../../shared/domain/cashier.ts'
import { formatConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import type { ReservationId, RoomTypeId } from '../../../shared/domain/ids.ts'
import { sellLimit, withCounts } from '../../../shared/domain/inventory.ts'
import { holdsInventory } from '../../../shared/domain/lifecycle.ts'
import { exceptionId } from '../../../shared/domain/ops/exceptions.ts'
import type { Op, PaymentMethod } from '../../../shared/domain/ops/op.ts'
import type { ReservationRow, RoomRow, StayLineRow } from '../../../shared/domain/rows.ts'
import { typeNightKey } from '../../../shared/domain/rows.ts'
import { type LocalDate, addDays, localDate } from '../../../shared/domain/stay-dates.ts'
import { rankWalkCandidates } from '../../../shared/domain/walk.ts'
import { fixtureUuid } from './fixture-hotel.ts'
import type { FixtureRows } from './fixture-rows.ts'
import * as views from './fixture-views.ts'

type Answer = { ok: true; value: unknown } | { ok: false; error: DeskError }
type OpPart = { [T in Op['type']]: Pick<Extract<Op, { type: T }>, 'type' | 'body'> }[Op['type']]

export interface FixtureDeskParts {
  readonly rows: FixtureRows
  readonly landingOf: views.LandingOf
  readonly carryOut: (part: OpPart) => Answer
  readonly badge: () => SyncBadge
  readonly calendarDate: () => LocalDate
}

interface Shift {
  readonly shiftId: string
  readonly openedAtUtcMs: number
  readonly floatMinor: number
  closed: { atUtcMs: number; countedMinor: number; note: string } | null
}

/** Of the fixture desk: closing the day, rooms, rates, the downtime pack, near hotels, guests and the cash drawer. */
export class FixtureOperations {
  /** How often the chain was asked for near hotels. */
  sisterSearches = 0
  readonly sisterBookings: string[] = []
  readonly #parts: FixtureDeskParts
  #shift: Shift | null = null

  constructor(parts: FixtureDeskParts) {
    this.#parts = parts
  }

  /** `null`: another part of the fixture answers, or nobody. */
  answer(name: DeskCallName, raw: unknown): Answer | null {
    const { carryOut } = this.#parts
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the rest is answered elsewhere
    switch (name) {
      case 'night.get':
        return ok(this.#night())
      case 'night.roll': {
        const { date } = DESK_CALLS[name].input.parse(raw)
        const { refusedBy } = this.#night()
        if (refusedBy) return { ok: false, error: { ...refusedBy, retry: 'never' } }
        return carryOut({ type: 'rollBusinessDate', body: { date } })
      }
      case 'downtime.get':
        return ok(this.#downtime())
      case 'rooms.board':
        return ok(this.#board())
      case 'room.setStatus':
        return carryOut({ type: 'setRoomStatus', body: DESK_CALLS[name].input.parse(raw) })
      case 'rates.get':
        return ok(this.#rates(DESK_CALLS[name].input.parse(raw)))
      case 'guests.search':
        return ok(this.#guests(DESK_CALLS[name].input.parse(raw).text))
      case 'guests.past':
        if (this.#parts.badge().line !== 'up') return lineDown()
        return ok([PAST_GUEST])
      case 'walk.candidates':
        return ok(this.#candidates(DESK_CALLS[name].input.parse(raw)))
      case 'sister.search':
        return this.#nearHotels()
      case 'sister.book':
        return this.#bookNear(raw)
      case 'allotment.get':
        return ok(this.#allotment())
      case 'reconciliation.get':
        return ok(this.#reconciliation())
      case 'cashier.get':
        return ok(this.#cashier())
      case 'cashier.open':
        this.#shift = { ...DESK_CALLS[name].input.parse(raw), openedAtUtcMs: Date.now(), closed: null }
        return ok({})
      case 'cashier.close': {
        const { countedMinor, note } = DESK_CALLS[name].input.parse(raw)
        if (this.#shift) this.#shift.closed = { atUtcMs: Date.now(), countedMinor, note }
        return ok({})
      }
      default:
        return null
    }
  }

  /** One unit more is sold tonight of a type than may be, as after a storm of cancellations taken back. */
  oversell(roomTypeId: RoomTypeId): void {
    const { rows } = this.#parts
    const { businessDate: night } = views.hotelOf(rows)
    const row = rows.row('inventory', typeNightKey(roomTypeId, night))
    if (!row) throw new Error('the fixture has this type')
    const oversold = withCounts(row, { totalReserved: sellLimit(row) + 1 })
    rows.put('inventory', oversold)
    rows.put('exception', {
      ...OPEN,
      exceptionId: exceptionId.oversoldNight(oversold),
      kind: 'OVERSOLD_NIGHT',
      severity: 'action',
      subject: { entity: 'inventory', key: `${roomTypeId}/${night}` },
      params: { roomTypeId, night, units: oversold.forced },
      openedAtUtcMs: Date.now() - 7_200_000,
    })
  }

  /** The chain has no room for a stay that was sold here; the reservation that it is about. */
  refuseSale(): ReservationId {
    const { rows } = this.#parts
    const sold = rows.all('reservation').find(({ lines }) => lines.every(({ stay }) => stay === 'expected'))
    const line = sold?.lines[0]
    if (!sold || !line) throw new Error('the fixture has arrivals')
    const { reservationId } = sold
    rows.put('reservation', { ...sold, status: 'rejected' })
    rows.put('exception', {
      ...OPEN,
      exceptionId: `sale/${reservationId}`,
      kind: 'SALE_REFUSED',
      severity: 'urgent',
      subject: { entity: 'reservation', key: reservationId },
      params: {
        code: 'NO_AVAILABILITY',
        claim: 'at_risk',
        roomTypeId: line.inventoryType,
        night: line.arrival,
        lastName: rows.row('guest', sold.guestId)?.lastName ?? '',
      },
      openedAtUtcMs: Date.now() - 600_000,
    })
    return reservationId
  }

  #night(): DeskOutput<'night.get'> {
    const { rows, landingOf, badge, calendarDate } = this.#parts
    const { businessDate } = views.hotelOf(rows)
    const { arrivals, departures } = views.todayView(rows, landingOf)
    const dueOuts = departures.items.filter(({ stay }) => stay === 'in_house')
    const unarrived = arrivals.items.filter(({ stay }) => stay === 'expected')
    const { needsYou, unsent } = badge()
    const today = calendarDate()
    const early = { code: 'NIGHT_TOO_EARLY', params: { date: businessDate, calendarDate: today } }
    return {
      businessDate,
      calendarDate: today,
      dueOuts: { ...step(dueOuts, true), items: dueOuts },
      unarrived: { ...step(unarrived, false), items: unarrived },
      exceptions: { count: needsYou, isDone: needsYou === 0, blocks: false },
      unsent: { count: unsent, isDone: unsent === 0, blocks: false },
      refusedBy:
        dueOuts.length > 0
          ? { code: 'DUE_OUTS_OPEN', params: { guests: dueOuts.length } }
          : businessDate < today
            ? null
            : early,
    }
  }

  #downtime(): DeskOutput<'downtime.get'> {
    const { rows, landingOf, badge } = this.#parts
    const { name, businessDate, currency } = views.hotelOf(rows)
    const today = views.todayView(rows, landingOf)
    const packed = (items: readonly StayItem[]) =>
      items.map((item) => {
        const reservation = rows.row('reservation', item.reservationId)
        const account = reservation && accountOf(reservation, rows.folioOf(item.reservationId))
        return { ...item, balanceMinor: account?.balanceMinor ?? 0 }
      })
    return {
      hotelName: name,
      businessDate,
      currency,
      madeAtUtcMs: Date.now(),
      asOfUtcMs: badge().lastPulledAtUtcMs,
      inHouse: packed(today.inHouse.items.toSorted((a, b) => Number(a.roomId) - Number(b.roomId))),
      arrivals: packed(today.arrivals.items.filter(({ stay }) => stay === 'expected')),
      departures: packed(today.departures.items.filter(({ stay }) => stay === 'in_house')),
      nextArrivals: [],
      rooms: rows.all('room'),
      blocks: views.blocksView(rows, landingOf),
    }
  }

  #board(): DeskOutput<'rooms.board'> {
    const { rows, landingOf } = this.#parts
    const { businessDate } = views.hotelOf(rows)
    const lines = rows
      .all('reservation')
      .filter(({ status }) => holdsInventory(status))
      .flatMap((reservation) => reservation.lines.map((line) => ({ reservation, line })))
    const shown = (found: { reservation: ReservationRow; line: StayLineRow } | undefined) => {
      if (!found) return null
      const { reservation, line } = found
      const guest = rows.row('guest', reservation.guestId)
      const { arrival, departure, position } = line
      const { reservationId } = reservation
      return {
        reservationId,
        position,
        firstName: guest?.firstName ?? '',
        lastName: guest?.lastName ?? '',
        arrival,
        departure,
      }
    }
    return rows.all('room').map((room: RoomRow) => {
      const here = lines.filter(({ line }) => line.roomId === room.roomId)
      const guest = shown(here.find(({ line }) => line.stay === 'in_house'))
      return {
        ...room,
        guest: guest && { ...guest, dueOut: guest.departure <= businessDate },
        next: shown(here.find(({ line }) => line.stay === 'expected')),
        block: views.blocksView(rows, landingOf).find(({ roomId }) => roomId === room.roomId) ?? null,
        landing: landingOf(room.roomId),
      }
    })
  }

  #rates({ from, nights: count }: { readonly from: LocalDate; readonly nights: number }): DeskOutput<'rates.get'> {
    const { rows } = this.#parts
    const nights = Array.from({ length: count }, (_, index) => addDays(from, index))
    return {
      currency: views.hotelOf(rows).currency,
      nights,
      roomTypes: views.typesOf(rows).map(({ roomTypeId, name }, type) => ({
        roomTypeId,
        name,
        cells: nights.map((night, index) => ({
          night,
          baseMinor: rows.row('rate', typeNightKey(roomTypeId, night))?.baseMinor ?? null,
          minStay: type === 3 && index === 4 ? 2 : 0,
          closedToArrival: type === 1 && index === 6,
          closedToDeparture: type === 2 && index === 5,
        })),
      })),
    }
  }

  #guests(text: string): GuestHit[] {
    const { rows, landingOf } = this.#parts
    const wanted = text.toLowerCase()
    return rows.all('reservation').flatMap((reservation) => {
      const guest = rows.row('guest', reservation.guestId)
      if (!guest || !`${guest.firstName} ${guest.lastName} ${guest.phone}`.toLowerCase().includes(wanted)) return []
      return [
        {
          ...guest,
          reservationId: reservation.reservationId,
          confirmationCode: formatConfirmationCode(reservation.code),
          status: reservation.status,
          lines: reservation.lines.map((line) => ({ ...line, roomTypeId: line.inventoryType })),
          landing: landingOf(reservation.reservationId),
        },
      ]
    })
  }

  #candidates(asked: { readonly roomTypeId: string; readonly night: LocalDate }): DeskOutput<'walk.candidates'> {
    const { rows } = this.#parts
    const lines = rows
      .all('reservation')
      .filter(({ status }) => holdsInventory(status))
      .flatMap((reservation) => reservation.lines.map((line) => ({ reservation, line })))
      .filter(({ line }) => line.inventoryType === asked.roomTypeId && line.stay !== 'departed')
      .filter(({ line }) => line.arrival <= asked.night && asked.night < line.departure)
    return rankWalkCandidates(lines).map(({ reservation, line, spare }) => ({
      ...line,
      reservationId: reservation.reservationId,
      confirmationCode: formatConfirmationCode(reservation.code),
      lastName: rows.row('guest', reservation.guestId)?.lastName ?? '',
      spare: [...spare],
    }))
  }

  #nearHotels(): Answer {
    this.sisterSearches += 1
    if (this.#parts.badge().line !== 'up') return lineDown()
    const room = (roomTypeId: string, name: string, available: number, totalMinor: number) => {
      return { roomTypeId, name, available, totalMinor }
    }
    return ok({
      hotels: [
        {
          ...OURA,
          distanceMetres: 1_900,
          currency: 'EUR',
          roomTypes: [room('DBL', 'Double', 4, 19_800), room('TWN', 'Twin with balcony', 1, 23_400)],
        },
        {
          ...FALESIA,
          distanceMetres: 6_200,
          currency: 'EUR',
          roomTypes: [room('SEA', 'Sea View Double', 2, 26_000)],
        },
      ],
    })
  }

  #bookNear(raw: unknown): Answer {
    const { reservationId, exceptionId, out, note, hotelId } = DESK_CALLS['sister.book'].input.parse(raw)
    if (this.#parts.badge().line !== 'up') return lineDown()
    const hotel = hotelId === OURA.hotelId ? OURA : FALESIA
    const code = 'AB-4711-K'
    const way =
      out.way === 'walk' ? { ...out, toHotel: `${hotel.name} ${code}` } : { ...out, toHotel: hotel.name, code }
    const resolved = this.#parts.carryOut({ type: 'resolveException', body: { exceptionId, note, out: way } })
    if (!resolved.ok) return resolved
    this.sisterBookings.push(reservationId)
    return ok({ reservationId, hotel, confirmationCode: code, totalMinor: 19_800, currency: 'EUR' })
  }

  #allotment(): DeskOutput<'allotment.get'> {
    const { rows, badge } = this.#parts
    const { businessDate } = views.hotelOf(rows)
    const asOfUtcMs = badge().lastPulledAtUtcMs
    return {
      types: views.typesOf(rows).map(({ roomTypeId }, type) => ({
        roomTypeId,
        tonight: Math.max(0, 4 - type),
        nights: [{ night: businessDate, units: Math.max(0, 4 - type) }],
      })),
      rooms: [],
      asOfUtcMs,
    }
  }

  #reconciliation(): DeskOutput<'reconciliation.get'> {
    const { businessDate } = views.hotelOf(this.#parts.rows)
    const roomTypeId = views.typesOf(this.#parts.rows)[0]?.roomTypeId ?? null
    return {
      businessDate,
      atUtcMs: Date.now() - 3_600_000,
      rows: 4_218,
      differences: [
        { entity: 'inventory', key: `STD/${businessDate}`, cause: 'pending', roomTypeId, night: businessDate },
        { entity: 'reservation', key: fixtureUuid(7), cause: 'drift', roomTypeId: null, night: null },
      ],
    }
  }

  #cashier(): CashierView {
    const shift = this.#shift
    const money = MONEY.map((each, index) => ({
      ...each,
      opId: fixtureUuid(20_000 + index),
      atUtcMs: Date.now() - (MONEY.length - index) * 1_100_000,
      landing: 'confirmed' as const,
    }))
    const movements = shift ? money : []
    const totals = cashierTotals(movements)
    const expectedCashMinor = expectedCash(shift?.floatMinor ?? 0, totals)
    const closed = shift?.closed ?? null
    return {
      currency: 'EUR',
      shift: shift && {
        shiftId: shift.shiftId,
        staffName: 'Grace Okafor',
        openedAtUtcMs: shift.openedAtUtcMs,
        floatMinor: shift.floatMinor,
        totals: [...totals],
        expectedCashMinor,
        movements,
        closed: closed && { ...closed, differenceMinor: closed.countedMinor - expectedCashMinor },
      },
      outside: { count: 0, takenMinor: 0, givenBackMinor: 0 },
      open: shift && !closed ? [{ staffName: 'Grace Okafor', openedAtUtcMs: shift.openedAtUtcMs }] : [],
    }
  }
}

const OPEN = {
  status: 'open',
  opId: null,
  deviceId: null,
  resolvedAtUtcMs: null,
  resolution: null,
  resolvedByOpId: null,
  resolvedByDeviceId: null,
  note: '',
} as const
const PAST_GUEST = {
  guestId: fixtureUuid(30_000),
  firstName: 'Ottilie',
  lastName: 'Okonkwo',
  email: null,
  phone: '+351 912 555 001',
  stays: 3,
  lastArrival: localDate('2024-06-01'),
  lastDeparture: localDate('2024-06-08'),
}
const OURA = {
  hotelId: 'oura',
  name: 'Casa da Oura',
  city: 'Albufeira',
  address: 'Rua da Oura 14',
  phone: '+351 289 000 114',
}
const FALESIA = { hotelId: 'falesia', name: 'Hotel Falésia', city: 'Olhos de Água', address: null, phone: null }

const money = (kind: 'taken' | 'givenBack', method: PaymentMethod, amountMinor: number, lastName: string) => {
  return { kind, method, amountMinor, lastName, confirmationCode: '34-0007-K' }
}
const MONEY = [
  money('taken', 'cash', 12_400, 'Okafor'),
  money('taken', 'card', 31_050, 'Moreau'),
  money('givenBack', 'cash', 1_500, 'Okafor'),
  money('taken', 'card_stored', 9_900, 'Tanaka'),
  money('taken', 'cash', 8_900, 'Nowak'),
]

function step(items: readonly unknown[], blocks: boolean) {
  return { count: items.length, isDone: items.length === 0, blocks: blocks && items.length > 0 }
}

function ok(value: unknown): Answer {
  return { ok: true, value }
}

function lineDown(): Answer {
  return { ok: false, error: { code: 'LINE_DOWN', params: {}, retry: 'later' } }
}
