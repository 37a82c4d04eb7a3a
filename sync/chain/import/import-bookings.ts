import { present } from '../../../shared/base/assert.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { CHAIN_PREFIX, confirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { type Deciding, Draft, type RowReader, type Wanted, decideLoading } from '../../../shared/domain/deciding.ts'
import { type HotelId, type RoomTypeId, stayLineId } from '../../../shared/domain/ids.ts'
import { DEFAULT_OVERBOOK_PCT, withCounts } from '../../../shared/domain/inventory.ts'
import { type Cause, coverForced, exceptionId } from '../../../shared/domain/ops/exceptions.ts'
import { folioLineId, post } from '../../../shared/domain/ops/folio.ts'
import { inventoryOf } from '../../../shared/domain/ops/units.ts'
import { totalOf } from '../../../shared/domain/price.ts'
import { type ReservationRow, type RowWrite, typeNightKey } from '../../../shared/domain/rows.ts'
import { nightsOf } from '../../../shared/domain/stay-dates.ts'
import { OperatorError } from '../database/port.ts'
import type { HotelUnit } from '../rows/hotel-unit.ts'
import type { HotelWriter } from '../write-path/hotel-writer.ts'
import { type HistoricBooking, takesInventory } from './booking-row.ts'
import type { ReadBooking } from './read-bookings.ts'

const ROWS_PER_TRANSACTION = 500

export interface Imported {
  readonly imported: number
  readonly alreadyThere: number
  /** Of the imported: rows of 0 nights, recorded without inventory. */
  readonly dayUse: number
  /** Unit-nights that history sold beyond a limit and that this import added as facts. */
  readonly forced: number
}

/**
 * Records historic bookings as facts, in transactions of 500 rows: what is there already is left alone, so an import
 * that broke off goes on and a second one changes nothing. Rules: IMP-01 to IMP-06.
 */
export async function importBookings(
  writer: HotelWriter,
  hotelId: HotelId,
  roomsByType: ReadonlyMap<RoomTypeId, number>,
  bookings: readonly ReadBooking[],
  onProgress: (done: number) => void,
): Promise<Imported> {
  const sum = { imported: 0, alreadyThere: 0, dayUse: 0, forced: 0 }
  for (let start = 0; start < bookings.length; start += ROWS_PER_TRANSACTION) {
    const chunk = bookings.slice(start, start + ROWS_PER_TRANSACTION)
    const written = await writer.write(hotelId, async ({ unit, head, useHead }) => {
      await unit.load(wantedOf(chunk))
      let code = head.nextCode
      const done = { imported: 0, alreadyThere: 0, dayUse: 0, forced: 0 }
      for (const read of chunk) {
        if (unit.row('reservation', read.reservationId)) {
          done.alreadyThere += 1
          continue
        }
        openNights(unit, roomsByType, read)
        const before = forcedOf(unit, read)
        const writes = await decideLoading(decideHistoric(read, code, unit), unit.load)
        unit.apply(writes)
        done.forced += forcedOf(unit, read) - before
        done.imported += 1
        if (read.booking.arrival === read.booking.departure) done.dayUse += 1
        code += 1
      }
      if (code !== head.nextCode) useHead({ nextCode: code })
      return done
    })
    if (!written.ok) throw new OperatorError(`no hotel ${hotelId}`)
    const done = written.value.value
    sum.imported += done.imported
    sum.alreadyThere += done.alreadyThere
    sum.dayUse += done.dayUse
    sum.forced += done.forced
    onProgress(Math.min(start + ROWS_PER_TRANSACTION, bookings.length))
  }
  return sum
}

/** The bookings whose types the hotel has; the others with the type that it lacks. */
export function checkType(read: ReadBooking, known: ReadonlySet<RoomTypeId>): Result<ReadBooking, string> {
  const { reservedType, inventoryType } = read.booking
  const missing = [reservedType, inventoryType].find((type) => !known.has(type))
  return missing === undefined ? ok(read) : refuse(`the hotel has no room type ${missing}`)
}

