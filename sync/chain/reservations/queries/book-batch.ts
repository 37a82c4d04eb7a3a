import { CHAIN_PREFIX, type ConfirmationCode, confirmationCode } from '../../../../shared/domain/confirmation-code.ts'
import type { HotelId, RatePlanId } from '../../../../shared/domain/ids.ts'
import type { Booking, BookingLine } from '../../../../shared/domain/ops/op.ts'
import type { Refusal } from '../../../../shared/domain/refusal.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import { addDays, nightsOf } from '../../../../shared/domain/stay-dates.ts'
import type { TaxAmount } from '../../../../shared/domain/tax.ts'
import type { Queryable } from '../../database/port.ts'

export interface PreparedLine extends BookingLine {
  /** The taxes on the line as they are at this moment, as its row keeps them. */
  readonly taxes: readonly TaxAmount[]
}

/** A channel's request that is valid and priced: what is left to decide is whether its nights have room. */
export interface PreparedBooking extends Omit<Booking, 'code' | 'lines'> {
  readonly hotelId: HotelId
  readonly lines: readonly PreparedLine[]
  /** Of the request's body: the same id with another one is another booking. */
  readonly fingerprint: string
  readonly bookedAtUtcMs: number
  readonly bookedOn: LocalDate
  /** The terms that it is sold on; `null`: the house has no plan for it. */
  readonly ratePlanId: RatePlanId | null
  /** Until when it holds its rooms unpaid; `null`: it never expires. */
  readonly holdUntilUtcMs: number | null
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

/** As `book_batch` answers; a list of requests or of hotels counts from 0 here. */
interface Answer {
  /** `null`: all are accepted. */
  readonly outcomes: readonly BookingOutcome['outcome'][] | null
  readonly refusals: readonly (Refusal | null)[] | null
  /** The version of each accepted booking; 0 of a refusal that was stored. */
  readonly stored: readonly (number | null)[]
  readonly epochs: readonly (number | null)[]
  /** What a version of the hotel and the counter of its confirmation code differ by. */
  readonly codeOffsets: readonly (number | null)[]
}

/** Named, so that a connection parses and plans it once. */
const CALL_NAME = 'book-batch'
const PARAMETERS = 35
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
  const order = [...bookings.entries()]
  if (waitFor === null) order.sort(([a, { hotelId }], [b, other]) => compareIds(hotelId, other.hotelId) || a - b)
  const batch = new BatchColumns()
  for (const [, booking] of order) batch.add(booking)
  const [row] = await db.query<{ answer: Answer }>(CALL, [waitFor, ...batch.parameters()], CALL_NAME)
  if (!row) throw new Error('a function call answers one row')
  const { answer } = row
  const outcomes: BookingOutcome[] = []
  const newest = new Map<number, number>()
  for (const [at, [index]] of order.entries()) {
    const hotelAt = batch.hotelOfRequest(at)
    outcomes[index] = outcomeOf(answer, at, hotelAt)
    const version = answer.stored[at]
    if (version) newest.set(hotelAt, version)
  }
  const moved = [...newest].map(([hotelAt, version]) => ({
    hotelId: batch.hotel(hotelAt),
    version,
    epoch: answer.epochs[hotelAt] ?? 0,
  }))
  return { outcomes, moved }
}

function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function outcomeOf({ outcomes, refusals, stored, codeOffsets }: Answer, at: number, hotelAt: number): BookingOutcome {
  const outcome = outcomes ? outcomes[at] : 'accepted'
  if (outcome === 'accepted') {
    const version = stored[at]
    const offset = codeOffsets[hotelAt]
    if (!version || typeof offset !== 'number') throw new Error('book_batch accepted without a version')
    return { outcome, code: confirmationCode(CHAIN_PREFIX, version + offset) }
  }
  if (outcome === 'refused') {
    const refusal = refusals?.[at]
    if (!refusal) throw new Error('book_batch refused without a refusal')
    return { outcome, refusal }
  }
  if (outcome === undefined) throw new Error('book_batch answered without an outcome')
  return { outcome }
}

