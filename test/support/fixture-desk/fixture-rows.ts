import type { ConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { type RowReader, isDue } from '../../../shared/domain/deciding.ts'
import type { DeviceId, ReservationId, RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
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
} from '../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'

/** A hotel's rows in memory, read by the domain's decisions as they read a replica's. */
export class FixtureRows implements RowReader {
  readonly #tables = new Map<EntityName, Map<string, RowOf[EntityName]>>()

  row<E extends EntityName>(entity: E, key: string): RowOf[E] | null {
    return (this.#table(entity).get(key) as RowOf[E] | undefined) ?? null // each table holds its entity's rows
  }

  all<E extends EntityName>(entity: E): RowOf[E][] {
    return [...this.#table(entity).values()] as RowOf[E][] // each table holds its entity's rows
  }

  roomsOfType(roomTypeId: RoomTypeId): readonly RoomRow[] {
    return this.all('room')
      .filter((room) => room.roomTypeId === roomTypeId)
      .sort((a, b) => (a.roomId < b.roomId ? -1 : 1))
  }

  activeBlocksOfRoom(roomId: RoomId): readonly RoomBlockRow[] {
    return this.all('room_block').filter((block) => block.roomId === roomId && block.status === 'active')
  }

  taxRules(): readonly TaxRuleRow[] {
    return this.all('tax_rule')
  }

  folioOf(reservationId: ReservationId): readonly FolioLineRow[] {
    return this.all('folio_line').filter((line) => line.reservationId === reservationId)
  }

  hotel(): HotelRow | null {
    return this.all('hotel')[0] ?? null
  }

  roomTypes(): readonly RoomTypeRow[] {
    return this.all('room_type')
  }

  reservationsDue(date: LocalDate): readonly ReservationRow[] {
    return this.all('reservation').filter((row) => isDue(row, date))
  }

  reservationOfCode(code: ConfirmationCode): ReservationRow | null {
    return this.all('reservation').find((row) => row.code === code) ?? null
  }

  allotmentLinesOf(deviceId: DeviceId): readonly AllotmentLineRow[] {
    return this.all('allotment_line').filter((line) => line.deviceId === deviceId)
  }

  put<E extends EntityName>(entity: E, row: RowOf[E]): void {
    this.#table(entity).set(keyOfRow(entity, row), row)
  }

  apply(writes: readonly RowWrite[]): void {
    for (const { entity, key, row } of writes) {
      if (row === null) this.#table(entity).delete(key)
      else this.#table(entity).set(key, row)
    }
  }

  #table(entity: EntityName): Map<string, RowOf[EntityName]> {
    const table = this.#tables.get(entity) ?? new Map<string, RowOf[EntityName]>()
    this.#tables.set(entity, table)
    return table
  }
}
