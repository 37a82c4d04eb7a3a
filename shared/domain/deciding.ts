import type { Result } from '../base/result.ts'
import type { ConfirmationCode } from './confirmation-code.ts'
import type { DeviceId, ReservationId, RoomId, RoomTypeId } from './ids.ts'
import type { Refusal } from './refusal.ts'
import {
  type AllotmentLineRow,
  type EntityName,
  type FolioLineRow,
  type HotelRow,
  type ReservationRow,
  type RoomBlockRow,
  type RoomRow,
  type RoomTypeRow,
  type RowOf,
  type RowWrite,
  type TaxRuleRow,
  keyOfRow,
} from './rows.ts'
import type { LocalDate } from './stay-dates.ts'

/** A row, or an index of rows, that a decision is about to read. */
export type Wanted =
  | { readonly entity: EntityName; readonly key: string }
  | { readonly index: 'roomsOfType'; readonly key: RoomTypeId }
  | { readonly index: 'activeBlocksOfRoom'; readonly key: RoomId }
  | { readonly index: 'taxRules'; readonly key: '' }
  | { readonly index: 'folioOf'; readonly key: ReservationId }
  | { readonly index: 'hotel'; readonly key: '' }
  | { readonly index: 'roomTypes'; readonly key: '' }
  | { readonly index: 'reservationsDue'; readonly key: LocalDate }
  | { readonly index: 'reservationOfCode'; readonly key: ConfirmationCode }
  | { readonly index: 'allotmentLinesOf'; readonly key: DeviceId }

/** What a decision may read. A row that was not asked for first is a bug, which stores report by throwing. */
export interface RowReader {
  row<E extends EntityName>(entity: E, key: string): RowOf[E] | null
  /** Every room of a type, in order of room id. */
  roomsOfType(roomTypeId: RoomTypeId): readonly RoomRow[]
  /** The active blocks of a room, in order of block id. */
  activeBlocksOfRoom(roomId: RoomId): readonly RoomBlockRow[]
  /** Every tax of the hotel. */
  taxRules(): readonly TaxRuleRow[]
  /** What is posted on a reservation's account, in order of folio line id. */
  folioOf(reservationId: ReservationId): readonly FolioLineRow[]
  /** The hotel itself, or `null` before its rows have come. */
  hotel(): HotelRow | null
  /** Every room type, in order of its id. */
  roomTypes(): readonly RoomTypeRow[]
  /** The reservations with a guest in the house, or expected to be by that date, in order of reservation id. */
  reservationsDue(date: LocalDate): readonly ReservationRow[]
  /** The reservation with a confirmation code, or `null`. */
  reservationOfCode(code: ConfirmationCode): ReservationRow | null
  /** What a terminal may sell on its own, in order of type and night. */
  allotmentLinesOf(deviceId: DeviceId): readonly AllotmentLineRow[]
}

/** Is somebody of the reservation in the house, or expected to be by a date? What {@link RowReader.reservationsDue} lists. */
export function isDue(reservation: ReservationRow, date: LocalDate): boolean {
  return reservation.lines.some(
    (line) => line.stay === 'in_house' || (line.stay === 'expected' && line.arrival <= date && date <= line.departure),
  )
}

/**
 * A pure decision that asks for what it will read by yielding it. The replica answers from SQLite at once, the chain
 * loads what is wanted from PostgreSQL between two steps: the rules are written once and run on both sides.
 */
export type Deciding<T> = Generator<readonly Wanted[], T, void>

/** What a decision about an op comes to: all the rows it writes, or the refusal and not a single write. */
export type Decided = Result<readonly RowWrite[], Refusal>

/** Runs a decision over a store that reads at once. */
export function decideNow<T>(deciding: Deciding<T>): T {
  for (;;) {
    const step = deciding.next()
    if (step.done) return step.value
  }
}

/** Runs a decision over a store that has to fetch first. */
export async function decideLoading<T>(
  deciding: Deciding<T>,
  load: (wanted: readonly Wanted[]) => Promise<void>,
): Promise<T> {
  for (;;) {
    const step = deciding.next()
    if (step.done) return step.value
    await load(step.value)
  }
}