/** A historic booking as rows: a fact, whatever the limits say. */
/** Counts a stay on each of its nights, over or not: the history of a hotel is what was slept. */
function* countHistoricNights(draft: Draft, cause: Cause, { inventoryType, ...stay }: HistoricBooking): Deciding<void> {
  const nights = nightsOf(stay)
  yield inventoryOf(inventoryType, nights)
  for (const night of nights) {
    const row = draft.row('inventory', typeNightKey(inventoryType, night))
    if (!row) continue
    const counted = withCounts(row, { totalReserved: row.totalReserved + 1 })
    draft.put('inventory', counted)
    coverForced(draft, cause, counted)
  }
}

function* decideHistoric(read: ReadBooking, code: number, rows: RowReader): Deciding<readonly RowWrite[]> {
  const { reservationId, booking } = read
  const draft = new Draft(rows)
  const bookedAtUtcMs = Date.parse(`${booking.bookedOn}T12:00:00Z`)
  if (takesInventory(booking)) {
    const cause = { opId: null, deviceId: null, atUtcMs: bookedAtUtcMs }
    yield* countHistoricNights(draft, cause, booking)
  }
  draft.put('guest', { guestId: reservationId, firstName: '', lastName: 'Name not given', email: null, phone: null })
  draft.put('reservation', {
    reservationId,
    code: confirmationCode(CHAIN_PREFIX, code),
    status: booking.status,
    guarantee: booking.guarantee,
    channel: 'import',
    guestId: reservationId,
    bookedAtUtcMs,
    bookedOn: booking.bookedOn,
    ratePlanId: null,
    holdUntilUtcMs: null,
    mergedInto: null,
    lines: [lineOf(read)],
  })
  if (booking.status === 'paid') {
    const cause = { opId: null, deviceId: null, atUtcMs: bookedAtUtcMs, businessDate: booking.bookedOn }
    const paidMinor = totalOf(nightsOf(booking).map(() => booking.nightlyMinor))
    const paymentId = 'import'
    post(draft, cause, {
      folioLineId: folioLineId.payment(reservationId, paymentId),
      reservationId,
      kind: 'payment',
      amountMinor: -paidMinor,
      paymentId,
    })
  }
  return draft.writes()
}

function lineOf({ reservationId, booking }: ReadBooking): ReservationRow['lines'][number] {
  return {
    lineId: stayLineId(reservationId, 1),
    position: 1,
    chargedType: booking.reservedType,
    inventoryType: booking.inventoryType,
    arrival: booking.arrival,
    departure: booking.departure,
    adults: booking.adults,
    children: booking.children,
    roomId: null,
    stay: booking.stay,
    nightlyMinor: nightsOf(booking).map(() => booking.nightlyMinor),
    taxes: [],
  }
}

/** Puts inventory rows for the nights of a stay that have none yet. */
function openNights(unit: HotelUnit, roomsByType: ReadonlyMap<RoomTypeId, number>, { booking }: ReadBooking): void {
  if (!takesInventory(booking)) return
  const roomTypeId = booking.inventoryType
  for (const night of nightsOf(booking)) {
    const key = typeNightKey(roomTypeId, night)
    if (unit.row('inventory', key)) continue
    const row = {
      roomTypeId,
      night,
      totalInventory: present(roomsByType.get(roomTypeId), 'types were checked'),
      outOfOrder: 0,
      overbookPct: DEFAULT_OVERBOOK_PCT,
      totalReserved: 0,
      leased: 0,
      forced: 0,
    }
    unit.apply([{ entity: 'inventory', key, row }])
  }
}

function forcedOf(unit: HotelUnit, { booking }: ReadBooking): number {
  if (!takesInventory(booking)) return 0
  const rows = nightsOf(booking).map((night) => unit.row('inventory', typeNightKey(booking.inventoryType, night)))
  return rows.reduce((sum, row) => sum + (row?.forced ?? 0), 0)
}

function wantedOf(chunk: readonly ReadBooking[]): Wanted[] {
  return chunk.flatMap(({ reservationId, booking }): Wanted[] => {
    const nights = takesInventory(booking) ? nightsOf(booking) : []
    return [
      { entity: 'reservation', key: reservationId },
      { entity: 'guest', key: reservationId },
      ...nights.flatMap((night): Wanted[] => [
        { entity: 'inventory', key: typeNightKey(booking.inventoryType, night) },
        { entity: 'exception', key: exceptionId.oversoldNight({ roomTypeId: booking.inventoryType, night }) },
      ]),
    ]
  })
}
