import { create } from 'axios'
import type { Timers } from '../../shared/base/ports.ts'
import type { DeskAnswer, DeskCallName, DeskClient, DeskInput } from '../../shared/desk-api/contract.ts'
import { DESK_EVENTS_PATH, STAFF_SESSION_HEADER, deskCallPath } from '../../shared/desk-api/http-paths.ts'
import { failed, readAnswer, readEvent } from './read-answer.ts'

/** As much of the browser's `EventSource` as the client needs. */
export interface EventStream {
  addEventListener(type: 'open' | 'message' | 'error', heard: (event: { readonly data?: unknown }) => void): void
  /** 2 once the stream has given up and has to be opened anew. */
  readonly readyState: number
  close(): void
}

export interface HttpDeskOptions {
  /** Where the host serves, e.g. `http://127.0.0.1:4711`; empty for the page's own origin. */
  readonly origin: string
  readonly timers: Timers
  openStream(url: string): EventStream
  readonly headers?: Readonly<Record<string, string>>
  /** The session of whoever is signed in at this screen. */
  readonly session?: () => string | null
}

const CALL_TIMEOUT_MS = 15_000
const REOPEN_MS = 2_000
const STREAM_CLOSED = 2

/**
 * The desk API over HTTP. Never rejects: no answer is `HOST_UNREACHABLE` (retry later; safe, because every command
 * carries its own id), 401 is `NOT_SIGNED_IN`, an answer of another shape `INTERNAL`. Rules: UI-10 to UI-13.
 */
export function httpDeskClient(options: HttpDeskOptions): DeskClient {
  const http = create({
    baseURL: options.origin,
    timeout: CALL_TIMEOUT_MS,
    validateStatus: () => true,
    ...(options.headers ? { headers: options.headers } : {}),
  })

  async function call<N extends DeskCallName>(name: N, input: DeskInput<N>): Promise<DeskAnswer<N>> {
    try {
      const session = options.session?.() ?? null
      const headers = session === null ? {} : { [STAFF_SESSION_HEADER]: session }
      const response = await http.post<unknown>(deskCallPath(name), input, { headers })
      return response.status === 401 ? failed('NOT_SIGNED_IN', 'never') : readAnswer(name, response.data)
    } catch {
      return failed('HOST_UNREACHABLE', 'later') // axios throws only when no answer came
    }
  }

  function listen(heard: Parameters<DeskClient['listen']>[0]): () => void {
    let stream: EventStream
    let reopening: { cancel(): void } | null = null
    let lost = false
    const open = () => {
      stream = options.openStream(`${options.origin}${DESK_EVENTS_PATH}`)
      stream.addEventListener('open', () => {
        lost = false
        heard.onBack()
      })
      stream.addEventListener('message', ({ data }) => {
        const event = readEvent(parseJson(data))
        if (event) heard.onEvent(event)
      })
      stream.addEventListener('error', () => {
        if (!lost) heard.onLost()
        lost = true
        if (stream.readyState === STREAM_CLOSED) reopening = options.timers.after(REOPEN_MS, open)
      })
    }
    open()
    return () => {
      reopening?.cancel()
      stream.close()
    }
  }

  return { call, listen }
}

function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return null
  try {
    return JSON.parse(text)
  } catch {
    return null // read as an unknown event, which is left out
  }
}
