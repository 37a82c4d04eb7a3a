import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { addDays } from '../../shared/domain/stay-dates.ts'
import { requestedSale } from '../../shared/domain/ops/op.ts'
import { OP_VERSIONS, type WireOp } from '../../shared/wire/ops.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/wire/protocol.ts'
import type { EnrolResponse, PushResponse } from '../../shared/wire/sync-messages.ts'
import type { Chain } from '../../sync/chain/chain.ts'
import { buildGateway } from '../../sync/chain/gateway/gateway.ts'
import type { GatewaySettings } from '../../sync/chain/gateway/settings.ts'
import { enrolDevice, issueEnrolCode } from '../../sync/chain/sync/enrolment.ts'
import { NOON_UTC_MS } from './chain-databases.ts'
import { opIdOf, reservationIdOf } from './desk-ops.ts'
import { codeOf } from './domain-desk.ts'
import { HOTEL_ID, TODAY, TYPE_A } from './small-hotel.ts'

export interface SyncAnswer {
  readonly status: number
  /** The code of a problem, `null` of a success. */
  readonly code: string | null
  readonly text: string
}

/** Enrolled terminals of the small hotel, at the chain's gateway. */
export class SyncCaller {
  readonly app: FastifyInstance
  readonly terminal: EnrolResponse
  readonly #chain: Chain
  /** What the terminal says that it speaks; `null` says nothing, as before protocol 3. */
  protocol: number | null = PROTOCOL_VERSION

  private constructor(app: FastifyInstance, chain: Chain, terminal: EnrolResponse) {
    this.app = app
    this.#chain = chain
    this.terminal = terminal
  }

  static async open(chain: Chain, settings: Partial<GatewaySettings> = {}): Promise<SyncCaller> {
    const app = await buildGateway(chain, pino({ level: 'silent' }), settings)
    return new SyncCaller(app, chain, await enrol(chain))
  }

  /** Another terminal at the same gateway. */
  async another(): Promise<SyncCaller> {
    return new SyncCaller(this.app, this.#chain, await enrol(this.#chain))
  }

  get headers(): Record<string, string> {
    const protocol = this.protocol === null ? {} : { [PROTOCOL_HEADER]: String(this.protocol) }
    return { authorization: `Bearer ${this.terminal.token}`, ...protocol }
  }

  async ask(method: 'GET' | 'POST', path: string, payload?: object): Promise<SyncAnswer> {
    const { statusCode, body } = await this.app.inject({
      method,
      url: `/sync/v1/${path}`,
      headers: this.headers,
      ...(payload !== undefined && { payload }),
    })
    const code = statusCode < 400 ? null : (JSON.parse(body) as { code: string }).code // a problem
    return { status: statusCode, code, text: body }
  }

  hello(change: object = {}): Promise<SyncAnswer> {
    const protocol = this.protocol ?? 2
    return this.ask('POST', 'hello', { protocol, epoch: 1, cursor: 0, lastSeq: 0, clockUtcMs: NOON_UTC_MS, ...change })
  }

  async push(ops: readonly WireOp[], epoch = 1): Promise<PushResponse> {
    const pushed = await this.ask('POST', 'push', { epoch, ops })
    if (pushed.code !== null) throw new Error(`push refused: ${pushed.code}`)
    return JSON.parse(pushed.text) as PushResponse // as the route answers
  }
}

async function enrol(chain: Chain): Promise<EnrolResponse> {
  const enrolCode = await issueEnrolCode(chain.db, chain.clock, HOTEL_ID)
  const request = { protocol: PROTOCOL_VERSION, enrolCode, deviceClass: 'desk', deviceName: 'Front desk' } as const
  const enrolled = await enrolDevice(chain, request)
  if (!enrolled.ok) throw new Error('not enrolled')
  return enrolled.value
}

/** A walk-in of one night, the n-th op of a terminal. */
export function walkInOp(seq: number, n = seq): WireOp {
  const body = requestedSale(
    {
      reservationId: reservationIdOf(n),
      code: codeOf(n),
      guarantee: 'card',
      guest: { firstName: 'Ada', lastName: `Guest ${n}`, email: null, phone: null },
      lines: [
        {
          roomTypeId: TYPE_A,
          arrival: TODAY,
          departure: addDays(TODAY, 1),
          adults: 1,
          children: 0,
          roomId: null,
          nightlyMinor: [9_000],
        },
      ],
    },
    NOON_UTC_MS,
  )
  return {
    seq,
    opId: opIdOf(n),
    type: 'bookWalkIn',
    version: OP_VERSIONS.bookWalkIn,
    businessDate: TODAY,
    staffId: null,
    madeAtUtcMs: NOON_UTC_MS,
    body: { ...body },
  }
}

/** The outcomes of a push in words. */
export function outcomesOf({ outcomes }: PushResponse): string[] {
  return outcomes.map((one) => (one.outcome === 'accepted' ? 'accepted' : `${one.outcome} ${one.code}`))
}
