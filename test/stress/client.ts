import { setTimeout as pause } from 'node:timers/promises'
import { parseConfirmationCode } from '../../shared/domain/confirmation-code.ts'
import { newReservationId, newUuidV7 } from '../../shared/domain/ids.ts'
import { addDays, localDate } from '../../shared/domain/stay-dates.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { type Answer, Caller, oneOf } from './caller.ts'
import { StressDesk } from './desk.ts'
import type { AcceptedBooking, ClientOrders, ClientReport, StressHotel } from './messages.ts'

const CARDS = [
  '4242424242424242',
  '4242424242424242',
  '4000000000009995',
  '4000000000001026',
  '4000000000002024',
  '4000000000003014',
]
const DAYS_AHEAD = 10
const clock = { nowUtcMs: () => Date.now() }

/** A booking that this client asked for, and what it was told. */
interface Asked {
  readonly hotel: StressHotel
  readonly request: {
    readonly reservationId: string
    readonly guarantee: string
    readonly lines: readonly { readonly roomTypeId: string; readonly arrival: string; readonly departure: string }[]
    readonly [part: string]: unknown
  }
  readonly answer: Answer
  /** One thing at a time is done to a booking, so that what it must be is known. */
  busy: boolean
  canceled: boolean
  /** A payment of it was declined or is open: what becomes of it is the saga's. */
  paying: boolean
}

/** Clients of the public API, and a terminal a hotel, at work until they are told to stop. */
class StressClient {
  readonly #orders: ClientOrders
  readonly #random: SeededRandom
  readonly #caller: Caller
  readonly #asked: Asked[] = []
  readonly #desks: StressDesk[]
  readonly #answers: Record<string, number> = {}
  readonly #contradictions: string[] = []
  #stopping = false

