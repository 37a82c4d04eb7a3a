import type { z } from 'zod'
import type { Rng, Timers } from '../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../shared/base/result.ts'
import type { RetryClass } from '../../shared/wire/errors.ts'
import {
  type AllotmentRequest,
  type AllotmentResponse,
  type DigestResponse,
  type EnrolRequest,
  type EnrolResponse,
  type HelloRequest,
  type HelloResponse,
  type PullQuery,
  type PullResponse,
  type PushRequest,
  type PushResponse,
  type SnapshotLine,
  type SnapshotMark,
  type SyncEvent,
  allotmentRequestSchema,
  allotmentResponseSchema,
  digestResponseSchema,
  enrolRequestSchema,
  enrolResponseSchema,
  helloRequestSchema,
  helloResponseSchema,
  pullResponseSchema,
  pushRequestSchema,
  pushResponseSchema,
  snapshotLineSchema,
  syncEventSchema,
} from '../../shared/wire/sync-messages.ts'
import { drawChance } from '../engine/backoff.ts'
import { LINE_DOWN, LINE_TIMEOUT, RESPONSE_INVALID, type SyncFault } from '../engine/fault.ts'
import type { EventStream, TransportPort } from '../engine/ports.ts'
import { ANSWER_TIMEOUT_MS } from './http-transport.ts'

/** A problem as the chain's handlers give it. */
export interface ChainProblem {
  readonly code: string
  readonly retry: RetryClass
}

/** The chain's handlers without HTTP: what the twin calls. */
export interface ChainEndpoints {
  enrol(request: EnrolRequest): Promise<Result<EnrolResponse, ChainProblem>>
  hello(token: string | null, request: HelloRequest): Promise<Result<HelloResponse, ChainProblem>>
  allot(token: string | null, request: AllotmentRequest): Promise<Result<AllotmentResponse, ChainProblem>>
  digest(token: string | null): Promise<Result<DigestResponse, ChainProblem>>
  push(token: string | null, request: PushRequest): Promise<Result<PushResponse, ChainProblem>>
  pull(token: string | null, query: PullQuery): Promise<Result<PullResponse, ChainProblem>>
  snapshot(
    token: string | null,
    after?: SnapshotMark | null,
  ): Promise<Result<AsyncIterable<SnapshotLine>, ChainProblem>>
  /** Tells events until the returned function is called. */
  events(token: string | null, heard: (event: SyncEvent) => void): Promise<Result<() => void, ChainProblem>>
}

/** What goes wrong on the line; chances are in [0, 1]. */
export interface LineFaults {
  readonly down: boolean
  readonly dropRequest: number
  /** The chain handles the request and the answer is lost: the case that sells a room twice elsewhere. */
  readonly dropResponse: number
  readonly maxDelayMs: number
}

const GOOD_LINE: LineFaults = { down: false, dropRequest: 0, dropResponse: 0, maxDelayMs: 0 }

export interface MemoryTransportOptions {
  readonly chain: ChainEndpoints
  readonly token: () => string | null
  readonly rng: Rng
  readonly timers: Timers
}

/** The line to a chain in the same process, for tests and the simulation: the same checks, chosen faults, virtual time. */
export class MemoryTransport implements TransportPort {
  readonly #options: MemoryTransportOptions
  readonly #streams = new Set<() => void>()
  readonly #pauses = new Set<() => void>()
  #faults = GOOD_LINE
  #closed = false

  constructor(options: MemoryTransportOptions) {
    this.#options = options
  }

