import { Agent } from 'node:https'
import type { Readable } from 'node:stream'
import { type AxiosInstance, create } from 'axios'
import { createParser } from 'eventsource-parser'
import { z } from 'zod'
import type { Clock, Timers } from '../../../shared/base/ports.ts'
import {
  type DeskAnswer,
  type DeskCallName,
  type DeskEvent,
  type DeskOutput,
  deskErrorSchema,
  deskEventSchema,
} from '../../../shared/desk-api/contract.ts'
import { DESK_CALL_PATH, DESK_EVENTS_PATH, STAFF_SESSION_HEADER } from '../../../shared/desk-api/http-paths.ts'
import { SilenceWatch } from '../../../sync/transport/silence-watch.ts'
import { HEARTBEAT_LOST_MS } from '../lan/lan-paths.ts'

/** What became of a call: the hub's answer; no answer, so that it may have been done; or the key is not taken. */
export type HubAnswer =
  | { readonly came: 'answer'; readonly answer: DeskAnswer<DeskCallName> }
  | { readonly came: 'nothing' }
  | { readonly came: 'keyRefused' }

export interface HubHeard {
  onReached(): void
  onEvent(event: DeskEvent): void
  /** Once for each time that it was reached, and for each try that failed. */
  onLost(heardAtUtcMs: number): void
  onKeyRefused(): void
}

/** An attached terminal's line to its hub. Nothing here rejects. */
export interface HubLine {
  readonly address: string
  call(call: string, input: unknown, session?: string | null): Promise<HubAnswer>
  /** Hears events, and tries again for ever where they end, until the returned function is called. */
  listen(heard: HubHeard): () => void
}

export interface HttpsHubLineOptions {
  /** As host:port, asked for at each try: a hub that is found on the LAN may move. */
  readonly address: () => string
  readonly certificatePem: string
  readonly fingerprint: string
  readonly terminalId: string
  readonly key: string
  readonly clock: Clock
  readonly timers: Timers
}

/** The hub is in the same building, and a command there is one transaction. */
const ANSWER_WITHIN_MS = 6_000
const TRY_AGAIN_MS = 1_000
const REFUSED_TRY_AGAIN_MS = 30_000

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: deskErrorSchema }),
])

/**
 * A line that trusts one certificate and nothing else: the TLS layer ends it before a byte is sent to anybody who can not
 * show that very one (HUB-02).
 */
export function pinnedAgent(certificatePem: string, fingerprint: string): Agent {
  return new Agent({
    keepAlive: true,
    ca: certificatePem,
    minVersion: 'TLSv1.3',
    checkServerIdentity: (_host, shown) =>
      shown.fingerprint256 === fingerprint ? undefined : new Error('not the certificate that was paired with'),
  })
}

export class HttpsHubLine implements HubLine {
  readonly #options: HttpsHubLineOptions
  readonly #http: AxiosInstance

  constructor(options: HttpsHubLineOptions) {
    this.#options = options
    this.#http = create({
      httpsAgent: pinnedAgent(options.certificatePem, options.fingerprint),
      proxy: false,
      maxRedirects: 0,
      validateStatus: () => true,
      headers: { authorization: `Bearer ${options.terminalId}.${options.key}` },
    })
  }

  get address(): string {
    return this.#options.address()
  }

  async call(call: string, input: unknown, session: string | null = null): Promise<HubAnswer> {
    try {
      const url = `https://${this.address}${DESK_CALL_PATH}${encodeURIComponent(call)}`
      const { status, data } = await this.#http.post<unknown>(url, input ?? {}, {
        timeout: ANSWER_WITHIN_MS,
        headers: session === null ? {} : { [STAFF_SESSION_HEADER]: session },
      })
      if (status === 401) return { came: 'keyRefused' }
      const answer = answerSchema.safeParse(data)
      if (!answer.success) return { came: 'nothing' }
      if (!answer.data.ok) return { came: 'answer', answer: answer.data }
      // Whether it is the output of this very call is for the screen to check, which does so over every transport.
      return { came: 'answer', answer: { ok: true, value: answer.data.value as DeskOutput<DeskCallName> } }
    } catch {
      return { came: 'nothing' } // axios throws only where no answer came
    }
  }

  listen(heard: HubHeard): () => void {
    const ended = new AbortController()
    let pause: { cancel(): void } | null = null
    const open = async (): Promise<void> => {
      const status = await this.#hear(heard, ended.signal)
      if (ended.signal.aborted) return
      pause = this.#options.timers.after(status === 401 ? REFUSED_TRY_AGAIN_MS : TRY_AGAIN_MS, () => void open())
    }
    void open()
    return () => {
      ended.abort()
      pause?.cancel()
    }
  }

  /** One stream from its opening to its end; resolves with the status that it began with, 0 where none came. */
  async #hear(heard: HubHeard, ended: AbortSignal): Promise<number> {
    const { clock, timers } = this.#options
    const silent = new AbortController()
    const watch = new SilenceWatch(timers, () => silent.abort())
    let heardAtUtcMs = clock.nowUtcMs()
    let status = 0
    try {
      watch.restart(HEARTBEAT_LOST_MS)
      const answer = await this.#http.get<Readable>(`https://${this.address}${DESK_EVENTS_PATH}`, {
        responseType: 'stream',
        signal: AbortSignal.any([ended, silent.signal]),
      })
      status = answer.status
      if (status !== 200) answer.data.destroy()
      else {
        heard.onReached()
        const parser = createParser({ onEvent: ({ data }) => tellEvent(data, heard) })
        const decoder = new TextDecoder()
        for await (const chunk of answer.data as AsyncIterable<Uint8Array>) {
          heardAtUtcMs = clock.nowUtcMs()
          watch.restart(HEARTBEAT_LOST_MS)
          parser.feed(decoder.decode(chunk, { stream: true }))
        }
      }
    } catch {
      // Refused, cut off or silent: lost, whichever it was.
    } finally {
      watch.stop()
    }
    if (ended.aborted) return status
    if (status === 401) heard.onKeyRefused()
    else heard.onLost(heardAtUtcMs)
    return status
  }
}

/** What a newer hub tells and this terminal does not know costs nothing: screens also read by themselves. */
function tellEvent(data: string, heard: HubHeard): void {
  try {
    const event = deskEventSchema.safeParse(JSON.parse(data))
    if (event.success) heard.onEvent(event.data)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
}