  constructor(orders: ClientOrders) {
    this.#orders = orders
    this.#random = new SeededRandom(orders.seed)
    this.#caller = new Caller(orders.chains, this.#random)
    this.#desks = orders.hotels.map(
      (hotel) =>
        new StressDesk({
          caller: this.#caller,
          random: this.#random,
          hotel,
          today: orders.today,
          count: (what) => this.#count(what),
          contradict: (what) => this.#contradictions.push(what),
        }),
    )
  }

  stop(): void {
    this.#stopping = true
  }

  async run(): Promise<ClientReport> {
    const desks = this.#desks.map(async (desk) => {
      while (!this.#stopping) {
        await desk.act()
        await pause(20)
      }
    })
    const workers = Array.from({ length: this.#orders.workers }, async () => {
      while (!this.#stopping) await this.#act()
    })
    await Promise.all([...desks, ...workers])
    const accepted = this.#asked.filter(({ answer }) => answer.status < 300)
    return {
      accepted: [...accepted.map(toAccepted), ...this.#desks.flatMap((desk) => desk.accepted)],
      refused: this.#asked
        .filter(({ answer }) => answer.status >= 300)
        .map(({ hotel, request }) => ({ hotelId: hotel.hotelId, reservationId: request.reservationId })),
      answers: this.#answers,
      retries: this.#caller.retries,
      contradictions: this.#contradictions,
    }
  }

  async #act(): Promise<void> {
    const dice = this.#random.next()
    if (dice < 0.4 || this.#asked.length === 0) return this.#book()
    const asked = oneOf(this.#random, this.#asked.slice(-400))
    if (dice < 0.6) return this.#bookAgain(asked)
    if (dice < 0.64) return this.#reuseId(asked)
    if (asked.busy || asked.canceled || asked.answer.status >= 300) return
    asked.busy = true
    try {
      if (dice < 0.8) await this.#change(asked)
      else if (dice < 0.92) await this.#cancel(asked)
      else await this.#pay(asked)
    } finally {
      asked.busy = false
    }
  }

  async #book(): Promise<void> {
    const random = this.#random
    const hotel = oneOf(random, this.#orders.hotels)
    const request = {
      reservationId: newReservationId(clock, random),
      lines: Array.from({ length: random.chance(0.15) ? 2 : 1 }, () => this.#line(hotel)),
      guest: { firstName: 'Stress', lastName: 'Client' },
      guarantee: random.pick('card', 'pay_at_desk', 'prepaid', 'prepaid'),
    }
    const answer = await this.#public('book', 'POST', hotel, 'reservations', request)
    if (!(answer.status === 201 || answer.status === 200 || isCode(answer, 'NO_AVAILABILITY'))) {
      this.#contradict('a booking', answer)
      return
    }
    this.#asked.push({ hotel, request, answer, busy: false, canceled: false, paying: false })
  }

  async #bookAgain({ hotel, request, answer }: Asked): Promise<void> {
    const again = await this.#public('again', 'POST', hotel, 'reservations', request)
    const same =
      answer.status < 300
        ? again.status === 200 && again.body.confirmationCode === answer.body.confirmationCode
        : again.status === answer.status && again.body.code === answer.body.code
    if (!same) this.#contradict(`the booking that was answered ${answer.status}, again,`, again)
  }

  async #reuseId({ hotel, request }: Asked): Promise<void> {
    const other = { ...request, guest: { firstName: 'Other', lastName: 'Body' } }
    const answer = await this.#public('reuse', 'POST', hotel, 'reservations', other)
    if (!isCode(answer, 'RESERVATION_ID_REUSED')) this.#contradict('another body under the same id', answer)
  }

  async #change(asked: Asked): Promise<void> {
    const { hotel, request } = asked
    const line = this.#line(hotel)
    const path = `reservations/${request.reservationId}`
    const answer = await this.#public('change', 'PATCH', hotel, path, { lines: [{ position: 1, ...line }] })
    const refused = ['NO_AVAILABILITY', 'INVALID_TRANSITION', 'PAYMENT_UNDER_WAY'].some((code) => isCode(answer, code))
    if (answer.status !== 200 && !refused) this.#contradict('a change', answer)
  }

  async #cancel(asked: Asked): Promise<void> {
    const path = `reservations/${asked.request.reservationId}`
    const answer = await this.#public('cancel', 'DELETE', asked.hotel, path)
    const ended = ['canceled', 'refunded'].includes(String(answer.body.status))
    if (answer.status === 200 && ended) asked.canceled = true
    else if (!(asked.paying && isCode(answer, 'INVALID_TRANSITION'))) this.#contradict('a cancellation', answer)
  }

  async #pay(asked: Asked): Promise<void> {
    const { hotel, request } = asked
    const { apiKey } = this.#orders
    const cardNumber = oneOf(this.#random, CARDS)
    const form = await this.#caller.ask('POST', '/v1/sandbox/card-tokens', apiKey, { cardNumber })
    const paymentId = newUuidV7(clock, this.#random)
    asked.paying = true
    const path = `reservations/${request.reservationId}/payments`
    const answer = await this.#public('pay', 'POST', hotel, path, { paymentId, cardToken: form.body.cardToken })
    const known = [200, 201, 202, 402, 409].includes(answer.status)
    if (!known) this.#contradict('a payment', answer)
  }

  async #public(what: string, method: string, hotel: StressHotel, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.#caller.ask(method, `/v1/hotels/${hotel.hotelId}/${path}`, this.#orders.apiKey, body)
    this.#count(`${what} ${answer.status}`)
    return answer
  }

  #line(hotel: StressHotel) {
    const random = this.#random
    const { roomTypeId } = oneOf(random, hotel.types)
    const arrival = addDays(localDate(this.#orders.today), Math.floor(random.next() * DAYS_AHEAD))
    const departure = addDays(arrival, 1 + Math.floor(random.next() * 4))
    return { roomTypeId, arrival, departure, adults: 1, children: 0 }
  }

  #count(what: string): void {
    this.#answers[what] = (this.#answers[what] ?? 0) + 1
  }

  #contradict(what: string, { status, body }: Answer): void {
    this.#contradictions.push(`${what} was answered ${status} ${JSON.stringify(body).slice(0, 300)}`)
  }
}

function isCode(answer: Answer, code: string): boolean {
  return answer.status >= 400 && answer.body.code === code
}

function toAccepted({ hotel, request, answer, canceled }: Asked): AcceptedBooking {
  const code = parseConfirmationCode(String(answer.body.confirmationCode)) ?? ''
  return { hotelId: hotel.hotelId, reservationId: request.reservationId, code, canceled }
}

let client: StressClient | null = null

async function work(orders: ClientOrders): Promise<void> {
  client = new StressClient(orders)
  const report = await client.run()
  process.send?.(report, () => process.disconnect())
}

process.on('message', (message: ClientOrders | 'stop') => {
  if (message === 'stop') client?.stop()
  else void work(message)
})
