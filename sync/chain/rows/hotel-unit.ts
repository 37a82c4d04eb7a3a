import { assert } from '../../../shared/base/assert.ts'
import type { RowReader, Wanted } from '../../../shared/domain/deciding.ts'
import type { HotelId, RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
import {
  ENTITY_NAMES,
  type EntityName,
  type RoomBlockRow,
  type RoomRow,
  type RowOf,
  type RowWrite,
  keyOfRow,
} from '../../../shared/domain/rows.ts'
import type { Queryable } from '../database/port.ts'
import { deleteRows, selectActiveBlocks, selectRoomsOfType, selectRows, upsertRows } from './queries/entity-rows.ts'

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

  /** Takes a decision's writes: visible to the next decision, in the database at {@link flush}. */
  apply(writes: readonly RowWrite[]): void {
    for (const write of writes) {
      this.#cache(write.entity).set(write.key, write.row)
      this.#dirtyKeys(write.entity).add(write.key)
    }
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
    if (want.index === 'roomsOfType') {
      if (this.#roomsOfType.has(want.key)) return
      const rooms = await selectRoomsOfType(this.#tx, this.hotelId, want.key)
      // As the replica orders them, whatever the database's collation: both must choose the same free room.
      this.#roomsOfType.set(
        want.key,
        rooms.toSorted((a, b) => (a.roomId < b.roomId ? -1 : 1)),
      )
      return
    }
    if (this.#blocksLoaded.has(want.key)) return
    const cache = this.#cache('room_block')
    const blocks = await selectActiveBlocks(this.#tx, this.hotelId, want.key)
    for (const block of blocks) if (!cache.has(block.blockId)) cache.set(block.blockId, block)
    this.#blocksLoaded.add(want.key)
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
