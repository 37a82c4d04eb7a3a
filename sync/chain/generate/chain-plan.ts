import type { HotelId, RoomTypeId } from '../../../shared/domain/ids.ts'
import type { Place } from '../../../shared/domain/place.ts'
import { type LocalDate, addDays, daysBetween, localDate } from '../../../shared/domain/stay-dates.ts'

/** A chain to generate: the same plan gives the same rows. */
export interface ChainPlan {
  readonly hotels: number
  readonly types: number
  readonly nights: number
  /** Of a hotel, over all types. */
  readonly rooms: number
  /** The first night, which is the business date of every hotel. */
  readonly from: LocalDate
  readonly seed: number
}

/** What a plan may ask for: ids stay short and of one length, floors have two digits. */
export const PLAN_LIMITS = { hotels: 99_999, types: 99, nights: 3_650, rooms: 4_950 } as const

/** The id of the n-th hotel, from 1. */
export function hotelIdOf(n: number): HotelId {
  return `h${String(n).padStart(5, '0')}` as HotelId // a slug
}

/** The id of the n-th room type, from 1. */
export function roomTypeIdOf(n: number): RoomTypeId {
  return `T${String(n).padStart(2, '0')}` as RoomTypeId // a slug
}

/** The rooms of each type: the first, plainest types have three times as many as the last; none has none. */
export function roomsByType({ types, rooms }: Pick<ChainPlan, 'types' | 'rooms'>): number[] {
  const weights = Array.from({ length: types }, (_, index) => 3 - (types === 1 ? 0 : (2 * index) / (types - 1)))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const counts: number[] = []
  let weightSoFar = 0
  let given = 0
  for (const [index, weight] of weights.entries()) {
    weightSoFar += weight
    const upTo = Math.max(given + 1, Math.round((weightSoFar / whole) * rooms))
    const leftForOthers = types - index - 1
    const count = Math.min(upTo, rooms - leftForOthers) - given
    counts.push(count)
    given += count
  }
  return counts
}

/** Inventory rows of a hotel; as many rates. */
export function nightRowsOf({ types, nights }: Pick<ChainPlan, 'types' | 'nights'>): number {
  return types * nights
}

/** Hotels that follow one another are in one town, within a few kilometres. */
export const HOTELS_OF_TOWN = 5
/** The towns lie spread over the west of Europe, whatever their number: multiples of these never come together. */
const TOWNS = { south: 37, north: 52, west: -9, east: 19, latitudeStep: 0.754_877_666, longitudeStep: 0.569_840_291 }
const STREET_DEGREES = 0.01

/** Where the n-th hotel is, from 1, in degrees. */
export function placeOf(n: number): Place {
  const town = Math.ceil(n / HOTELS_OF_TOWN)
  const street = (n - 1) % HOTELS_OF_TOWN
  const { south, north, west, east, latitudeStep, longitudeStep } = TOWNS
  return {
    latitude: south + ((town * latitudeStep) % 1) * (north - south) + street * STREET_DEGREES,
    longitude: west + ((town * longitudeStep) % 1) * (east - west) + street * STREET_DEGREES,
  }
}

const PLAN_TYPE_BASE_MINOR = 6_900
const PLAN_TYPE_STEP_MINOR = 1_100

/** What a night of the n-th type costs before the hotel's own level: weekends and summer cost more. */
export function planRateMinor(type: number, night: LocalDate): number {
  const weekend = isWeekend(night) ? 15 : 0
  const month = Number(night.slice(5, 7))
  const summer = month >= 6 && month <= 9 ? 25 : 0
  return ((PLAN_TYPE_BASE_MINOR + type * PLAN_TYPE_STEP_MINOR) * (100 + weekend + summer)) / 100
}

/** How full, in per cent, a night is on average: 85 tonight, a fifth as much in a year, fuller at weekends. */
export function planOccupancyPct(day: number, night: LocalDate): number {
  const ahead = Math.sqrt(Math.min(1, day / 365))
  return Math.max(4, 85 - 75 * ahead + (isWeekend(night) ? 8 : 0))
}

export function nightOf(plan: Pick<ChainPlan, 'from'>, day: number): LocalDate {
  return addDays(plan.from, day)
}

/** As PostgreSQL counts the days of a `date` in its binary format. */
export function postgresDay(date: LocalDate): number {
  return daysBetween(POSTGRES_EPOCH, date)
}

const POSTGRES_EPOCH = localDate('2000-01-01')

function isWeekend(night: LocalDate): boolean {
  const weekday = new Date(`${night}T00:00:00Z`).getUTCDay()
  return weekday === 5 || weekday === 6
}
