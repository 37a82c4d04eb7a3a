import { assert } from '../../shared/base/assert.ts'
import { type Deciding, type RowReader, type Wanted } from '../../shared/domain/deciding.ts'
import type { ReservationId, RoomId, RoomTypeId } from '../../shared/domain/ids.ts'
import type {
  EntityName,
  FolioLineRow,
  RoomBlockRow,
  RoomRow,
  RowOf,
  RowWrite,
  TaxRuleRow,
} from '../../shared/domain/rows.ts'

/** A hotel's rows in memory. Reading what a decision did not ask for first is a bug, as it is at the chain. */
export class MemoryRows implements RowReader {
  readonly #rows = new Map<string, RowWrite>()
  readonly #asked = new Set<string>()

  constructor(rows: readonly RowWrite[]) {
    this.apply(rows)
  }

  row<E extends EntityName>(entity: E, key: string): RowOf[E] | null {
    assert(this.#asked.has(`${entity} ${key}`), `a decision read ${entity} ${key} without asking for it`)
    return this.peek(entity, key)
  }

  /** A row for the test's own eyes. */
  peek<E extends EntityName>(entity: E, key: string): RowOf[E] | null {
    return (this.#rows.get(`${entity} ${key}`)?.row ?? null) as RowOf[E] | null // stored under its entity's name
  }

  all<E extends EntityName>(entity: E): RowOf[E][] {
    const writes = [...this.#rows.values()].filter((write) => write.entity === entity && write.row !== null)
    return writes.map((write) => write.row as RowOf[E]) // filtered by entity
  }

  roomsOfType(roomTypeId: RoomTypeId): readonly RoomRow[] {
    assert(this.#asked.has(`roomsOfType ${roomTypeId}`), `a decision read the rooms of ${roomTypeId} without asking`)
    return this.all('room').filter((room) => room.roomTypeId === roomTypeId)
  }

  activeBlocksOfRoom(roomId: RoomId): readonly RoomBlockRow[] {
    assert(this.#asked.has(`activeBlocksOfRoom ${roomId}`), `a decision read the blocks of ${roomId} without asking`)
    return this.all('room_block').filter((block) => block.roomId === roomId && block.status === 'active')
  }

  taxRules(): readonly TaxRuleRow[] {
    assert(this.#asked.has('taxRules '), 'a decision read the taxes without asking')
    return this.all('tax_rule')
  }

  folioOf(reservationId: ReservationId): readonly FolioLineRow[] {
    assert(this.#asked.has(`folioOf ${reservationId}`), `a decision read the folio of ${reservationId} without asking`)
    return this.all('folio_line').filter((line) => line.reservationId === reservationId)
  }

  apply(writes: readonly RowWrite[]): void {
    for (const write of writes) this.#rows.set(`${write.entity} ${write.key}`, write)
  }

  /** Runs a decision over these rows, which know what it asked for. */
  decide<T>(deciding: Deciding<T>): T {
    this.#asked.clear()
    for (;;) {
      const step = deciding.next()
      if (step.done) return step.value
      for (const want of step.value) this.#asked.add(keyOfWanted(want))
    }
  }
}

function keyOfWanted(want: Wanted): string {
  return 'index' in want ? `${want.index} ${want.key}` : `${want.entity} ${want.key}`
}
