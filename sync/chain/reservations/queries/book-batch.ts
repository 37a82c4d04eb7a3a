import type { ConfirmationCode } from '../../../../shared/domain/confirmation-code.ts'
import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { Booking } from '../../../../shared/domain/ops/op.ts'
import type { Refusal } from '../../../../shared/domain/refusal.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import { nightsOf } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

/** A channel's request that is valid and priced: what is left to decide is whether its nights have room. */
export interface PreparedBooking extends Omit<Booking, 'code'> {
  readonly hotelId: HotelId
  /** Of the request's body: the same id with another one is another booking. */
  readonly fingerprint: string
  readonly bookedAtUtcMs: number
  readonly bookedOn: LocalDate
}

/** What became of a booking under its hotel's head. `replayed`: accepted before. A refusal is the first one that it got. */
export type LandedOutcome =
  | { readonly outcome: 'unknown' | 'reused' | 'replayed' }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'accepted'; readonly code: ConfirmationCode }

/** `skipped`: the hotel's head is held elsewhere, nothing was done. */
export type BookingOutcome = LandedOutcome | { readonly outcome: 'skipped' }

export interface BookedBatch {
  /** In the order of the bookings. */
  readonly outcomes: readonly BookingOutcome[]
  /** The hotels whose head moved. */
  readonly moved: readonly { readonly hotelId: HotelId; readonly version: number; readonly epoch: number }[]
}

interface Answer {
  readonly outcomes: readonly BookingOutcome['outcome'][]
  readonly codes: readonly (ConfirmationCode | null)[]
  readonly refusals: readonly (Refusal | null)[]
  readonly versions: readonly (number | null)[]
  readonly epochs: readonly (number | null)[]
  /** The version of each accepted booking; 0 of a refusal that was stored. */
  readonly stored: readonly (number | null)[]
}

const PARAMETERS = 28
const CALL = `SELECT book_batch(${Array.from({ length: PARAMETERS }, (_, index) => `$${index + 1}`).join(', ')}) AS answer`

/**
 * Books all of them in one statement, which is one transaction; each has its own outcome. No two have the same hotel and
 * id. Either all are of the hotel whose head is waited for, or heads that are held elsewhere are skipped.
 */
export async function bookBatch(
  db: Queryable,
  bookings: readonly PreparedBooking[],
  waitFor: HotelId | null,
): Promise<BookedBatch> {
  const order = bookings.map((_, index) => index)
  const hotelAt = (index: number) => bookings[index]?.hotelId ?? ''
  if (waitFor === null) order.sort((a, b) => (hotelAt(a) < hotelAt(b) ? -1 : hotelAt(a) > hotelAt(b) ? 1 : a - b))
  const batch = new BatchColumns()
  for (const index of order) {
    const booking = bookings[index]
    if (booking) batch.add(booking)
  }
  const [row] = await db.query<{ answer: Answer }>(CALL, [waitFor, ...batch.parameters()])
  if (!row) throw new Error('a function call answers one row')
  const { answer } = row
  const outcomes: BookingOutcome[] = []
  for (const [at, index] of order.entries()) outcomes[index] = outcomeOf(answer, at)
  const movedAt = new Set<number>()
  for (const [at, version] of answer.stored.entries()) if (version) movedAt.add(batch.hotelOfRequest(at))
  const moved = [...movedAt].map((at) => ({
    hotelId: batch.hotel(at),
    version: answer.versions[at] ?? 0,
    epoch: answer.epochs[at] ?? 0,
  }))
  return { outcomes, moved }
}

function outcomeOf(answer: Answer, at: number): BookingOutcome {
  const outcome = answer.outcomes[at]
  const refusal = answer.refusals[at]
  const code = answer.codes[at]
  if (outcome === 'refused' && refusal) return { outcome, refusal }
  if (outcome === 'accepted' && code) return { outcome, code }
  if (outcome === undefined || outcome === 'refused' || outcome === 'accepted') {
    throw new Error('book_batch answered without an outcome')
  }
  return { outcome }
}

/** The parameters of `book_batch`: columns, whose indexes count from 1. */
class BatchColumns {
  readonly #hotels: HotelId[] = []
  readonly #requests: unknown[][] = Array.from({ length: 13 }, () => [])
  readonly #take: number[] = []
  readonly #lines: unknown[][] = Array.from({ length: 8 }, () => [])
  readonly #slots: unknown[][] = Array.from({ length: 4 }, () => [])
  readonly #slotOf = new Map<string, number>()
  readonly #hotelOfRequest: number[] = []

  hotel(at: number): HotelId {
    const hotelId = this.#hotels[at]
    if (hotelId === undefined) throw new Error('no such hotel in the batch')
    return hotelId
  }

  hotelOfRequest(at: number): number {
    return this.#hotelOfRequest[at] ?? 0
  }

  /** Bookings come in order of hotel. */
  add(booking: PreparedBooking): void {
    const { hotelId, guest } = booking
    if (this.#hotels.at(-1) !== hotelId) this.#hotels.push(hotelId)
    const hotelAt = this.#hotels.length
    this.#hotelOfRequest.push(hotelAt - 1)
    const request = this.#hotelOfRequest.length
    const takeFrom = this.#take.length + 1
    for (const [index, line] of booking.lines.entries()) {
      const { roomTypeId, arrival, departure, adults, children } = line
      for (const night of nightsOf(line)) this.#take.push(this.#slot(hotelAt, hotelId, roomTypeId, night))
      const nightly = JSON.stringify(line.nightlyMinor)
      push(this.#lines, [request, index + 1, roomTypeId, arrival, departure, adults, children, nightly])
    }
    push(this.#requests, [
      hotelAt,
      hotelId,
      booking.reservationId,
      booking.fingerprint,
      guest.firstName,
      guest.lastName,
      guest.email,
      guest.phone,
      booking.guarantee,
      booking.bookedAtUtcMs,
      booking.bookedOn,
      takeFrom,
      this.#take.length,
    ])
  }

  parameters(): unknown[] {
    return [this.#hotels, ...this.#requests, this.#take, ...this.#lines, ...this.#slots]
  }

  #slot(hotelAt: number, hotelId: HotelId, roomTypeId: string, night: LocalDate): number {
    const key = `${hotelAt}/${roomTypeId}/${night}`
    const known = this.#slotOf.get(key)
    if (known !== undefined) return known
    const slot = this.#slotOf.size + 1
    this.#slotOf.set(key, slot)
    push(this.#slots, [hotelAt, hotelId, roomTypeId, night])
    return slot
  }
}

function push(columns: unknown[][], cells: readonly unknown[]): void {
  for (const [index, cell] of cells.entries()) columns[index]?.push(cell)
}
