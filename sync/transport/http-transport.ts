import type { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { type AxiosInstance, type AxiosRequestConfig, create } from 'axios'
import { createParser } from 'eventsource-parser'
import type { z } from 'zod'
import type { Timers } from '../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../shared/base/result.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/wire/protocol.ts'
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
  allotmentResponseSchema,
  digestResponseSchema,
  enrolResponseSchema,
  helloResponseSchema,
  pullResponseSchema,
  pushResponseSchema,
  syncEventSchema,
} from '../../shared/wire/sync-messages.ts'
import { LINE_DOWN, LINE_TIMEOUT, RESPONSE_INVALID, type SyncFault } from '../engine/fault.ts'
import type { EventStream, TransportPort } from '../engine/ports.ts'
import { faultOfAnswer, faultOfError } from './fault-of-answer.ts'
import { SilenceWatch } from './silence-watch.ts'
import { snapshotLines } from './snapshot-lines.ts'

/** A request that is not answered by then is given up. */
export const ANSWER_TIMEOUT_MS = 10_000
/** A stream without a byte for so long is lost: the chain sends a ping every 15 s. */
export const STREAM_SILENCE_MS = 40_000
/** Pushes of fewer characters travel as they are. */
const COMPRESS_FROM_CHARACTERS = 1_024
/** More than the largest pull that the protocol allows. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

export interface HttpTransportOptions {
  /** Where the chain is, e.g. `https://chain.example`. */
  readonly chainUrl: string
  /** The terminal's token, asked for at each request; `null` before it has enrolled. */
  readonly token: () => string | null
  readonly timers: Timers
}

type Asked = Omit<AxiosRequestConfig, 'headers'> & { readonly headers?: Readonly<Record<string, string>> }

type Heard = Parameters<TransportPort['listen']>[0]

/** The line to the chain over HTTP. Every answer is checked against its schema, every failure classed here and once. */
export class HttpTransport implements TransportPort {
  readonly #http: AxiosInstance
  readonly #token: () => string | null
  readonly #timers: Timers
  readonly #closing = new AbortController()

