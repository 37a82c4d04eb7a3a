import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type { HotelId } from '../../shared/domain/ids.ts'
import type { BookingRequest } from '../../shared/wire/public-api.ts'
import { newReservationId } from '../../shared/domain/ids.ts'
import type { ReservationId } from '../../shared/domain/ids.ts'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'
import type { HotelScope, Role } from '../../sync/chain/access/roles.ts'
import type { Chain } from '../../sync/chain/chain.ts'
import { buildInternalApp } from '../../sync/chain/gateway/internal-app.ts'
import { bookReservation } from '../../sync/chain/reservations/book-reservation.ts'
import { seededRng } from './seeded-rng.ts'
import { HOTEL_ID, TYPE_A } from './small-hotel.ts'

export interface InternalAnswer<Body> {
  readonly status: number
  /** The code of a problem, `null` of a success. */
  readonly code: string | null
  /** As the caller expects it; the test looks at what came. */
  readonly body: Body
}

type Anything = Record<string, unknown>

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Somebody who works for the chain, at its internal API. */
export class InternalCaller {
  readonly app: FastifyInstance
  readonly #chain: Chain
  readonly #authorization: string

  private constructor(app: FastifyInstance, chain: Chain, authorization: string) {
    this.app = app
    this.#chain = chain
    this.#authorization = authorization
  }

  static async open(chain: Chain, role: Role = 'admin', hotels: HotelScope = '*'): Promise<InternalCaller> {
    const app = await buildInternalApp(chain, pino({ level: 'silent' }))
    return new InternalCaller(app, chain, await authorizationOf(chain, role, hotels))
  }

  /** Another member of staff at the same server. */
  async as(role: Role, hotels: HotelScope = '*'): Promise<InternalCaller> {
    return new InternalCaller(this.app, this.#chain, await authorizationOf(this.#chain, role, hotels))
  }

  /** Asks for an address below `/internal/v1`. */
  async call<Body = Anything>(method: Method, path: string, payload?: object): Promise<InternalAnswer<Body>> {
    const { statusCode, body } = await this.app.inject({
      method,
      url: `/internal/v1${path}`,
      headers: { authorization: this.#authorization },
      ...(payload !== undefined && { payload }),
    })
    const parsed = JSON.parse(body) as Body & { code: string } // what the caller expects
    return { status: statusCode, code: statusCode < 400 ? null : parsed.code, body: parsed }
  }

  /** The OpenAPI document. */
  async document(): Promise<unknown> {
    const headers = { authorization: this.#authorization }
    return (await this.app.inject({ url: '/docs/json', headers })).json()
  }

  /** Asks about the small hotel. */
  atHotel<Body = Anything>(method: Method, path: string, payload?: object): Promise<InternalAnswer<Body>> {
    return this.call<Body>(method, `/hotels/${HOTEL_ID}${path}`, payload)
  }
}

async function authorizationOf(chain: Chain, role: Role, hotels: HotelScope): Promise<string> {
  const { staffId } = await chain.access.staff.add({ name: `A ${role}`, role, hotels })
  return `Bearer ${await chain.access.staff.issueToken(staffId)}`
}

let lastBooking = 0

interface Stay {
  readonly arrival: LocalDate
  readonly departure: LocalDate
  readonly hotelId?: HotelId
  readonly lastName?: string
  readonly ratePlanId?: BookingRequest['ratePlanId']
}

/** Books a room A as a channel does, and answers the reservation's id. */
export async function bookStay(chain: Chain, stay: Stay): Promise<ReservationId> {
  const { arrival, departure, hotelId = HOTEL_ID, lastName = 'Silva', ratePlanId } = stay
  lastBooking += 1
  const reservationId = newReservationId(
    { nowUtcMs: () => chain.clock.nowUtcMs() + lastBooking },
    seededRng(1_000 + lastBooking),
  )
  const booked = await bookReservation(chain, hotelId, {
    reservationId,
    lines: [{ roomTypeId: TYPE_A, arrival, departure, adults: 2, children: 0 }],
    guest: { firstName: 'Ana', lastName, email: 'ana@example.org' },
    guarantee: 'pay_at_desk',
    ...(ratePlanId !== undefined && { ratePlanId }),
  })
  if (!booked.ok) throw new Error(booked.error.code)
  return reservationId
}