/** The parameters of `book_batch`: columns as array literals, whose indexes count from 1. */
class BatchColumns {
  readonly #hotels: HotelId[] = []
  readonly #hotelRequests: number[] = []
  readonly #requests = new Columns(15)
  readonly #take: Slot[] = []
  readonly #lines = new Columns(9)
  /** Of the last hotel. */
  #slotOf = new Map<string, Slot>()
  readonly #slots = new Columns(2)
  readonly #runs = new Columns(5)
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
    if (this.#hotels.at(-1) !== hotelId) {
      this.#numberSlots()
      this.#hotels.push(hotelId)
      this.#hotelRequests.push(0)
    }
    const hotelAt = this.#hotels.length
    const ordinal = (this.#hotelRequests[hotelAt - 1] ?? 0) + 1
    this.#hotelRequests[hotelAt - 1] = ordinal
    this.#hotelOfRequest.push(hotelAt - 1)
    const request = this.#hotelOfRequest.length
    const takeFrom = this.#take.length + 1
    for (const [index, line] of booking.lines.entries()) {
      const { roomTypeId, arrival, departure, adults, children } = line
      for (const night of nightsOf(line)) this.#takeUnit(roomTypeId, night)
      this.#lines.push([
        request,
        index + 1,
        quoted(roomTypeId),
        arrival,
        departure,
        adults,
        children,
        quoted(JSON.stringify(line.nightlyMinor)),
        quoted(JSON.stringify(line.taxes)),
      ])
    }
    this.#requests.push([
      hotelAt,
      ordinal,
      booking.reservationId,
      quoted(booking.fingerprint),
      quoted(guest.firstName),
      quoted(guest.lastName),
      quoted(guest.email),
      quoted(guest.phone),
      booking.guarantee,
      quoted(booking.ratePlanId),
      booking.holdUntilUtcMs,
      booking.bookedAtUtcMs,
      booking.bookedOn,
      takeFrom,
      this.#take.length,
    ])
  }

  parameters(): unknown[] {
    this.#numberSlots()
    return [
      arrayLiteral(this.#hotels.map(quoted)),
      arrayLiteral(this.#hotelRequests),
      ...this.#requests.literals(),
      arrayLiteral(this.#take.map(({ number }) => number)),
      ...this.#lines.literals(),
      ...this.#slots.literals(),
      ...this.#runs.literals(),
    ]
  }

  #takeUnit(roomTypeId: string, night: LocalDate): void {
    const key = `${roomTypeId}/${night}`
    let slot = this.#slotOf.get(key)
    if (slot === undefined) {
      slot = { roomTypeId, night, wanted: 0, number: 0 }
      this.#slotOf.set(key, slot)
    }
    slot.wanted += 1
    this.#take.push(slot)
  }

  /** Nights that follow one another are one run, which is one look into the index. */
  #numberSlots(): void {
    const slots = [...this.#slotOf.values()].sort(
      (a, b) => compareIds(a.roomTypeId, b.roomTypeId) || compareIds(a.night, b.night),
    )
    let first: Slot | undefined
    let last: Slot | undefined
    for (const slot of slots) {
      const follows = last && last.roomTypeId === slot.roomTypeId && addDays(last.night, 1) === slot.night
      if (!follows) {
        this.#pushRun(first, last)
        first = slot
      }
      last = slot
      slot.number = this.#slots.push([slot.wanted, this.#runs.length + 1])
    }
    this.#pushRun(first, last)
    this.#slotOf = new Map()
  }

  #pushRun(first: Slot | undefined, last: Slot | undefined): void {
    if (first && last) {
      this.#runs.push([this.#hotels.length, quoted(first.roomTypeId), first.night, last.night, first.number])
    }
  }
}

/** A night of a type of a hotel, the units of it that the batch asks for, and its number in the batch. */
interface Slot {
  readonly roomTypeId: string
  readonly night: LocalDate
  wanted: number
  number: number
}

type Cell = string | number | null

class Columns {
  readonly #columns: Cell[][]

  constructor(width: number) {
    this.#columns = Array.from({ length: width }, () => [])
  }

  get length(): number {
    return this.#columns[0]?.length ?? 0
  }

  /** Answers how many there are now. */
  push(cells: readonly Cell[]): number {
    for (let index = 0; index < cells.length; index++) this.#columns[index]?.push(cells[index] ?? null)
    return this.length
  }

  literals(): string[] {
    return this.#columns.map(arrayLiteral)
  }
}

/** The driver would quote each number and date too, which costs the more the larger the batch. */
function arrayLiteral(cells: readonly Cell[]): string {
  return cells.includes(null) ? `{${cells.map((cell) => cell ?? 'NULL').join(',')}}` : `{${cells.join(',')}}`
}

/** A text as an element of an array literal. */
function quoted(text: string | null): string | null {
  return text === null ? null : `"${/["\\]/.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`
}