  constructor({ chainUrl, token, timers }: HttpTransportOptions) {
    this.#token = token
    this.#timers = timers
    this.#http = create({
      baseURL: new URL('/sync/v1/', chainUrl).href,
      maxRedirects: 0,
      maxContentLength: MAX_ANSWER_BYTES,
      validateStatus: () => true,
      transitional: { clarifyTimeoutError: true },
    })
  }

  enrol(request: EnrolRequest): Promise<Result<EnrolResponse, SyncFault>> {
    return this.#ask({ method: 'POST', url: 'enrol', data: request }, enrolResponseSchema)
  }

  hello(request: HelloRequest): Promise<Result<HelloResponse, SyncFault>> {
    return this.#ask({ method: 'POST', url: 'hello', data: request }, helloResponseSchema)
  }

  allot(request: AllotmentRequest): Promise<Result<AllotmentResponse, SyncFault>> {
    return this.#ask({ method: 'POST', url: 'allotment', data: request }, allotmentResponseSchema)
  }

  digest(): Promise<Result<DigestResponse, SyncFault>> {
    return this.#ask({ method: 'GET', url: 'digest' }, digestResponseSchema)
  }

  push(request: PushRequest): Promise<Result<PushResponse, SyncFault>> {
    return this.#ask({ method: 'POST', url: 'push', ...compressed(request) }, pushResponseSchema)
  }

  pull(query: PullQuery): Promise<Result<PullResponse, SyncFault>> {
    return this.#ask({ method: 'GET', url: 'pull', params: query }, pullResponseSchema)
  }

  async snapshot(
    onLine: (line: SnapshotLine) => Result<void, SyncFault>,
    after: SnapshotMark | null = null,
  ): Promise<Result<void, SyncFault>> {
    const giveUp = new AbortController()
    const watch = new SilenceWatch(this.#timers, () => giveUp.abort())
    try {
      const opened = await this.#open('snapshot', giveUp.signal, watch, after ?? {})
      if (!opened.ok) return opened
      opened.value.on('data', () => watch.restart(STREAM_SILENCE_MS))
      for await (const line of snapshotLines(opened.value)) {
        if (line === null) return refuse(RESPONSE_INVALID)
        const taken = onLine(line)
        if (!taken.ok) return taken
      }
      return ok(undefined)
    } catch (error) {
      return refuse(giveUp.signal.aborted ? LINE_TIMEOUT : faultOfError(error))
    } finally {
      watch.stop()
      giveUp.abort()
    }
  }

  listen(heard: Heard): EventStream {
    const giveUp = new AbortController()
    let closed = false
    void this.#hear((event) => heard.onEvent(event), giveUp).then((fault) => {
      if (!closed) heard.onEnd(fault)
      return undefined
    })
    return {
      close: () => {
        closed = true
        giveUp.abort()
      },
    }
  }

  close(): void {
    this.#closing.abort()
  }

  /** Hears events until the stream ends; tells why it did. */
  async #hear(onEvent: Heard['onEvent'], giveUp: AbortController): Promise<SyncFault> {
    let silent = false
    const watch = new SilenceWatch(this.#timers, () => {
      silent = true
      giveUp.abort()
    })
    try {
      const opened = await this.#open('events', giveUp.signal, watch)
      if (!opened.ok) return opened.error
      const parser = createParser({
        onEvent: ({ data }) => {
          const event = parseEvent(data)
          // An event of a newer chain that we do not know costs nothing: a timer pulls anyway.
          if (event !== null && !giveUp.signal.aborted) onEvent(event)
        },
      })
      const decoder = new TextDecoder()
      for await (const chunk of opened.value as AsyncIterable<Uint8Array>) {
        watch.restart(STREAM_SILENCE_MS)
        parser.feed(decoder.decode(chunk, { stream: true }))
      }
      return LINE_DOWN
    } catch (error) {
      return silent ? LINE_TIMEOUT : faultOfError(error)
    } finally {
      watch.stop()
    }
  }

  async #ask<T>({ headers = {}, ...config }: Asked, schema: z.ZodType<T>): Promise<Result<T, SyncFault>> {
    try {
      const answer = await this.#http.request<unknown>({
        ...config,
        headers: { ...this.#headers(), ...headers },
        responseType: 'json',
        timeout: ANSWER_TIMEOUT_MS,
        signal: this.#closing.signal,
      })
      if (answer.status < 200 || answer.status > 299) {
        return refuse(faultOfAnswer(answer.status, answer.data, answer.headers['retry-after']))
      }
      const parsed = schema.safeParse(answer.data)
      return parsed.success ? ok(parsed.data) : refuse(RESPONSE_INVALID)
    } catch (error) {
      return refuse(faultOfError(error))
    }
  }

  /** Opens a stream; the watch is left running for whoever reads it. */
  async #open(
    url: string,
    signal: AbortSignal,
    watch: SilenceWatch,
    params: object = {},
  ): Promise<Result<Readable, SyncFault>> {
    watch.restart(ANSWER_TIMEOUT_MS)
    const answer = await this.#http.request<Readable>({
      method: 'GET',
      url,
      params,
      headers: this.#headers(),
      responseType: 'stream',
      signal: AbortSignal.any([signal, this.#closing.signal]),
      maxContentLength: -1,
    })
    if (answer.status === 200) return ok(answer.data)
    return refuse(faultOfAnswer(answer.status, await readJson(answer.data), answer.headers['retry-after']))
  }

  #headers(): Record<string, string> {
    const token = this.#token()
    const protocol = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) }
    return token === null ? protocol : { ...protocol, authorization: `Bearer ${token}` }
  }
}

/** A push as it travels: what is large is compressed, since a queue of days is sent over a line that was down. */
function compressed(request: PushRequest): Pick<Asked, 'data' | 'headers'> {
  const json = JSON.stringify(request)
  if (json.length < COMPRESS_FROM_CHARACTERS) return { data: request }
  return { data: gzipSync(json), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } }
}

function parseEvent(data: string) {
  try {
    return syncEventSchema.safeParse(JSON.parse(data)).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

async function readJson(stream: Readable): Promise<unknown> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of stream as AsyncIterable<Uint8Array>) text += decoder.decode(chunk, { stream: true })
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
