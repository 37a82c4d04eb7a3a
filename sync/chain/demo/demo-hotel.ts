import { NO_STORED_CARDS } from '../../../shared/domain/card-caps.ts'
import { DEMO_HOTEL_ID } from '../../../shared/domain/demo-staff.ts'
import { CHAIN_PREFIX, confirmationCode } from '../../../shared/domain/confirmation-code.ts'
import {
  type BlockId,
  type RoomId,
  type RoomTypeId,
  newBlockId,
  newReservationId,
  stayLineId,
} from '../../../shared/domain/ids.ts'
import { withCounts } from '../../../shared/domain/inventory.ts'
import { roundHalfEven } from '../../../shared/domain/money.ts'
import type { StayState } from '../../../shared/domain/lifecycle.ts'
import { folioLineId } from '../../../shared/domain/ops/folio.ts'
import { DEFAULT_CURVE, priceOfNight, totalOf } from '../../../shared/domain/price.ts'
import {
  type BlockKind,
  type HotelRow,
  type InventoryRow,
  type ReservationRow,
  type RoomRow,
  type RowWrite,
  type StayLineRow,
  type TaxRuleRow,
  roomNightKey,
  typeNightKey,
} from '../../../shared/domain/rows.ts'
import { type LocalDate, type Stay, addDays, daysBetween, nightsOf } from '../../../shared/domain/stay-dates.ts'
import { taxesOf } from '../../../shared/domain/tax.ts'
import { openNightsForSale } from '../hotels/open-nights.ts'
import { DEFAULT_RATE_PLANS } from '../rates/default-rate-plans.ts'
import { FIRST_NAMES, LAST_NAMES } from './demo-names.ts'
import { SeededRandom } from './seeded-random.ts'

/** Rooms by type as the resort of the hotel booking demand data had them occupied at most: 210 in all. */
const TYPES = [
  { id: 'A', name: 'Standard', rooms: 75, maxOccupancy: 3, baseMinor: 8_900 },
  { id: 'B', name: 'Single', rooms: 2, maxOccupancy: 1, baseMinor: 6_900 },
  { id: 'C', name: 'Family', rooms: 13, maxOccupancy: 5, baseMinor: 13_500 },
  { id: 'D', name: 'Superior', rooms: 53, maxOccupancy: 3, baseMinor: 10_900 },
  { id: 'E', name: 'Deluxe', rooms: 33, maxOccupancy: 3, baseMinor: 12_900 },
  { id: 'F', name: 'Junior suite', rooms: 13, maxOccupancy: 4, baseMinor: 15_900 },
  { id: 'G', name: 'Suite', rooms: 9, maxOccupancy: 4, baseMinor: 19_900 },
  { id: 'H', name: 'Panorama suite', rooms: 4, maxOccupancy: 4, baseMinor: 24_900 },
  { id: 'I', name: 'Apartment', rooms: 8, maxOccupancy: 6, baseMinor: 17_900 },
] as const
const VAT: TaxRuleRow = {
  taxId: 'VAT',
  name: 'VAT 6 %',
  position: 1,
  kind: 'percent',
  percentBp: 600,
  amountMinor: 0,
  included: true,
}
const ROOMS_PER_FLOOR = 35
const SEED = 2_015_07_01
const PAST_DAYS = 10
const FUTURE_DAYS = 75

/** The night that a room goes out of order or out of service in the demo, and why. */
const BLOCKS = [
  {
    room: 17,
    kind: 'OOO',
    nights: 3,
    reason: 'plumbing',
    remarks: 'Shower leaks into the room below, plumber comes tomorrow',
  },
  { room: 102, kind: 'OOO', nights: 12, reason: 'renovation', remarks: 'New carpet and paint' },
  { room: 61, kind: 'OOS', nights: 2, reason: 'electrical', remarks: 'Bedside lamp flickers' },
] as const satisfies readonly { room: number; kind: BlockKind; nights: number; reason: string; remarks: string }[]