  /** How the line is from now on. Streams that are open end where it goes down. */
  setFaults(faults: Partial<LineFaults>): void {
    this.#faults = { ...GOOD_LINE, ...faults }
    if (this.#faults.down) for (const end of this.#streams) end()
  }

  enrol(request: EnrolRequest): Promise<Result<EnrolResponse, SyncFault>> {
    return this.#call(() => this.#options.chain.enrol(asSent(enrolRequestSchema, request)), enrolResponseSchema)
  }

  hello(request: HelloRequest): Promise<Result<HelloResponse, SyncFault>> {
    const { chain, token } = this.#options
    return this.#call(() => chain.hello(token(), asSent(helloRequestSchema, request)), helloResponseSchema)
  }

  allot(request: AllotmentRequest): Promise<Result<AllotmentResponse, SyncFault>> {
    const { chain, token } = this.#options
    return this.#call(() => chain.allot(token(), asSent(allotmentRequestSchema, request)), allotmentResponseSchema)
  }

  digest(): Promise<Result<DigestResponse, SyncFault>> {
    const { chain, token } = this.#options
    return this.#call(() => chain.digest(token()), digestResponseSchema)
  }

  push(request: PushRequest): Promise<Result<PushResponse, SyncFault>> {
    const { chain, token } = this.#options
    return this.#call(() => chain.push(token(), asSent(pushRequestSchema, request)), pushResponseSchema)
  }

  pull(query: PullQuery): Promise<Result<PullResponse, SyncFault>> {
    const { chain, token } = this.#options
    return this.#call(() => chain.pull(token(), query), pullResponseSchema)
  }

  async snapshot(
    onLine: (line: SnapshotLine) => Result<void, SyncFault>,
    after: SnapshotMark | null = null,
  ): Promise<Result<void, SyncFault>> {
    const { chain, token } = this.#options
    const opened = await this.#delivered(() => chain.snapshot(token(), after))
    if (!opened.ok) return opened
    for await (const line of opened.value) {
      if (this.#faults.down || this.#closed || this.#happens(this.#faults.dropResponse)) return refuse(LINE_DOWN)
      const parsed = snapshotLineSchema.safeParse(JSON.parse(JSON.stringify(line)))
      if (!parsed.success) return refuse(RESPONSE_INVALID)
      const taken = onLine(parsed.data)
      if (!taken.ok) return taken
    }
    return ok(undefined)
  }

  listen(heard: Parameters<TransportPort['listen']>[0]): EventStream {
    const { chain, token } = this.#options
    let live = true
    let unsubscribe: (() => void) | null = null
    const close = (): boolean => {
      if (!live) return false
      live = false
      this.#streams.delete(end)
      unsubscribe?.()
      return true
    }
    const end = (fault: SyncFault = LINE_DOWN): void => {
      if (close()) heard.onEnd(fault)
    }
    const onEvent = (event: SyncEvent): void => {
      if (live) heard.onEvent(asSent(syncEventSchema, event))
    }
    this.#streams.add(end)
    void this.#delivered(() => chain.events(token(), onEvent)).then((opened) => {
      if (!opened.ok) end(opened.error)
      else if (live) unsubscribe = opened.value
      else opened.value()
      return undefined
    })
    return { close: () => void close() }
  }

  close(): void {
    this.#closed = true
    this.#streams.clear()
    for (const resume of this.#pauses) resume()
  }

  async #call<T>(handle: () => Promise<Result<T, ChainProblem>>, schema: z.ZodType<T>): Promise<Result<T, SyncFault>> {
    const answer = await this.#delivered(handle)
    if (!answer.ok) return answer
    const parsed = schema.safeParse(JSON.parse(JSON.stringify(answer.value)))
    return parsed.success ? ok(parsed.data) : refuse(RESPONSE_INVALID)
  }

  async #delivered<T>(handle: () => Promise<Result<T, ChainProblem>>): Promise<Result<T, SyncFault>> {
    await this.#pause(Math.floor(drawChance(this.#options.rng) * this.#faults.maxDelayMs))
    if (this.#faults.down || this.#closed) return refuse(LINE_DOWN)
    if (this.#happens(this.#faults.dropRequest)) return await this.#lost()
    const answer = await handle()
    if (this.#faults.down || this.#closed) return refuse(LINE_DOWN)
    if (this.#happens(this.#faults.dropResponse)) return await this.#lost()
    return answer.ok ? answer : refuse({ code: answer.error.code, retry: answer.error.retry })
  }

  async #lost(): Promise<Result<never, SyncFault>> {
    await this.#pause(ANSWER_TIMEOUT_MS)
    return refuse(LINE_TIMEOUT)
  }

  #pause(ms: number): Promise<void> {
    if (ms === 0 || this.#closed) return Promise.resolve()
    return new Promise((resolve) => {
      const resume = (): void => {
        this.#pauses.delete(resume)
        resolve()
      }
      this.#pauses.add(resume)
      this.#options.timers.after(ms, resume)
    })
  }

  #happens(chance: number): boolean {
    return chance > 0 && drawChance(this.#options.rng) < chance
  }
}

/** What the peer would have received: through JSON and the message's own schema. */
function asSent<T>(schema: z.ZodType<T>, message: T): T {
  return schema.parse(JSON.parse(JSON.stringify(message)))
}
