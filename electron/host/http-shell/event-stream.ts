import type { ServerResponse } from 'node:http'
import type { Timers } from '../../../shared/base/ports.ts'
import type { DeskEvent } from '../../../shared/desk-api/contract.ts'
import type { DeskHandler } from '../desk-handler.ts'

const PING_EVERY_MS = 15_000
/** A screen that does not read for so long that this much waits is cut off; it comes again and reads afresh. */
const MAX_WAITING_BYTES = 64 * 1024

/** The open event streams of one host: server-sent events, with a comment now and then so that a dead line is noticed. */
export class EventStreams {
  readonly #open = new Set<ServerResponse>()
  readonly #handler: DeskHandler
  readonly #timers: Timers
  readonly #pingEveryMs: number

  constructor(handler: DeskHandler, timers: Timers, pingEveryMs = PING_EVERY_MS) {
    this.#handler = handler
    this.#timers = timers
    this.#pingEveryMs = pingEveryMs
  }

  /** Sends events into the response until it closes. */
  serve(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' })
    response.write('retry: 1000\n\n')
    this.#open.add(response)
    const stopListening = this.#handler.listen((event) => this.#send(response, eventText(event)))
    let ping = this.#timers.after(this.#pingEveryMs, () => beat())
    const beat = (): void => {
      this.#send(response, ': ping\n\n')
      ping = this.#timers.after(this.#pingEveryMs, beat)
    }
    response.on('close', () => {
      ping.cancel()
      stopListening()
      this.#open.delete(response)
    })
  }

  /** Ends every stream, so that a stopping host waits for nobody. */
  closeAll(): void {
    for (const response of this.#open) response.end()
  }

  #send(response: ServerResponse, text: string): void {
    if (response.writableLength > MAX_WAITING_BYTES) response.destroy()
    else response.write(text)
  }
}

function eventText(event: DeskEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`
}
