import type { Result } from '../base/result.ts'
import type { ReservationId, RoomId, RoomTypeId } from './ids.ts'
import type { Refusal } from './refusal.ts'
import {
  type EntityName,
  type FolioLineRow,
  type RoomBlockRow,
  type RoomRow,
  type RowOf,
  type RowWrite,
  type TaxRuleRow,
  keyOfRow,
} from './rows.ts'

/** A row, or an index of rows, that a decision is about to read. */
export type Wanted =
  | { readonly entity: EntityName; readonly key: string }
  | { readonly index: 'roomsOfType'; readonly key: RoomTypeId }
  | { readonly index: 'activeBlocksOfRoom'; readonly key: RoomId }
  | { readonly index: 'taxRules'; readonly key: '' }
  | { readonly index: 'folioOf'; readonly key: ReservationId }

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

  put<E extends EntityName>(entity: E, row: RowOf[E]): void {
    const key = keyOfRow(entity, row)
    this.#writes.set(`${entity} ${key}`, { entity, key, row } as RowWrite) // entity and row share E
  }

  remove(entity: EntityName, key: string): void {
    this.#writes.set(`${entity} ${key}`, { entity, key, row: null })
  }

  /** Everything written, one write a row, in the order in which rows were first written. */
  writes(): readonly RowWrite[] {
    return [...this.#writes.values()]
  }
}
