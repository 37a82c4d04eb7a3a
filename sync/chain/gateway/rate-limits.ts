import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from './caller.ts'
import { sendRateLimited } from './problems.ts'
import type { GatewaySettings } from './settings.ts'

const WINDOW_MS = 60_000
/** Counters that are kept, of each kind; the least lately used go first. */
const MAX_COUNTED = 50_000

type Counter = ReturnType<FastifyInstance['createRateLimit']>

/** Counts requests a minute in this process: by caller where one is proven, by address where none is. Rule ACC-11. */
export class RateLimits {
  readonly #callers: Counter
  readonly #strangers: Counter

  private constructor(callers: Counter, strangers: Counter) {
    this.#callers = callers
    this.#strangers = strangers
  }

  static async on(app: FastifyInstance, settings: GatewaySettings): Promise<RateLimits> {
    await app.register(rateLimit, { global: false, timeWindow: WINDOW_MS, cache: MAX_COUNTED })
    const callers = app.createRateLimit({
      keyGenerator: ({ caller }) => `${caller?.kind} ${caller?.id}`,
      max: ({ caller }) => allowanceOf(caller, settings),
    })
    const strangers = app.createRateLimit({ max: settings.perMinuteAddress })
    return new RateLimits(callers, strangers)
  }

  /** Counts a request of a proven caller; answers it with 429, and `true`, when the caller's minute is used up. */
  async refuseCaller(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    return refuse(reply, await this.#callers(request))
  }

  /** Counts a request of nobody known; answers it with 429, and `true`, when the address's minute is used up. */
  async refuseStranger(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    return refuse(reply, await this.#strangers(request))
  }

  /** Has the address of this request any of its minute left? Counts nothing. */
  async hasAllowance(request: FastifyRequest): Promise<boolean> {
    const looked = await this.#strangers(request, { increment: false })
    return looked.isAllowed || looked.remaining > 0
  }
}

function allowanceOf(caller: Caller | null, { perMinuteKey, perMinuteDevice }: GatewaySettings): number {
  return caller?.kind === 'key' ? (caller.key.perMinute ?? perMinuteKey) : perMinuteDevice
}

function refuse(reply: FastifyReply, counted: Awaited<ReturnType<Counter>>): boolean {
  if (counted.isAllowed || !counted.isExceeded) return false
  sendRateLimited(reply, counted.ttlInSeconds)
  return true
}
