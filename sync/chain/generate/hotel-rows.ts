import { present } from '../../../shared/base/assert.ts'
import { DEFAULT_OVERBOOK_PCT } from '../../../shared/domain/inventory.ts'
import { SeededRandom } from '../demo/seeded-random.ts'
import type { CopyTarget, Loading } from '../database/port.ts'
import {
  type ChainPlan,
  hotelIdOf,
  nightOf,
  HOTELS_OF_TOWN,
  placeOf,
  planOccupancyPct,
  planRateMinor,
  postgresDay,
  roomTypeIdOf,
  roomsByType,
} from './chain-plan.ts'
import { type CopyCell, type RowTemplate, copyRows, rowTemplate } from './copy-rows.ts'

const HOTEL: CopyTarget = {
  table: 'hotel',
  columns: [
    'hotel_id',
    'name',
    'currency',
    'time_zone',
    'business_date',
    'prices_include_tax',
    'latitude',
    'longitude',
    'city',
  ],
}
const HEAD: CopyTarget = {
  table: 'sync_head',
  columns: ['hotel_id', 'version', 'epoch', 'next_code', 'next_prefix'],
}
const ROOM_TYPE: CopyTarget = {
  table: 'room_type',
  columns: ['hotel_id', 'room_type_id', 'name', 'position', 'max_occupancy'],
}
const ROOM: CopyTarget = {
  table: 'room',
  columns: ['hotel_id', 'room_id', 'room_type_id', 'floor', 'housekeeping'],
}
const RATE_PLAN: CopyTarget = {
  table: 'rate_plan',
  columns: [
    'hotel_id',
    'rate_plan_id',
    'name',
    'position',
    'kind',
    'price_bp',
    'min_stay',
    'free_cancel_days',
    'fee_nights',
    'active',
  ],
}
const RATE: CopyTarget = {
  table: 'room_type_rate',
  columns: ['hotel_id', 'room_type_id', 'night', 'base_minor'],
}
const INVENTORY: CopyTarget = {
  table: 'room_type_inventory',
  columns: [
    'hotel_id',
    'room_type_id',
    'night',
    'total_inventory',
    'out_of_order',
    'overbook_pct',
    'total_reserved',
    'leased',
    'forced',
  ],
}

const ROOMS_PER_FLOOR = 50

/**
 * Writes the hotels of a plan. Each differs from the next by its id, what is reserved and its level of prices: all else is
 * built once and sent again, so one of these works on one hotel at a time.
 */
export class HotelRows {
  readonly #plan: ChainPlan
  readonly #once: readonly RowTemplate[]
  readonly #rates: RowTemplate
  readonly #inventory: RowTemplate
  readonly #rateMinor: Int32Array
  readonly #occupancyPct: Float64Array
  readonly #rooms: readonly number[]

  constructor(plan: ChainPlan) {
    this.#plan = plan
    this.#rooms = roomsByType(plan)
    const id: CopyCell = { text: hotelIdOf(1) }
    const types = this.#rooms.map((_, index): CopyCell => ({ text: roomTypeIdOf(index + 1) }))
    const nights = Array.from({ length: plan.nights }, (_, day) => nightOf(plan, day))
    const dates = nights.map((night): CopyCell => ({ date: postgresDay(night) }))
    const zero: CopyCell = { int4: 0 }
    this.#once = [rowTemplate(ROOM_TYPE, typeRows(id, types)), rowTemplate(ROOM, roomRows(id, types, this.#rooms))]
    this.#rates = rowTemplate(
      RATE,
      types.flatMap((type) => dates.map((date) => [id, type, date, { int8: 0 }])),
    )
    this.#inventory = rowTemplate(
      INVENTORY,
      types.flatMap((type, index) => {
        const rooms: CopyCell = { int4: present(this.#rooms[index], 'a type has rooms') }
        return dates.map((date) => [id, type, date, rooms, zero, { int4: DEFAULT_OVERBOOK_PCT }, zero, zero, zero])
      }),
    )
    this.#rateMinor = Int32Array.from(types.flatMap((_, type) => nights.map((night) => planRateMinor(type, night))))
    this.#occupancyPct = Float64Array.from(nights, (night, day) => planOccupancyPct(day, night))
  }