export interface DemoHotel {
  readonly hotel: HotelRow
  readonly rows: readonly RowWrite[]
  /** How many confirmation codes of the chain's own prefix its reservations used up. */
  readonly codesUsed: number
}

/** A resort of 210 rooms in mid-season, with guests arriving, staying and leaving around its day; the same for each day. */
export function demoHotel(today: LocalDate, timeZone: string): DemoHotel {
  return new DemoBuilder(today, timeZone).build()
}

class DemoBuilder {
  readonly #today: LocalDate
  readonly #timeZone: string
  readonly #random = new SeededRandom(SEED)
  readonly #rows = new Map<string, RowWrite>()
  readonly #rooms: RoomRow[] = []
  readonly #dueOut = new Set<RoomId>()
  #codes = 0

  constructor(today: LocalDate, timeZone: string) {
    this.#today = today
    this.#timeZone = timeZone
  }

  build(): DemoHotel {
    const hotel: HotelRow = {
      hotelId: DEMO_HOTEL_ID,
      name: 'Praia Azul Resort',
      currency: 'EUR',
      timeZone: this.#timeZone,
      businessDate: this.#today,
      pricesIncludeTax: true,
      occupancyCurve: DEFAULT_CURVE,
      offlineCard: NO_STORED_CARDS,
    }
    this.#addTerms()
    this.#addTypesAndRooms()
    const blockedUntil = this.#addBlocks()
    for (const room of this.#rooms) this.#fillRoom(room, blockedUntil.get(room.roomId) ?? null)
    return { hotel, rows: [...this.#rows.values()], codesUsed: this.#codes }
  }

  #addTerms(): void {
    for (const row of DEFAULT_RATE_PLANS) this.#put({ entity: 'rate_plan', key: row.ratePlanId, row })
    this.#put({ entity: 'tax_rule', key: VAT.taxId, row: VAT })
  }

  #addTypesAndRooms(): void {
    for (const [index, type] of TYPES.entries()) {
      const roomTypeId = type.id as RoomTypeId // a slug
      const { name, maxOccupancy, rooms } = type
      this.#put({ entity: 'room_type', key: type.id, row: { roomTypeId, name, position: index + 1, maxOccupancy } })
      const from = addDays(this.#today, -PAST_DAYS)
      const baseMinor = (night: LocalDate) => seasonPrice(type.baseMinor, night)
      for (const write of openNightsForSale({ roomTypeId, rooms, from, baseMinor })) this.#put(write)
      for (let count = 0; count < rooms; count++) this.#addRoom(roomTypeId)
    }
  }

  #addRoom(roomTypeId: RoomTypeId): void {
    const floor = Math.floor(this.#rooms.length / ROOMS_PER_FLOOR) + 1
    const number = (this.#rooms.length % ROOMS_PER_FLOOR) + 1
    const roomId = String(floor * 100 + number) as RoomId // digits are a slug
    const housekeeping = this.#random.pick('inspected', 'inspected', 'clean', 'clean', 'dirty', 'pickup')
    const room: RoomRow = { roomId, roomTypeId, floor, housekeeping }
    this.#rooms.push(room)
    this.#put({ entity: 'room', key: roomId, row: room })
  }

  #addBlocks(): Map<RoomId, LocalDate> {
    const blockedUntil = new Map<RoomId, LocalDate>()
    for (const { room: index, kind, nights, reason, remarks } of BLOCKS) {
      const room = this.#rooms[index]
      if (!room) continue
      const blockId: BlockId = newBlockId({ nowUtcMs: () => middayOf(this.#today) }, this.#random)
      const until = addDays(this.#today, nights)
      const setAtUtcMs = middayOf(addDays(this.#today, -1))
      const { roomId } = room
      const row = {
        blockId,
        roomId,
        kind,
        from: this.#today,
        until,
        reason,
        remarks,
        status: 'active',
        setAtUtcMs,
      } as const
      this.#put({ entity: 'room_block', key: blockId, row })
      if (kind === 'OOS') continue
      blockedUntil.set(roomId, until)
      for (const night of nightsOf({ arrival: this.#today, departure: until })) {
        this.#put({
          entity: 'room_night',
          key: roomNightKey(roomId, night),
          row: { roomId, night, kind: 'block', refId: blockId },
        })
        this.#count(room.roomTypeId, night, (inventory) => ({ outOfOrder: inventory.outOfOrder + 1 }))
      }
    }
    return blockedUntil
  }

  /** Stay after stay in one room, denser near today than far ahead. */
  #fillRoom(room: RoomRow, blockedUntil: LocalDate | null): void {
    let day = addDays(this.#today, -PAST_DAYS + Math.floor(this.#random.next() * 4))
    const end = addDays(this.#today, FUTURE_DAYS)
    while (day < end) {
      const ahead = Math.max(0, daysBetween(this.#today, day))
      if (!this.#random.chance(0.62 - 0.5 * (ahead / FUTURE_DAYS))) {
        day = addDays(day, 1)
        continue
      }
      const stay = { arrival: day, departure: addDays(day, this.#random.pick(1, 1, 2, 2, 3, 3, 4, 5, 7)) }
      const blocked = blockedUntil !== null && stay.departure > this.#today && stay.arrival < blockedUntil
      if (!blocked) this.#addStay(room, stay)
      day = blocked && blockedUntil ? blockedUntil : stay.departure
    }
  }

  #addStay(room: RoomRow, stay: Stay): void {
    const bookedOn = addDays(stay.arrival, -this.#random.pick(0, 1, 3, 9, 21, 40, 75))
    const bookedAtUtcMs = middayOf(bookedOn < this.#today ? bookedOn : this.#today)
    const reservationId = newReservationId({ nowUtcMs: () => bookedAtUtcMs }, this.#random)
    const state = this.#stateOf(room, stay)
    if (state === 'in_house' && stay.departure === this.#today) this.#markDueOut(room)
    const roomId = state === 'expected' && !this.#isRoomKnown(stay) ? null : room.roomId
    const maxOccupancy = TYPES.find((type) => type.id === room.roomTypeId)?.maxOccupancy ?? 1
    const adults = Math.min(maxOccupancy, this.#random.pick(1, 2, 2, 2, 3))
    const nightlyMinor = nightsOf(stay).map((night) => this.#agreedPrice(room.roomTypeId, night))
    const line: StayLineRow = {
      lineId: stayLineId(reservationId, 1),
      position: 1,
      chargedType: room.roomTypeId,
      inventoryType: room.roomTypeId,
      ...stay,
      adults,
      children: Math.min(maxOccupancy - adults, this.#random.pick(0, 0, 0, 0, 1, 2)),
      roomId,
      stay: state,
      nightlyMinor,
      taxes: taxesOf({ nightlyMinor, adults }, [VAT]),
    }
    const guarantee = this.#random.pick('prepaid', 'card', 'card', 'pay_at_desk')
    const status = guarantee === 'prepaid' || state === 'departed' ? 'paid' : 'pending'
    this.#addGuest(reservationId)
    const code = confirmationCode(CHAIN_PREFIX, this.#codes++)
    const row = {
      reservationId,
      code,
      status,
      guarantee,
      channel: 'demo',
      guestId: reservationId,
      bookedAtUtcMs,
      bookedOn,
      ratePlanId: null,
      holdUntilUtcMs: null,
      mergedInto: null,
      lines: [line],
    } as const
    this.#put({ entity: 'reservation', key: reservationId, row })
    if (status === 'paid') this.#addPayment(row, totalOf(nightlyMinor))
    for (const night of nightsOf(stay)) {
      this.#count(room.roomTypeId, night, (inventory) => ({ totalReserved: inventory.totalReserved + 1 }))
      if (roomId === null) continue
      const kind = state === 'expected' ? 'assigned' : 'occupied'
      this.#put({
        entity: 'room_night',
        key: roomNightKey(roomId, night),
        row: { roomId, night, kind, refId: line.lineId },
      })
    }
  }

  #addPayment({ reservationId, bookedAtUtcMs, bookedOn }: ReservationRow, amountMinor: number): void {
    const paymentId = 'demo'
    const id = folioLineId.payment(reservationId, paymentId)
    const row = {
      folioLineId: id,
      reservationId,
      kind: 'payment',
      amountMinor: -amountMinor,
      businessDate: bookedOn,
      postedAtUtcMs: bookedAtUtcMs,
      stayPosition: null,
      night: null,
      paymentId,
      note: '',
    } as const
    this.#put({ entity: 'folio_line', key: id, row })
  }

  #addGuest(guestId: string): void {
    const firstName = this.#random.pick(...FIRST_NAMES)
    const lastName = this.#random.pick(...LAST_NAMES)
    const digits = String(Math.floor(this.#random.next() * 1_000_000)).padStart(6, '0')
    const phone = this.#random.chance(0.6) ? `+351 910 ${digits.slice(0, 3)} ${digits.slice(3)}` : null
    this.#put({ entity: 'guest', key: guestId, row: { guestId, firstName, lastName, email: null, phone } })
  }

  #markDueOut(room: RoomRow): void {
    this.#dueOut.add(room.roomId)
    this.#put({ entity: 'room', key: room.roomId, row: { ...room, housekeeping: 'dirty' } })
  }

  /** Nobody arrives into a room whose last guest has not left. */
  #stateOf(room: RoomRow, stay: Stay): StayState {
    if (stay.departure < this.#today) return 'departed'
    if (stay.departure === this.#today) return this.#random.chance(0.35) ? 'departed' : 'in_house'
    if (stay.arrival < this.#today) return 'in_house'
    const ready = stay.arrival === this.#today && !this.#dueOut.has(room.roomId)
    return ready && this.#random.chance(0.5) ? 'in_house' : 'expected'
  }

  /** Most rooms are chosen a day or two before arrival. */
  #isRoomKnown(stay: Stay): boolean {
    const ahead = daysBetween(this.#today, stay.arrival)
    return this.#random.chance(ahead <= 1 ? 0.75 : 0.15)
  }

  #agreedPrice(roomTypeId: RoomTypeId, night: LocalDate): number {
    const rate = this.#rows.get(`rate ${typeNightKey(roomTypeId, night)}`)
    const baseMinor = rate?.entity === 'rate' && rate.row ? rate.row.baseMinor : 0
    return priceOfNight(baseMinor, 4_000 + Math.floor(this.#random.next() * 4_000))
  }

  #count(roomTypeId: RoomTypeId, night: LocalDate, change: (row: InventoryRow) => Partial<InventoryRow>): void {
    const key = typeNightKey(roomTypeId, night)
    const write = this.#rows.get(`inventory ${key}`)
    if (write?.entity !== 'inventory' || !write.row) return
    this.#put({ entity: 'inventory', key, row: withCounts(write.row, change(write.row)) })
  }

  #put(write: RowWrite): void {
    this.#rows.set(`${write.entity} ${write.key}`, write)
  }
}

/** Weekends and summer cost more. */
function seasonPrice(baseMinor: number, night: LocalDate): number {
  const weekday = new Date(`${night}T00:00:00Z`).getUTCDay()
  const month = Number(night.slice(5, 7))
  const percent = 100 + (weekday === 5 || weekday === 6 ? 15 : 0) + (month >= 6 && month <= 9 ? 25 : 0)
  return roundHalfEven(baseMinor * percent, 10_000) * 100
}

function middayOf(date: LocalDate): number {
  return Date.parse(`${date}T12:00:00Z`)
}
