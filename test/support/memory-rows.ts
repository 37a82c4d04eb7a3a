import { assert } from '../../shared/base/assert.ts'
import type { ConfirmationCode } from '../../shared/domain/confirmation-code.ts'
import { type Deciding, type RowReader, type Wanted, isDue } from '../../shared/domain/deciding.ts'
import type { DeviceId, ReservationId, RoomId, RoomTypeId } from '../../shared/domain/ids.ts'
import type {
  AllotmentLineRow,
  EntityName,
  FolioLineRow,
  HotelRow,
  ReservationRow,
  RoomBlockRow,
  RoomRow,
  RoomTypeRow,
  RowOf,
  RowWrite,
  TaxRuleRow,
} from '../../shared/domain/rows.ts'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'

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

  hotel(): HotelRow | null {
    assert(this.#asked.has('hotel '), 'a decision read the hotel without asking')
    return this.all('hotel')[0] ?? null
  }

  roomTypes(): readonly RoomTypeRow[] {
    assert(this.#asked.has('roomTypes '), 'a decision read the room types without asking')
    return this.all('room_type')
  }

  reservationsDue(date: LocalDate): readonly ReservationRow[] {
    assert(this.#asked.has(`reservationsDue ${date}`), `a decision read who is due on ${date} without asking`)
    const due = this.all('reservation').filter((row) => isDue(row, date))
    for (const { reservationId } of due) this.#asked.add(`reservation ${reservationId}`)
    return due.sort((a, b) => (a.reservationId < b.reservationId ? -1 : 1))
  }

  reservationOfCode(code: ConfirmationCode): ReservationRow | null {
    assert(this.#asked.has(`reservationOfCode ${code}`), `a decision read the reservation of ${code} without asking`)
    const found = this.all('reservation').find((row) => row.code === code) ?? null
    if (found) this.#asked.add(`reservation ${found.reservationId}`)
    return found
  }

  allotmentLinesOf(deviceId: DeviceId): readonly AllotmentLineRow[] {
    assert(this.#asked.has(`allotmentLinesOf ${deviceId}`), `a decision read what ${deviceId} may sell without asking`)
    const lines = this.all('allotment_line').filter((line) => line.deviceId === deviceId)
    return lines.sort((a, b) => (a.roomTypeId + a.night < b.roomTypeId + b.night ? -1 : 1))
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