  /** Copies every row of the n-th hotel, from 1, and tells how many; the hotel's own first, so that two can not make it. */
  async copyHotel(tx: Loading, n: number): Promise<number> {
    const id: CopyCell = { text: hotelIdOf(n) }
    await tx.copyBinary(HOTEL, copyRows([this.#hotelRow(id, n)]))
    await tx.copyBinary(HEAD, copyRows([[id, { int8: 0 }, { int4: 1 }, { int8: 0 }, { int4: 1 }]]))
    await tx.copyBinary(RATE_PLAN, copyRows(planRows(id)))
    this.#fill(n)
    const templates = [...this.#once, this.#rates, this.#inventory]
    for (const { target, bytes } of templates) await tx.copyBinary(target, bytes)
    return templates.reduce((sum, { rows }) => sum + rows, 4)
  }

  #fill(n: number): void {
    const id = Buffer.from(hotelIdOf(n))
    const random = randomOf(this.#plan, n)
    const levelPct = levelPctOf(random)
    for (const template of this.#once) fillIds(template, id)
    fillIds(this.#rates, id)
    fillIds(this.#inventory, id)
    this.#fillRates(levelPct)
    this.#fillReserved(random)
  }

  #fillRates(levelPct: number): void {
    const { bytes, rows, rowBytes, offsets } = this.#rates
    let at = present(offsets['base_minor'], 'a rate has an amount') + 4 // of eight bytes the upper four stay 0
    for (let row = 0; row < rows; row++, at += rowBytes) {
      bytes.writeUInt32BE(rateMinor(this.#rateMinor[row] ?? 0, levelPct), at)
    }
  }

  /** Within a sixth of what the night has on average, never more than there are rooms. */
  #fillReserved(random: SeededRandom): void {
    const { bytes, rowBytes, offsets } = this.#inventory
    let at = present(offsets['total_reserved'], 'inventory is reserved')
    for (const rooms of this.#rooms) {
      for (const pct of this.#occupancyPct) {
        const reserved = (rooms * pct * (0.85 + 0.3 * random.next())) / 100
        bytes.writeInt32BE(Math.min(rooms, Math.floor(reserved + 0.5)), at)
        at += rowBytes
      }
    }
  }

  #hotelRow(id: CopyCell, n: number): CopyCell[] {
    const { latitude, longitude } = placeOf(n)
    return [
      id,
      { text: `Hotel ${n}` },
      { text: 'EUR' },
      { text: 'Europe/Lisbon' },
      { date: postgresDay(this.#plan.from) },
      { bool: true },
      { float8: latitude },
      { float8: longitude },
      { text: `Town ${Math.ceil(n / HOTELS_OF_TOWN)}` },
    ]
  }
}

/** The sum of the base rates of the n-th hotel, as {@link HotelRows} writes them. */
export function hotelRatesMinor(plan: ChainPlan, n: number): number {
  const levelPct = levelPctOf(randomOf(plan, n))
  let sum = 0
  for (let day = 0; day < plan.nights; day++) {
    const night = nightOf(plan, day)
    for (let type = 0; type < plan.types; type++) sum += rateMinor(planRateMinor(type, night), levelPct)
  }
  return sum
}

/** A source of chance for one hotel, whichever hotels are made before it. */
function randomOf({ seed }: ChainPlan, n: number): SeededRandom {
  return new SeededRandom(Math.imul(seed, 1_000_003) + n)
}

/** The first number of a hotel's chance: its level of prices. */
function levelPctOf(random: SeededRandom): number {
  return 70 + Math.floor(random.next() * 80)
}

function rateMinor(planMinor: number, levelPct: number): number {
  return Math.round((planMinor * levelPct) / 10_000) * 100
}

function fillIds({ bytes, rows, rowBytes, offsets }: RowTemplate, id: Buffer): void {
  let at = present(offsets['hotel_id'], 'every table has the hotel')
  for (let row = 0; row < rows; row++, at += rowBytes) bytes.set(id, at)
}

function typeRows(id: CopyCell, types: readonly CopyCell[]): CopyCell[][] {
  return types.map((type, index) => [
    id,
    type,
    { text: `Type ${String(index + 1).padStart(2, '0')}` },
    { int4: index + 1 },
    { int4: 2 + (index % 4) },
  ])
}

function roomRows(id: CopyCell, types: readonly CopyCell[], rooms: readonly number[]): CopyCell[][] {
  let count = 0
  return types.flatMap((type, index) =>
    Array.from({ length: rooms[index] ?? 0 }, (): CopyCell[] => {
      const floor = Math.floor(count / ROOMS_PER_FLOOR) + 1
      const number = (count % ROOMS_PER_FLOOR) + 1
      count += 1
      const roomId = String(floor * 100 + number).padStart(4, '0')
      return [id, { text: roomId }, type, { int4: floor }, { text: 'inspected' }]
    }),
  )
}

/** Two plans: flexible, and ten per cent less for what is not given back. */
function planRows(id: CopyCell): CopyCell[][] {
  const active: CopyCell = { bool: true }
  const plan = (text: string, name: string, position: number, kind: string, terms: CopyCell[]) => [
    id,
    { text },
    { text: name },
    { int4: position },
    { text: kind },
    ...terms,
    active,
  ]
  return [
    plan('FLEX', 'Flexible', 1, 'flexible', int4s(10_000, 1, 1, 1)),
    plan('NONREF', 'Non-refundable', 2, 'non_refundable', int4s(9_000, 1, 0, 0)),
  ]
}

function int4s(...values: number[]): CopyCell[] {
  return values.map((int4) => ({ int4 }))
}
