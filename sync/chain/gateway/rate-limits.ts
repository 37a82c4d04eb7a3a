import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from './caller.ts'
import { sendRateLimited } from './problems.ts'
import type { GatewaySettings } from './settings.ts'

const WINDOW_MS = 60_000
/** Counters that are kept, of each kind; the least lately used go first. */
const MAX_COUNTED = 50_000

/** Tries a minute at one booking's code, whoever tries; and wrong ones of one key. */
const TRIES_PER_CODE = 10
const MISSES_PER_KEY = 60

type Counter = ReturnType<FastifyInstance['createRateLimit']>

/** Counts requests a minute in this process: by caller where one is proven, by address where none is. Rule ACC-11. */
export class RateLimits {
  readonly #callers: Counter
  readonly #strangers: Counter
  readonly #triesAtCode: Counter
  readonly #misses: Counter

  private constructor(counters: Record<'callers' | 'strangers' | 'triesAtCode' | 'misses', Counter>) {
    this.#callers = counters.callers
    this.#strangers = counters.strangers
    this.#triesAtCode = counters.triesAtCode
    this.#misses = counters.misses
  }

  static async on(app: FastifyInstance, settings: GatewaySettings): Promise<RateLimits> {
    await app.register(rateLimit, { global: false, timeWindow: WINDOW_MS, cache: MAX_COUNTED })
    const callers = app.createRateLimit({
      keyGenerator: ({ caller }) => `${caller?.kind} ${caller?.id}`,
      max: ({ caller }) => allowanceOf(caller, settings),
    })
    const strangers = app.createRateLimit({ max: settings.perMinuteAddress })
    const triesAtCode = app.createRateLimit({ keyGenerator: ({ guessed }) => `code ${guessed}`, max: TRIES_PER_CODE })
    const misses = app.createRateLimit({
      keyGenerator: ({ caller }) => `misses ${caller?.kind} ${caller?.id}`,
      max: MISSES_PER_KEY,
    })
    return new RateLimits({ callers, strangers, triesAtCode, misses })
  }

  /**
   * Counts a try at the secret that {@link FastifyRequest.guessed} names; answers it with 429, and `true`, when it was
   * tried too often this minute, or its caller has guessed wrong too often.
   */
  async refuseGuess(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const misses = await this.#misses(request, { increment: false })
    const isUsedUp = !misses.isAllowed && misses.remaining === 0
    if (isUsedUp) {
      sendRateLimited(reply, misses.ttlInSeconds)
      return true
    }
    return refuse(reply, await this.#triesAtCode(request))
  }

  /** Counts that a caller guessed wrong. */
  async countMiss(request: FastifyRequest): Promise<void> {
    await this.#misses(request)
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
