import { createHash } from 'node:crypto'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { type ReservationId, type RoomTypeId, isSlug, newReservationId } from '../../../shared/domain/ids.ts'
import type { Guarantee, ReservationStatus, StayState } from '../../../shared/domain/lifecycle.ts'
import { parseAmountMinor } from '../../../shared/domain/money.ts'
import { type LocalDate, addDays, parseLocalDate } from '../../../shared/domain/stay-dates.ts'

/** The columns that are read; the file may have more. */
export const COLUMNS = [
  'lead_time',
  'arrival_date_year',
  'arrival_date_month',
  'arrival_date_day_of_month',
  'stays_in_weekend_nights',
  'stays_in_week_nights',
  'adults',
  'children',
  'babies',
  'reserved_room_type',
  'assigned_room_type',
  'deposit_type',
  'adr',
  'reservation_status',
  'reservation_status_date',
] as const

export type CsvRecord = Readonly<Record<(typeof COLUMNS)[number], string>>

/** One booking of the file, in our terms. */
export interface HistoricBooking {
  readonly bookedOn: LocalDate
  readonly arrival: LocalDate
  readonly departure: LocalDate
  readonly adults: number
  readonly children: number
  readonly reservedType: RoomTypeId
  /** The type slept in for a stay that happened, else the reserved one. */
  readonly inventoryType: RoomTypeId
  readonly status: ReservationStatus
  readonly stay: StayState
  readonly guarantee: Guarantee
  readonly nightlyMinor: number
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const MAX_NIGHTS = 366

/** Reads a record of the file; the refusal is the reason, in words for the import's report. */
export function parseBookingRow(record: CsvRecord, currencyExponent: number): Result<HistoricBooking, string> {
  const month = String(MONTHS.indexOf(record.arrival_date_month) + 1).padStart(2, '0')
  const day = record.arrival_date_day_of_month.padStart(2, '0')
  const arrival = parseLocalDate(`${record.arrival_date_year}-${month}-${day}`)
  if (!arrival) return refuse(`arrival is no date: ${record.arrival_date_day_of_month} ${record.arrival_date_month}`)
  const counts = {
    lead_time: count(record.lead_time),
    weekend: count(record.stays_in_weekend_nights),
    week: count(record.stays_in_week_nights),
    adults: count(record.adults),
    children: count(record.children),
    babies: count(record.babies),
  }
  const bad = Object.entries(counts).find(([, value]) => value === null)
  if (bad) return refuse(`${bad[0]} is no count`)
  const [lead, nights] = [counts.lead_time ?? 0, (counts.weekend ?? 0) + (counts.week ?? 0)]
  if (nights > MAX_NIGHTS) return refuse(`a stay of ${nights} nights`)
  const bookedOn = parseLocalDate(addDays(arrival, -lead))
  if (!bookedOn) return refuse(`lead_time ${lead} is too long`)
  const nightlyMinor = parseAmountMinor(record.adr, currencyExponent)
  if (nightlyMinor === null) return refuse(`adr is no amount: ${record.adr}`)
  const [reservedType, assignedType] = [typeOf(record.reserved_room_type), typeOf(record.assigned_room_type)]
  if (!reservedType || !assignedType) return refuse('a room type is missing')
  const ended = endOf(record)
  if (!ended) return refuse(`reservation_status is unknown: ${record.reservation_status}`)
  return ok({
    bookedOn,
    arrival,
    departure: addDays(arrival, nights),
    adults: counts.adults ?? 0,
    children: (counts.children ?? 0) + (counts.babies ?? 0),
    reservedType,
    inventoryType: ended.stay === 'departed' ? assignedType : reservedType,
    ...ended,
    guarantee: guaranteeOf(record.deposit_type),
    nightlyMinor,
  })
}

/**
 * The reservation id that a row of the file has in a hotel, the same at every import: the day it was booked, and a hash of
 * the row and of how many equal rows came before it (6,092 rows of the resort's file have a twin).
 */
export function reservationIdOf(
  hotelId: string,
  record: CsvRecord,
  booking: HistoricBooking,
  occurrence: number,
): ReservationId {
  const text = JSON.stringify([hotelId, occurrence, record])
  const digest = createHash('sha256').update(text).digest()
  const bookedAtUtcMs = Date.parse(`${booking.bookedOn}T12:00:00Z`)
  return newReservationId({ nowUtcMs: () => bookedAtUtcMs }, { bytes: (length) => digest.subarray(0, length) })
}

/** Does the stay take inventory: it happened, and for at least a night? */
export function takesInventory(booking: HistoricBooking): boolean {
  return booking.stay === 'departed' && booking.arrival < booking.departure
}

function count(text: string): number | null {
  return /^\d{1,5}$/.test(text.trim()) ? Number(text) : null
}

function typeOf(text: string): RoomTypeId | null {
  const trimmed = text.trim()
  return isSlug(trimmed) ? (trimmed as RoomTypeId) : null // a slug, as every type id
}

function endOf(record: CsvRecord): { status: ReservationStatus; stay: StayState } | null {
  switch (record.reservation_status.trim()) {
    case 'Check-Out':
      return { status: 'paid', stay: 'departed' }
    case 'Canceled':
      return { status: 'canceled', stay: 'expected' }
    case 'No-Show':
      return { status: record.deposit_type.trim() === 'No Deposit' ? 'pending' : 'paid', stay: 'no_show' }
    default:
      return null
  }
}

function guaranteeOf(depositType: string): Guarantee {
  switch (depositType.trim()) {
    case 'Non Refund':
      return 'prepaid'
    case 'Refundable':
      return 'card'
    default:
      return 'none'
  }
}
