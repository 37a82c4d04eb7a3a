import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { EntityName, RowOf } from '../../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'
import { selectWhere } from '../../rows/queries/entity-rows.ts'
import { TABLES } from '../../rows/tables.ts'

/** What a desk holds of each entity: the nights from `$2` on, and stays, guests, blocks and open exceptions in them. */
const DESK_SCOPE: Record<EntityName, string> = {
  hotel: '',
  staff_member: '',
  room_type: '',
  room: '',
  rate: ' AND night >= $2',
  rate_plan: '',
  tax_rule: '',
  restriction: ' AND night >= $2',
  inventory: ' AND night >= $2',
  guest: ` AND guest_id IN (
    SELECT r.guest_id FROM reservation r JOIN stay_line l ON l.hotel_id = $1 AND l.reservation_id = r.reservation_id
    WHERE r.hotel_id = $1 AND l.departure >= $2)`,
  reservation: ` AND reservation_id IN (
    SELECT l.reservation_id FROM stay_line l WHERE l.hotel_id = $1 AND l.departure >= $2)`,
  folio_line: ` AND reservation_id IN (
    SELECT l.reservation_id FROM stay_line l WHERE l.hotel_id = $1 AND l.departure >= $2)`,
  room_night: ' AND night >= $2',
  room_block: ' AND until_date >= $2',
  allotment: '',
  allotment_line: ' AND night >= $2 AND units > 0',
  allotment_room: ' AND night >= $2',
  exception: " AND status = 'open'",
}

/** Every row of an entity that a desk holds when its first night is `firstNight`. */
export function selectDeskRows<E extends EntityName>(
  db: Queryable,
  hotelId: HotelId,
  entity: E,
  firstNight: LocalDate,
): Promise<RowOf[E][]> {
  const condition = DESK_SCOPE[entity]
  return selectWhere(db, hotelId, entity, condition, condition.includes('$2') ? [firstNight] : [])
}

/** The next rows of an entity that a desk holds, in the order of their keys, after one of them. */
export function selectDeskPage<E extends EntityName>(
  db: Queryable,
  hotelId: HotelId,
  page: { readonly entity: E; readonly firstNight: LocalDate; readonly after: string | null; readonly limit: number },
): Promise<RowOf[E][]> {
  const { entity, firstNight, after, limit } = page
  const table = TABLES[entity]
  const { keyColumns } = table
  const scope = DESK_SCOPE[entity]
  const params: unknown[] = scope.includes('$2') ? [firstNight] : []
  // The hotel itself is one row, without a key beside its id.
  if (keyColumns.length === 0) return after === null ? selectWhere(db, hotelId, entity, scope, params) : noRows()
  const keys = keyColumns.join(', ')
  const parts = after === null ? [] : table.parseKey(after)
  const places = parts.map((_, index) => `$${params.length + index + 2}`)
  const later = after === null ? '' : ` AND (${keys}) > (${places.join(', ')})`
  params.push(...parts, limit)
  const inPage = `SELECT ${keys} FROM ${table.table} WHERE hotel_id = $1${scope}${later}
    ORDER BY ${keys} LIMIT $${params.length + 1}`
  return selectWhere(db, hotelId, entity, ` AND (${keys}) IN (${inPage})`, params)
}

function noRows(): Promise<never[]> {
  return Promise.resolve([])
}
