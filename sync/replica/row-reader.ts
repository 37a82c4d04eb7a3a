import type { RowReader } from '../../shared/domain/deciding.ts'
import type { EntityName, HotelRow, RowOf, RowWrite } from '../../shared/domain/rows.ts'
import type { ReadDb, WriteTx } from './database.ts'
import { loadAllotmentLines } from './queries/allotments.ts'
import { loadDueIds, loadIdOfCode } from './queries/due.ts'
import { ENTITY_TABLES } from './queries/entity-tables.ts'
import type { EntityTable } from './queries/flat-table.ts'
import { loadFolio, loadTaxRules } from './queries/folio.ts'
import { loadHotel } from './queries/hotel.ts'
import { loadActiveBlocksOfRoom, loadRoomTypes, loadRoomsOfType } from './queries/room-lists.ts'

/** The domain's view of the replica: every row is at hand, so a decision never waits. */
export function rowReader(db: ReadDb): RowReader {
  return {
    row: (entity, key) => tableOf(entity).load(db, key),
    roomsOfType: (roomTypeId) => loadRoomsOfType(db, roomTypeId),
    activeBlocksOfRoom: (roomId) => loadActiveBlocksOfRoom(db, roomId),
    taxRules: () => loadTaxRules(db),
    folioOf: (reservationId) => loadFolio(db, reservationId),
    hotel: () => loadHotel(db),
    roomTypes: () => loadRoomTypes(db).sort((a, b) => (a.roomTypeId < b.roomTypeId ? -1 : 1)),
    reservationsDue: (date) => loadDueIds(db, date).flatMap((id) => loadRow(db, 'reservation', id) ?? []),
    reservationOfCode: (code) => {
      const id = loadIdOfCode(db, code)
      return id === null ? null : loadRow(db, 'reservation', id)
    },
    allotmentLinesOf: (deviceId) => loadAllotmentLines(db, deviceId),
  }
}

/** The same for one decision, which reads some rows again and again: each once. Until its end nobody writes. */
export function rememberingReader(db: ReadDb): RowReader {
  const rows = new Map<string, RowOf[EntityName] | null>()
  let hotel: HotelRow | null | undefined
  return {
    ...rowReader(db),
    hotel: () => (hotel === undefined ? (hotel = loadHotel(db)) : hotel),
    row<E extends EntityName>(entity: E, key: string) {
      const name = `${entity} ${key}`
      const known = rows.get(name)
      if (known !== undefined) return known as RowOf[E] | null // remembered under its entity's name
      const row = loadRow(db, entity, key)
      rows.set(name, row)
      return row
    },
  }
}

/** Puts a row in place or takes it away. */
export function applyWrite(tx: WriteTx, write: RowWrite): void {
  const table: EntityTable<EntityName> = tableOf(write.entity)
  if (write.row === null) table.remove(tx, write.key)
  else table.put(tx, write.row)
}

/** Takes every row of every entity away. */
export function clearRows(tx: WriteTx): void {
  for (const table of Object.values(ENTITY_TABLES)) table.clear(tx)
}

function tableOf<E extends EntityName>(entity: E): EntityTable<E> {
  return ENTITY_TABLES[entity]
}

/** A row as it stands, or `null`. */
export function loadRow<E extends EntityName>(db: ReadDb, entity: E, key: string): RowOf[E] | null {
  return tableOf(entity).load(db, key)
}
