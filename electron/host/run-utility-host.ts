import type { Logger } from 'pino'
import { systemClock, systemRng, systemTimers } from '../common/adapters.ts'
import { type FromHost, type HostConfig, type HubReady, toHostSchema } from '../common/host-messages.ts'
import type { ReplicaKey } from '../common/replica-key.ts'
import { faultLine } from './fault-line.ts'
import type { DeskHost } from './desk-host.ts'
import type { HostOpener } from './open-host.ts'
import { type ElectronPortLike, fromElectronPort } from './port-shell/host-port.ts'
import { servePort } from './port-shell/serve-port.ts'

/** The part of Electron's `process.parentPort` that is used; named here because the host imports no Electron. */
export interface ParentPortLike {
  on(event: 'message', heard: (message: { data: unknown; ports: ElectronPortLike[] }) => void): unknown
  postMessage(message: unknown): void
}

/**
 * Runs the host inside an Electron utility process: config by the first message, a MessagePort by each `port` message
 * (ports that come before the host is open are kept until it is), `stop` to end. `exit` is called once, with the code.
 */
export function runUtilityHost(
  parent: ParentPortLike,
  openHost: HostOpener,
  log: Logger,
  exit: (code: number) => void,
): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Electron's parent port, no window: it has no origin
  const say = (message: FromHost): void => parent.postMessage(message)
  const waiting: ElectronPortLike[] = []
  let opening: Promise<DeskHost | null> | null = null
  let host: DeskHost | null = null

  const open = async (config: HostConfig, { key, keptBy }: ReplicaKey): Promise<DeskHost | null> => {
    if (keptBy === 'file') log.warn("no keychain here: the key of the guests' data lies in replica.key (mode 0600)")
    let hub: HubReady | undefined
    try {
      const opened = await openHost({
        ...config,
        replicaKey: key,
        clock: systemClock,
        rng: systemRng,
        timers: systemTimers,
        log,
      })
      host = opened
      hub = opened.hub
    } catch (error) {
      say({ type: 'failed', line: faultLine(error, { dataDirectory: config.dataDirectory, port: null }) })
      exit(1)
      return null
    }
    for (const port of waiting.splice(0)) servePort(host, fromElectronPort(port))
    say({ type: 'ready', ...(hub === undefined ? {} : { hub }) })
    return host
  }
  const stop = async (): Promise<void> => {
    const opened = await opening
    await opened?.close()
    exit(0)
  }

  parent.on('message', ({ data, ports }) => {
    const message = toHostSchema.safeParse(data)
    if (!message.success) return log.error('a message from main that is none of ours')
    switch (message.data.type) {
      case 'config':
        opening ??= open(message.data.config, message.data.replicaKey)
        return
      case 'port':
        if (host === null) waiting.push(...ports)
        else for (const port of ports) servePort(host, fromElectronPort(port))
        return
      case 'stop':
        void stop()
    }
  })
}
