import type { DeskHandler } from '../../electron/host/desk-handler.ts'
import type { HubAnswer, HubHeard, HubLine } from '../../electron/host/attached/hub-line.ts'
import type { Clock } from '../../shared/base/ports.ts'

/** An attached terminal's line to a hub in memory: it breaks, loses answers and refuses keys when told to. */
export class MemoryHubLine implements HubLine {
  readonly address = '10.0.0.5:4610'
  readonly sent: string[] = []
  /** The next call gets to the hub, or not, and its answer does not come back. */
  loseNext: 'call' | 'answer' | null = null
  /** Resolves when the hub is to have answered; a call waits for it. */
  hold: Promise<void> | null = null
  readonly #hub: DeskHandler
  readonly #clock: Clock
  #heard: HubHeard | null = null
  #up = false

  constructor(hub: DeskHandler, clock: Clock) {
    this.#hub = hub
    this.#clock = clock
    hub.listen((event) => {
      if (this.#up) this.#heard?.onEvent(event)
    })
  }

  async call(call: string, input: unknown, session: string | null): Promise<HubAnswer> {
    this.sent.push(call)
    await this.hold
    const lost = this.loseNext
    this.loseNext = null
    if (!this.#up || lost === 'call') return { came: 'nothing' }
    const answer = await this.#hub.handle(call, JSON.parse(JSON.stringify(input)), session)
    return lost === 'answer' ? { came: 'nothing' } : { came: 'answer', answer }
  }

  listen(heard: HubHeard): () => void {
    this.#heard = heard
    return () => {
      this.#heard = null
    }
  }

  lay(): void {
    this.#up = true
    this.#heard?.onReached()
  }

  cut(): void {
    this.#up = false
    this.#heard?.onLost(this.#clock.nowUtcMs())
  }

  refuseKey(): void {
    this.#up = false
    this.#heard?.onKeyRefused()
  }
}
