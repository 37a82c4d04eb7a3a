import { type Result, ok, refuse } from '../../base/result.ts'
import { type Deciding, Draft, type RowReader, type Wanted } from '../deciding.ts'
import type { RoomTypeId } from '../ids.ts'
import { withCounts } from '../inventory.ts'
import type { Refusal, StaffRefusal } from '../refusal.ts'
import { type RestrictionRow, type RowWrite, typeNightKey } from '../rows.ts'
import { type LocalDate, isoWeekday, nightCount, nightsOf } from '../stay-dates.ts'
import { putCoveredInventory } from './exceptions.ts'
import type { PostingCause } from './folio.ts'
import { inventoryOf } from './units.ts'

/** Two years of nights and a day. */
export const MAX_NIGHTS_SET = 731

/** Nights of a type: a half-open range, of which only some days of the week where `weekdays` says so. */
export interface NightsOfType {
  readonly roomTypeId: RoomTypeId
  readonly from: LocalDate
  readonly until: LocalDate
  /** 1 is Monday, 7 is Sunday; `null` is every day. */
  readonly weekdays: readonly number[] | null
}

/** What a night that is opened starts with. */
export interface NightToOpen {
  readonly totalInventory: number
  readonly outOfOrder: number
  readonly overbookPct: number
  /** Units that stays hold already, as those of guests who stayed on past the last open night. */
  readonly totalReserved: number
}

type DecidedNights = Result<readonly RowWrite[], Refusal | StaffRefusal>

/**
 * Sets the base price of nights, minor units, and puts those on sale that are not yet: `toOpen` tells with what.
 * Refuses: `ROOM_TYPE_UNKNOWN`, `NIGHTS_INVALID` (none, more than {@link MAX_NIGHTS_SET}, or before the business date).
 * Rules: RATE-08, RATE-09.
 */
export function* decideRates(
  rates: NightsOfType & { readonly baseMinor: number },
  toOpen: (night: LocalDate) => NightToOpen,
  cause: PostingCause,
  rows: RowReader,
): Deciding<DecidedNights> {
  const { roomTypeId, baseMinor } = rates
  const draft = new Draft(rows)
  const nights = yield* nightsToSet(draft, rates, cause.businessDate)
  if (!nights.ok) return nights
  yield [...inventoryOf(roomTypeId, nights.value), ...rowsOf('rate', roomTypeId, nights.value)]
  for (const night of nights.value) {
    const key = typeNightKey(roomTypeId, night)
    if (draft.row('rate', key)?.baseMinor !== baseMinor) draft.put('rate', { roomTypeId, night, baseMinor })
    if (draft.row('inventory', key)) continue
    const opened = { roomTypeId, night, ...toOpen(night), leased: 0, forced: 0 }
    putCoveredInventory(draft, cause, withCounts(opened, {}))
  }
  return ok(draft.writes())
}

export type Restriction = Pick<RestrictionRow, 'minStay' | 'closedToArrival' | 'closedToDeparture'>

/**
 * Sets what public channels may not sell on some nights; where nothing is restricted any more, no row is left.
 * Refuses as {@link decideRates}. Rule RATE-11.
 */
export function* decideRestrictions(
  wanted: NightsOfType & Restriction,
  cause: PostingCause,
  rows: RowReader,
): Deciding<DecidedNights> {
  const { roomTypeId, minStay, closedToArrival, closedToDeparture } = wanted
  const draft = new Draft(rows)
  const nights = yield* nightsToSet(draft, wanted, cause.businessDate)
  if (!nights.ok) return nights
  yield rowsOf('restriction', roomTypeId, nights.value)
  const isOpen = minStay === 1 && !closedToArrival && !closedToDeparture
  for (const night of nights.value) {
    const key = typeNightKey(roomTypeId, night)
    const row = draft.row('restriction', key)
    if (isOpen && row) draft.remove('restriction', key)
    if (!isOpen) draft.put('restriction', { roomTypeId, night, minStay, closedToArrival, closedToDeparture })
  }
  return ok(draft.writes())
}

function* nightsToSet(
  draft: Draft,
  { roomTypeId, from, until, weekdays }: NightsOfType,
  businessDate: LocalDate,
): Deciding<Result<LocalDate[], Refusal | StaffRefusal>> {
  yield [{ entity: 'room_type', key: roomTypeId }]
  if (!draft.row('room_type', roomTypeId)) return refuse({ code: 'ROOM_TYPE_UNKNOWN', params: { roomTypeId } })
  const stay = { arrival: from, departure: until }
  const count = nightCount(stay)
  if (count < 1 || count > MAX_NIGHTS_SET || from < businessDate) {
    return refuse({ code: 'NIGHTS_INVALID', params: { from, until } })
  }
  return ok(nightsOf(stay).filter((night) => weekdays === null || weekdays.includes(isoWeekday(night))))
}

function rowsOf(entity: 'rate' | 'restriction', roomTypeId: RoomTypeId, nights: readonly LocalDate[]): Wanted[] {
  return nights.map((night) => ({ entity, key: typeNightKey(roomTypeId, night) }))
}
