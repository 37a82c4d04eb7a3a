import { canonicalJson } from '../../shared/base/canonical-json.ts'
import { type Result, ok, refuse } from '../../shared/base/result.ts'
import type { SisterBooked, SisterBooking, SisterList, SisterSearch } from '../../shared/wire/sister-hotels.ts'
import { LINE_DOWN, LINE_TIMEOUT } from '../../sync/engine/fault.ts'
import type { QuestionFault } from '../../sync/engine/question-fault.ts'
import type { SisterHotelsPort } from '../../sync/engine/sister-hotels-port.ts'

/** One near hotel that always has a room, over a line that breaks and loses answers when told to. */
export class MemorySisters implements SisterHotelsPort {
  down = false
  /** The hotel books, and its next answer does not come back. */
  losesAnswer = false
  /** What the chain answers instead of booking. */
  refuses: QuestionFault | null = null
  /** Happens while the chain is asked. */
  meanwhile: () => Promise<void> = () => Promise.resolve()
  readonly asked: SisterBooking[] = []
  readonly #booked = new Map<string, { readonly body: string; readonly answer: SisterBooked }>()

  /** How many bookings the hotel has. */
  get bookings(): number {
    return this.#booked.size
  }

  find({ units }: SisterSearch): Promise<Result<SisterList, QuestionFault>> {
    if (this.down) return Promise.resolve(refuse({ ...LINE_DOWN, params: {} }))
    const roomTypes = [{ roomTypeId: 'DBL', name: 'Double', available: 2, totalMinor: 9_900 }]
    const hotel = { ...HOTEL, distanceMetres: 1_900, currency: 'EUR', roomTypes: units > 2 ? [] : roomTypes }
    return Promise.resolve(ok({ hotels: [hotel] } as SisterList)) // slugs
  }

  async book(booking: SisterBooking): Promise<Result<SisterBooked, QuestionFault>> {
    if (this.down) return refuse({ ...LINE_DOWN, params: {} })
    this.asked.push(booking)
    await this.meanwhile()
    if (this.refuses) return refuse(this.refuses)
    const { reservationId } = booking
    const body = canonicalJson(booking)
    const before = this.#booked.get(reservationId)
    if (before && before.body !== body) {
      return refuse({ code: 'RESERVATION_ID_REUSED', retry: 'never', params: { reservationId } })
    }
    const confirmationCode = `SIS-${this.bookings + 1}`
    const terms = { confirmationCode, totalMinor: 9_900, currency: 'EUR' }
    const made = before?.answer ?? ({ reservationId, hotel: HOTEL, ...terms } as SisterBooked) // a slug
    this.#booked.set(reservationId, { body, answer: made })
    if (!this.losesAnswer) return ok(made)
    this.losesAnswer = false
    return refuse({ ...LINE_TIMEOUT, params: {} })
  }
}

const HOTEL = { hotelId: 'oura', name: 'Casa da Oura', city: 'Albufeira', address: 'Rua da Oura 14', phone: null }
