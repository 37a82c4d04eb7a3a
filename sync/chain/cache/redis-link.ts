import { randomUUID } from 'node:crypto'
import ioredis, { type Redis, type RedisOptions } from 'ioredis'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { hotelIdSchema } from '../../../shared/wire/ids.ts'
import { OperatorError } from '../database/port.ts'
import type { HeadMoved, HeadPokes } from '../write-path/head-pokes.ts'
import type { Looked, SharedAnswers } from './shared-answers.ts'

/** What a request waits for Redis at the most. */
const ANSWER_WITHIN_MS = 50
/** Once it was too slow it is left alone for so long. */
const REST_MS = 1_000
/** To be raised with the shape of what is shared, so that processes of two builds do not read each other's. */
const SHAPE = 1

const OPTIONS = {
  commandTimeout: ANSWER_WITHIN_MS,
  connectTimeout: 2_000,
  // What can not be asked now fails now: nothing queues up for when Redis is back.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
} as const satisfies RedisOptions

const messageSchema = z.object({
  from: z.string(),
  heads: z.array(z.object({ hotelId: hotelIdSchema, version: z.int(), epoch: z.int(), bookingsOnly: z.boolean() })),
})

const sharedSchema = z.object({ readAtRedisMs: z.number(), answer: z.unknown() })

/**
 * The chain's processes among each other, through Redis: which heads moved, told after the commit, and answers that one of
 * them read. It decides nothing. Without it, when it is away, full or stuck, everything goes on from the database; it is
 * told once, and tried again with growing pauses. How old an answer is, is told by Redis's own clock alone.
 * Rules CHAIN-29 to CHAIN-31.
 */
export class RedisLink {
  readonly #log: Pick<Logger, 'warn' | 'info'>
  readonly #id = randomUUID()
  readonly #commands: Redis
  readonly #listener: Redis
  #namespace = ''
  #listens = false
  #away = false
  #restsUntilMs = 0
  readonly #untold = new Map<HotelId, HeadMoved>()

  constructor(url: string, log: Pick<Logger, 'warn' | 'info'>) {
    const protocol = URL.parse(url)?.protocol
    if (protocol !== 'redis:' && protocol !== 'rediss:')
      throw new OperatorError('--redis takes redis://… or rediss://…')
    this.#log = log
    this.#commands = this.#connect(url)
    this.#listener = this.#connect(url)
  }

  /** Whether what happens in other processes is heard of, and what they read can be had. */
  get isUp(): boolean {
    return this.#listens && this.#commands.status === 'ready'
  }

  /** Passes pokes on to the other processes of the chain of this name, and theirs to these. */
  join(chain: string, pokes: HeadPokes): void {
    this.#namespace = `keyrack:${SHAPE}:${chain}`
    pokes.passOn((hotelId, moved) => this.#tell(hotelId, moved))
    this.#listener.on('message', (_channel, text) => this.#hear(text, pokes))
    const listen = () => void this.#listen()
    this.#listener.on('ready', listen)
    if (this.#listener.status === 'ready') listen()
  }

  /** The answers of one kind; `revive` makes one of what another process left, or `null` where it is none. */
  answers<T>(kind: string, revive: (left: unknown) => T | null): SharedAnswers<T> {
    return { look: (hotelId, about) => this.#look(`${this.#namespace}:${kind}:${hotelId}:${about}`, revive) }
  }

  close(): void {
    this.#listener.disconnect()
    this.#commands.disconnect()
  }

  #connect(url: string): Redis {
    // By the module's default: its names are not to be had in every loader of it.
    const redis = new ioredis.Redis(url, OPTIONS)
    redis.on('error', (error: Error) => this.#tellAway(error))
    redis.on('close', () => {
      this.#listens &&= redis !== this.#listener
    })
    return redis
  }

  #tellAway(error: unknown): void {
    if (this.#away) return
    this.#away = true
    this.#log.warn({ err: error }, 'redis is away, going on without it')
  }

  async #listen(): Promise<void> {
    try {
      await this.#listener.subscribe(`${this.#namespace}:heads`)
    } catch (error) {
      return this.#tellAway(error)
    }
    this.#listens = true
    if (this.#away) this.#log.info('redis is back')
    this.#away = false
  }

  get #isUsable(): boolean {
    return this.#commands.status === 'ready' && performance.now() >= this.#restsUntilMs
  }

  /** Whatever is asked of Redis, nobody fails for it. */
  #rest(error: unknown): void {
    this.#restsUntilMs = performance.now() + REST_MS
    this.#tellAway(error)
  }

  async #look<T>(key: string, revive: (left: unknown) => T | null): Promise<Looked<T> | null> {
    if (!this.#isUsable) return null
    try {
      const [text, [seconds, micros]] = await Promise.all([this.#commands.get(key), this.#commands.time()])
      const nowRedisMs = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000)
      return {
        found: text === null ? null : foundIn(text, nowRedisMs, revive),
        keep: (answer, maxAgeMs) => {
          const left = JSON.stringify({ readAtRedisMs: nowRedisMs, answer })
          this.#send((redis) => redis.set(key, left, 'PXAT', nowRedisMs + maxAgeMs))
        },
      }
    } catch (error) {
      this.#rest(error)
      return null
    }
  }

  #tell(hotelId: HotelId, moved: HeadMoved): void {
    const untold = this.#untold.get(hotelId)
    if (this.#untold.size === 0) setImmediate(() => this.#tellAll())
    const bookingsOnly = moved.bookingsOnly === true && untold?.bookingsOnly !== false
    this.#untold.set(hotelId, { version: moved.version, epoch: moved.epoch, bookingsOnly })
  }

  #tellAll(): void {
    const heads = Array.from(this.#untold, ([hotelId, moved]) => ({ hotelId, ...moved }))
    this.#untold.clear()
    this.#send((redis) => redis.publish(`${this.#namespace}:heads`, JSON.stringify({ from: this.#id, heads })))
  }

  #send(command: (redis: Redis) => Promise<unknown>): void {
    if (this.#isUsable) command(this.#commands).catch((error: unknown) => this.#rest(error))
  }

  #hear(text: string, pokes: HeadPokes): void {
    const message = messageSchema.safeParse(jsonOf(text))
    if (!message.success || message.data.from === this.#id) return
    for (const { hotelId, ...moved } of message.data.heads) pokes.pokeHere(hotelId, moved)
  }
}

function foundIn<T>(text: string, nowRedisMs: number, revive: (left: unknown) => T | null) {
  const shared = sharedSchema.safeParse(jsonOf(text))
  if (!shared.success) return null
  const answer = revive(shared.data.answer)
  // Both moments were cut to the millisecond: it may be one older than they say.
  const ageMs = nowRedisMs - shared.data.readAtRedisMs + 1
  return answer === null || ageMs < 0 ? null : { answer, ageMs }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // whatever it is, it is none of ours
  }
}
