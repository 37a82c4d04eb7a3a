import { assert, unreachable } from '../../../shared/base/assert.ts'
import type { ConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { type RowReader, type Wanted, isDue } from '../../../shared/domain/deciding.ts'
import type { DeviceId, HotelId, ReservationId, RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
import {
  ENTITY_NAMES,
  type AllotmentLineRow,
  type EntityName,
  type FolioLineRow,
  type GuestRow,
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
import type { Queryable } from '../database/port.ts'
import {
  deleteRows,
  selectActiveBlocks,
  selectAllotmentLines,
  selectFolio,
  selectReservationOfCode,
  selectReservationsDue,
  selectRoomsOfType,
  selectRows,
  selectWhere,
  upsertRows,
} from './queries/entity-rows.ts'
import type { ReservationDifference } from '../write-path/reservation-events.ts'

type CachedRow = RowOf[EntityName] | null

/** A row that changed: what `sync_change` records. */
export interface ChangedKey {
  readonly entity: EntityName
  readonly key: string
}

/**
 * One hotel's rows inside one transaction that holds the hotel's head: loads what decisions want, lets later decisions
 * of the transaction see the writes of earlier ones, and puts everything into the database in bulk at the end.
 */
export class HotelUnit implements RowReader {
  readonly hotelId: HotelId
  readonly #tx: Queryable
  readonly #rows = new Map<EntityName, Map<string, CachedRow>>(ENTITY_NAMES.map((entity) => [entity, new Map()]))
  readonly #roomsOfType = new Map<RoomTypeId, readonly RoomRow[]>()
  readonly #blocksLoaded = new Set<RoomId>()
  readonly #foliosLoaded = new Set<ReservationId>()
  readonly #dueLoaded = new Set<LocalDate>()
  readonly #codesLoaded = new Set<ConfirmationCode>()
  readonly #allotmentsLoaded = new Set<DeviceId>()
  #taxRules: readonly TaxRuleRow[] | null = null
  #roomTypes: readonly RoomTypeRow[] | null = null
  /** What stood in the database of the rows that have a history of their own, by entity and key. */
  readonly #stored = new Map<string, CachedRow>()
  readonly #dirty = new Map<EntityName, Set<string>>(ENTITY_NAMES.map((entity) => [entity, new Set()]))

  constructor(tx: Queryable, hotelId: HotelId) {
    this.#tx = tx
    this.hotelId = hotelId
  }

  /** Loads what is wanted and not here yet: one statement an entity. */
  readonly load = async (wanted: readonly Wanted[]): Promise<void> => {
    const missing = new Map<EntityName, string[]>()
    for (const want of wanted) {
      if ('index' in want) await this.#loadIndex(want)
      else if (!this.#cache(want.entity).has(want.key)) {
        missing.set(want.entity, [...(missing.get(want.entity) ?? []), want.key])
      }
    }
    for (const [entity, keys] of missing) await this.#loadRows(entity, keys)
  }

  row<E extends EntityName>(entity: E, key: string): RowOf[E] | null {
    const row = this.#cache(entity).get(key)
    assert(row !== undefined, `a decision read ${entity} ${key} without asking for it`)
    return row as RowOf[E] | null // kept under its entity's name
  }

  roomsOfType(roomTypeId: RoomTypeId): readonly RoomRow[] {
    const rooms = this.#roomsOfType.get(roomTypeId)
    assert(rooms !== undefined, `a decision read the rooms of ${roomTypeId} without asking for them`)
    return rooms
  }

  activeBlocksOfRoom(roomId: RoomId): readonly RoomBlockRow[] {
    const known = this.#blocksLoaded.has(roomId)
    assert(known, `a decision read the blocks of ${roomId} without asking for them`)
    const blocks = [...this.#cache('room_block').values()] as (RoomBlockRow | null)[] // the cache of this entity
    return blocks
      .filter((block) => block !== null)
      .filter((block) => block.roomId === roomId && block.status === 'active')
      .sort((a, b) => (a.blockId < b.blockId ? -1 : 1))
  }

  taxRules(): readonly TaxRuleRow[] {
    assert(this.#taxRules !== null, 'a decision read the taxes without asking for them')
    return this.#taxRules
  }

  folioOf(reservationId: ReservationId): readonly FolioLineRow[] {
    assert(this.#foliosLoaded.has(reservationId), `a decision read the folio of ${reservationId} without asking for it`)
    const lines = [...this.#cache('folio_line').values()] as (FolioLineRow | null)[] // the cache of this entity
    return lines
      .filter((line) => line !== null)
      .filter((line) => line.reservationId === reservationId)
      .sort((a, b) => (a.folioLineId < b.folioLineId ? -1 : 1))
  }

  hotel(): HotelRow | null {
    return this.row('hotel', this.hotelId)
  }

  roomTypes(): readonly RoomTypeRow[] {
    assert(this.#roomTypes !== null, 'a decision read the room types without asking for them')
    return this.#roomTypes
  }

  reservationsDue(date: LocalDate): readonly ReservationRow[] {
    assert(this.#dueLoaded.has(date), `a decision read who is due on ${date} without asking for them`)
    return this.#cached('reservation').filter((row) => isDue(row, date))
  }

  reservationOfCode(code: ConfirmationCode): ReservationRow | null {
    assert(this.#codesLoaded.has(code), `a decision read the reservation of ${code} without asking for it`)
    return this.#cached('reservation').find((row) => row.code === code) ?? null
  }

  allotmentLinesOf(deviceId: DeviceId): readonly AllotmentLineRow[] {
    const known = this.#allotmentsLoaded.has(deviceId)
    assert(known, `a decision read the allotment of ${deviceId} without asking for it`)
    return this.#cached('allotment_line').filter((row) => row.deviceId === deviceId)
  }

  /** The rows of an entity that are here, in order of their keys. */
  #cached<E extends EntityName>(entity: E): RowOf[E][] {
    const rows = [...this.#cache(entity).entries()].sort(([a], [b]) => (a < b ? -1 : 1))
    return rows.flatMap(([, row]) => (row === null ? [] : [row as RowOf[E]])) // the cache of this entity
  }

  /** Takes a decision's writes: visible to the next decision, in the database at {@link flush}. */
  apply(writes: readonly RowWrite[]): void {
    for (const write of writes) {
      this.#keepStored(write.entity, write.key)
      this.#cache(write.entity).set(write.key, write.row)
      this.#dirtyKeys(write.entity).add(write.key)
    }
  }

  /** The reservations that were there before and were written since, as they stood and as they stand. */
  differences(): ReservationDifference[] {
    const differences: ReservationDifference[] = []
    for (const reservationId of this.#dirtyKeys('reservation')) {
      const before = this.#stored.get(`reservation ${reservationId}`) as ReservationRow | null // kept under its entity
      const after = this.row('reservation', reservationId)
      if (!before || !after) continue
      const guestBefore = this.#stored.get(`guest ${after.guestId}`) as GuestRow | null | undefined // kept under its entity
      const guestAfter = guestBefore ? this.row('guest', after.guestId) : null
      const guest = guestBefore && guestAfter ? { before: guestBefore, after: guestAfter } : null
      differences.push({ reservationId: after.reservationId, before, after, guest })
    }
    return differences
  }

  /** Writes every changed row to the database and tells which they were. */
  async flush(): Promise<ChangedKey[]> {
    const changed: ChangedKey[] = []
    for (const entity of ENTITY_NAMES) {
      const keys = [...this.#dirtyKeys(entity)]
      if (keys.length === 0) continue
      const rows = keys.map((key) => this.row(entity, key))
      await deleteRows(
        this.#tx,
        this.hotelId,
        entity,
        keys.filter((_, index) => rows[index] === null),
      )
      const kept = rows.filter((row) => row !== null)
      if (kept.length > 0) await upsertRows(this.#tx, this.hotelId, entity, kept)
      changed.push(...keys.map((key) => ({ entity, key })))
      this.#dirtyKeys(entity).clear()
    }
    return changed
  }

  async #loadRows(entity: EntityName, keys: readonly string[]): Promise<void> {
    const cache = this.#cache(entity)
    for (const row of await selectRows(this.#tx, this.hotelId, entity, keys)) {
      const key = keyOfRow(entity, row)
      if (!cache.has(key)) cache.set(key, row)
    }
    for (const key of keys) if (!cache.has(key)) cache.set(key, null)
  }

  async #loadIndex(want: Extract<Wanted, { index: unknown }>): Promise<void> {
    switch (want.index) {
      case 'roomsOfType':
        return this.#loadRoomsOfType(want.key)
      case 'activeBlocksOfRoom':
        return this.#loadBlocks(want.key)
      case 'taxRules':
        this.#taxRules ??= await selectWhere(this.#tx, this.hotelId, 'tax_rule', '', [])
        return
      case 'folioOf':
        return this.#loadFolio(want.key)
      case 'hotel':
        return this.load([{ entity: 'hotel', key: this.hotelId }])
      case 'roomTypes':
        this.#roomTypes ??= (await selectWhere(this.#tx, this.hotelId, 'room_type', '', [])).toSorted(byRoomTypeId)
        return
      case 'reservationsDue':
        if (this.#dueLoaded.has(want.key)) return
        this.#keep('reservation', await selectReservationsDue(this.#tx, this.hotelId, want.key))
        this.#dueLoaded.add(want.key)
        return
      case 'reservationOfCode': {
        if (this.#codesLoaded.has(want.key)) return
        const row = await selectReservationOfCode(this.#tx, this.hotelId, want.key)
        if (row) this.#keep('reservation', [row])
        this.#codesLoaded.add(want.key)
        return
      }
      case 'allotmentLinesOf':
        if (this.#allotmentsLoaded.has(want.key)) return
        this.#keep('allotment_line', await selectAllotmentLines(this.#tx, this.hotelId, want.key))
        this.#allotmentsLoaded.add(want.key)
        return
      default:
        return unreachable(want)
    }
  }

  async #loadRoomsOfType(roomTypeId: RoomTypeId): Promise<void> {
    if (this.#roomsOfType.has(roomTypeId)) return
    const rooms = await selectRoomsOfType(this.#tx, this.hotelId, roomTypeId)
    // As the replica orders them, whatever the database's collation: both must choose the same free room.
    this.#roomsOfType.set(
      roomTypeId,
      rooms.toSorted((a, b) => (a.roomId < b.roomId ? -1 : 1)),
    )
  }

  /** Keeps rows that were read, where this transaction has not written them. */
  #keep<E extends EntityName>(entity: E, rows: readonly RowOf[E][]): void {
    const cache = this.#cache(entity)
    for (const row of rows) {
      const key = keyOfRow(entity, row)
      if (!cache.has(key)) cache.set(key, row)
    }
  }

  async #loadBlocks(roomId: RoomId): Promise<void> {
    if (this.#blocksLoaded.has(roomId)) return
    this.#keep('room_block', await selectActiveBlocks(this.#tx, this.hotelId, roomId))
    this.#blocksLoaded.add(roomId)
  }

  async #loadFolio(reservationId: ReservationId): Promise<void> {
    if (this.#foliosLoaded.has(reservationId)) return
    this.#keep('folio_line', await selectFolio(this.#tx, this.hotelId, reservationId))
    this.#foliosLoaded.add(reservationId)
  }

  #keepStored(entity: EntityName, key: string): void {
    if (entity !== 'reservation' && entity !== 'guest') return
    const id = `${entity} ${key}`
    if (!this.#stored.has(id)) this.#stored.set(id, this.#cache(entity).get(key) ?? null)
  }

  #cache(entity: EntityName): Map<string, CachedRow> {
    const cache = this.#rows.get(entity)
    assert(cache, entity)
    return cache
  }

  #dirtyKeys(entity: EntityName): Set<string> {
    const keys = this.#dirty.get(entity)
    assert(keys, entity)
    return keys
  }
}

function byRoomTypeId(a: RoomTypeRow, b: RoomTypeRow): number {
  return a.roomTypeId < b.roomTypeId ? -1 : 1
}
