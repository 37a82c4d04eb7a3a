import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { HotelRow, RatePlanRow, RoomTypeRow, TaxRuleRow } from '../../../../shared/domain/rows.ts'
import type { Queryable } from '../../database/port.ts'
import type { Table } from '../../rows/table.ts'
import { TABLES } from '../../rows/tables.ts'

/** A hotel's rows that its prices and conditions follow from, types and plans in the order of screens. */
export interface TermsRows {
  readonly hotel: HotelRow
  readonly roomTypes: readonly RoomTypeRow[]
  readonly ratePlans: readonly RatePlanRow[]
  readonly taxRules: readonly TaxRuleRow[]
}

interface TermsRecord {
  readonly room_types: readonly object[] | null
  readonly rate_plans: readonly object[] | null
  readonly tax_rules: readonly object[] | null
}

const selectTermsWhere = (
  condition: string,
) => `SELECT h.hotel_id, ${TABLES.hotel.columns.map((column) => `h.${column}`).join(', ')},
  ${rowsOf(TABLES.room_type, 'position, room_type_id')} AS room_types,
  ${rowsOf(TABLES.rate_plan, 'position, rate_plan_id')} AS rate_plans,
  ${rowsOf(TABLES.tax_rule, 'tax_id')} AS tax_rules
  FROM hotel h WHERE ${condition}`

const OF_ONE_HOTEL = selectTermsWhere('h.hotel_id = $1')
const OF_SEVERAL_HOTELS = selectTermsWhere('h.hotel_id = ANY($1)')

/** Of those hotels that there are, in one statement, so one snapshot and one round trip; of one hotel it goes to one shard. */
export async function selectTerms(db: Queryable, hotelIds: readonly HotelId[]): Promise<TermsRows[]> {
  const [first] = hotelIds
  const isOneHotel = hotelIds.every((hotelId) => hotelId === first)
  const records = isOneHotel
    ? await db.query<TermsRecord>(OF_ONE_HOTEL, [first], 'terms-of-hotel')
    : await db.query<TermsRecord>(OF_SEVERAL_HOTELS, [hotelIds], 'terms-of-hotels')
  return records.map((record) => ({
    hotel: TABLES.hotel.decode(record as never), // the columns that it decodes
    roomTypes: decoded(TABLES.room_type, record.room_types),
    ratePlans: decoded(TABLES.rate_plan, record.rate_plans),
    taxRules: decoded(TABLES.tax_rule, record.tax_rules),
  }))
}

/** The rows of a table as a JSON list of objects, by the names of its columns. */
function rowsOf({ table, columns }: Pick<Table<never>, 'table' | 'columns'>, order: string): string {
  const cells = columns.map((column) => `'${column}', ${column}`).join(', ')
  return `(SELECT json_agg(json_build_object(${cells}) ORDER BY ${order}) FROM ${table} t WHERE t.hotel_id = h.hotel_id)`
}

function decoded<Row>(table: Table<Row>, records: readonly object[] | null): Row[] {
  return (records ?? []).map((record) => table.decode(record as never)) // built of the columns that it decodes
}