/** A decision's writes so far, over the rows that it read: it sees what it wrote, the store does not yet. */
export class Draft implements RowReader {
  readonly #rows: RowReader
  readonly #writes = new Map<string, RowWrite>()

  constructor(rows: RowReader) {
    this.#rows = rows
  }

  row<E extends EntityName>(entity: E, key: string): RowOf[E] | null {
    const write = this.#writes.get(`${entity} ${key}`)
    return write ? (write.row as RowOf[E] | null) : this.#rows.row(entity, key) // stored under its entity's name
  }

  roomsOfType(roomTypeId: RoomTypeId): readonly RoomRow[] {
    return this.#rows.roomsOfType(roomTypeId)
  }

  activeBlocksOfRoom(roomId: RoomId): readonly RoomBlockRow[] {
    const blocks = new Map(this.#rows.activeBlocksOfRoom(roomId).map((block) => [String(block.blockId), block]))
    for (const write of this.#writes.values()) {
      if (write.entity !== 'room_block') continue
      if (write.row?.roomId === roomId && write.row.status === 'active') blocks.set(write.key, write.row)
      else blocks.delete(write.key)
    }
    return [...blocks.values()].sort((a, b) => (a.blockId < b.blockId ? -1 : 1))
  }

  taxRules(): readonly TaxRuleRow[] {
    return this.#rows.taxRules()
  }

  folioOf(reservationId: ReservationId): readonly FolioLineRow[] {
    const lines = new Map(this.#rows.folioOf(reservationId).map((line) => [line.folioLineId, line]))
    for (const { entity, key, row } of this.#writes.values()) {
      if (entity === 'folio_line' && row?.reservationId === reservationId) lines.set(key, row)
    }
    return [...lines.values()].sort((a, b) => (a.folioLineId < b.folioLineId ? -1 : 1))
  }

  hotel(): HotelRow | null {
    for (const { entity, row } of this.#writes.values()) if (entity === 'hotel') return row
    return this.#rows.hotel()
  }

  roomTypes(): readonly RoomTypeRow[] {
    return this.#rows.roomTypes()
  }

  reservationsDue(date: LocalDate): readonly ReservationRow[] {
    const due = new Map(this.#rows.reservationsDue(date).map((row) => [String(row.reservationId), row]))
    for (const { entity, key, row } of this.#writes.values()) {
      if (entity !== 'reservation') continue
      if (row && isDue(row, date)) due.set(key, row)
      else due.delete(key)
    }
    return [...due.values()].sort((a, b) => (a.reservationId < b.reservationId ? -1 : 1))
  }

  reservationOfCode(code: ConfirmationCode): ReservationRow | null {
    for (const { entity, row } of this.#writes.values()) if (entity === 'reservation' && row?.code === code) return row
    const stored = this.#rows.reservationOfCode(code)
    return stored && this.row('reservation', stored.reservationId)
  }

  allotmentLinesOf(deviceId: DeviceId): readonly AllotmentLineRow[] {
    const lines = new Map(this.#rows.allotmentLinesOf(deviceId).map((row) => [keyOfRow('allotment_line', row), row]))
    for (const { entity, key, row } of this.#writes.values()) {
      if (entity !== 'allotment_line') continue
      if (row?.deviceId === deviceId) lines.set(key, row)
      else lines.delete(key)
    }
    return [...lines.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  }

  put<E extends EntityName>(entity: E, row: RowOf[E]): void {
    const key = keyOfRow(entity, row)
    this.#writes.set(`${entity} ${key}`, { entity, key, row } as RowWrite) // entity and row share E
  }

  /** Goes on from what another decision over the same rows wrote. */
  take(writes: readonly RowWrite[]): void {
    for (const write of writes) this.#writes.set(`${write.entity} ${write.key}`, write)
  }

  remove(entity: EntityName, key: string): void {
    this.#writes.set(`${entity} ${key}`, { entity, key, row: null })
  }

  /** Everything written, one write a row, in the order in which rows were first written. */
  writes(): readonly RowWrite[] {
    return [...this.#writes.values()]
  }
}
