import { type Database, OperatorError } from './port.ts'
import { selectCitus, selectDistributedTables, selectFunctions } from './queries/citus.ts'

/** Spread by hotel, the hotels themselves first: the others lie beside them. */
export const HOTEL_TABLES = [
  'hotel',
  'room_type',
  'room',
  'room_type_rate',
  'room_type_inventory',
  'guest',
  'reservation',
  'stay_line',
  'room_night',
  'room_block',
  'booking_request',
  'sync_head',
  'sync_change',
  'sync_enrol_code',
  'sync_device',
  'sync_op',
  'sync_quarantine',
  'sync_head_mark',
  'sync_exception',
  'allotment_lease',
  'allotment_lease_line',
  'allotment_lease_room',
  'rate_plan',
  'tax_rule',
  'staff_member',
  'stay_restriction',
  'sell_control',
  'quote',
  'folio_line',
  'saga',
  'reservation_event',
  'room_type_inventory_history',
  'room_type_rate_history',
  'reservation_history',
  'stay_line_history',
  'folio_line_history',
  'room_night_history',
] as const

/** Lists of the chain, whole on every node. */
export const REFERENCE_TABLES = ['api_key', 'staff', 'signing_key'] as const

/** Asked by itself alone, at the coordinator. */
export const LOCAL_TABLES = ['keyrack_schema'] as const

/** Functions, with the argument by which a call goes to one node; `null`: used inside others, on every node. */
export const FUNCTIONS: Readonly<Record<string, string | null>> = {
  chain_confirmation_code_of_any_length: null,
  chain_confirmation_code: null,
  book_batch: 'p_hotel',
}

/** What a database still needs to be spread by hotel (design.md, section 6): tables first, then functions. */
export function distributionPlan(
  distributed: ReadonlySet<string>,
  functions: ReadonlyMap<string, { readonly signature: string; readonly distributed: boolean }>,
): string[] {
  const tables = HOTEL_TABLES.filter((table) => !distributed.has(table)).map((table) =>
    table === 'hotel'
      ? `SELECT create_distributed_table('${table}', 'hotel_id')`
      : `SELECT create_distributed_table('${table}', 'hotel_id', colocate_with => 'hotel')`,
  )
  const lists = REFERENCE_TABLES.filter((table) => !distributed.has(table)).map(
    (table) => `SELECT create_reference_table('${table}')`,
  )
  const calls = Object.entries(FUNCTIONS).flatMap(([name, argument]) => {
    const found = functions.get(name)
    if (!found || found.distributed) return []
    const where = argument === null ? '' : `, '${argument}', colocate_with => 'hotel'`
    return [`SELECT create_distributed_function('${found.signature}'${where})`]
  })
  return [...tables, ...lists, ...calls]
}

/**
 * Refuses, with nothing changed, a database on a server without Citus, by one line of {@link OperatorError}. To be asked
 * before the schema is brought up.
 */
export async function refuseWithoutCitus(db: Database): Promise<void> {
  const { available } = db.engine === 'postgres' ? await selectCitus(db) : { available: false }
  if (!available) throw new OperatorError('this database is not on Citus: --distribute needs a server that has it')
}

/**
 * Spreads a database of this build's schema over the nodes of Citus, each statement told before it is issued. What is
 * spread already is left as it is, so it may be run again after each `migrate`. Rule CHAIN-35.
 */
export async function distribute(db: Database, tell: (statement: string) => void): Promise<void> {
  const issue = async (statement: string) => {
    tell(statement)
    await db.query(statement)
  }
  if (!(await selectCitus(db)).installed) await issue('CREATE EXTENSION citus')
  const plan = distributionPlan(await selectDistributedTables(db), await selectFunctions(db))
  for (const statement of plan) await issue(statement)
}

/** Whether hotels are spread over nodes here: then a statement speaks of one. */
export async function isDistributed(db: Database): Promise<boolean> {
  if (db.engine !== 'postgres' || !(await selectCitus(db)).installed) return false
  return (await selectDistributedTables(db)).has('hotel')
}
