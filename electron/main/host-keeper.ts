import type { Clock, Timers } from '../../shared/base/ports.ts'
import { type HostConfig, type HubReady, type ToHost, fromHostSchema } from '../common/host-messages.ts'
import { PORT_CHANNEL } from '../common/ipc-channels.ts'
import { decideRestart } from '../common/restart-policy.ts'
import type { ReplicaKey } from '../common/replica-key.ts'
import type { ElectronParts, FramePart, HostProcessPart } from './electron-parts.ts'

const STOP_WITHIN_MS = 8_000

export interface HostKeeperOptions {
  readonly fork: () => HostProcessPart
  readonly openChannel: ElectronParts['openChannel']
  readonly config: HostConfig
  readonly replicaKey: ReplicaKey
  readonly clock: Clock
  readonly timers: Timers
  /** The host is open; told each time. */
  readonly onReady: (hub: HubReady | undefined) => void
  /** The host can not open, or failed five times within a minute; `line` is for a person. */
  readonly onFailed: (line: string) => void
}

/**
 * Keeps the host process alive and hands its lines to pages. When the host dies, the pages' ports close and they ask
 * again; a page that asks while there is no host is served by the next one (SHELL-28).
 */
export class HostKeeper {
  readonly #options: HostKeeperOptions
  readonly #waiting = new Set<FramePart>()
  #host: HostProcessPart | null = null
  #failuresUtcMs: readonly number[] = []
  #pause: { cancel(): void } | null = null
  #ended = false
  #onExit: (() => void) | null = null

  constructor(options: HostKeeperOptions) {
    this.#options = options
  }

  start(): void {
    const host = this.#options.fork()
    this.#host = host
    host.on('message', (message) => this.#hear(message))
    host.once('exit', () => this.#exited())
    const { config, replicaKey } = this.#options
    this.#send(host, { type: 'config', config, replicaKey })
    for (const frame of this.#waiting) this.#connect(host, frame)
    this.#waiting.clear()
  }

  /** Gives a page its line to the host, now or as soon as there is one. */
  connect(frame: FramePart): void {
    if (this.#host === null) this.#waiting.add(frame)
    else this.#connect(this.#host, frame)
  }

  /** Asks the host to close its replica and waits for it; after eight seconds it is ended by force. */
  async stop(): Promise<void> {
    this.#ended = true
    this.#pause?.cancel()
    const host = this.#host
    if (host === null) return
    const gone = new Promise<void>((resolve) => {
      this.#onExit = resolve
    })
    this.#send(host, { type: 'stop' })
    const limit = this.#options.timers.after(STOP_WITHIN_MS, () => void host.kill())
    await gone
    limit.cancel()
  }

  #connect(host: HostProcessPart, frame: FramePart): void {
    const { port1, port2 } = this.#options.openChannel()
    host.postMessage({ type: 'port' } satisfies ToHost, [port1])
    frame.postMessage(PORT_CHANNEL, null, [port2])
  }

  #send(host: HostProcessPart, message: ToHost): void {
    host.postMessage(message, [])
  }

  #hear(raw: unknown): void {
    const message = fromHostSchema.safeParse(raw)
    if (!message.success || this.#ended) return
    if (message.data.type === 'ready') return this.#options.onReady(message.data.hub)
    this.#ended = true
    this.#options.onFailed(message.data.line)
  }

  #exited(): void {
    this.#host = null
    this.#onExit?.()
    if (this.#ended) return
    const decision = decideRestart(this.#failuresUtcMs, this.#options.clock.nowUtcMs())
    if (decision.kind === 'giveUp') {
      this.#ended = true
      return this.#options.onFailed('the desk host failed five times within a minute')
    }
    this.#failuresUtcMs = decision.failuresUtcMs
    this.#pause = this.#options.timers.after(decision.afterMs, () => this.start())
  }
}
