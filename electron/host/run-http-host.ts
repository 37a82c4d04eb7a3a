import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { systemClock, systemRng, systemTimers } from '../common/adapters.ts'
import { DeskFault } from '../common/faults.ts'
import type { HubReady } from '../common/host-messages.ts'
import { makeDirectory } from '../common/make-directory.ts'
import { loadReplicaKey } from '../common/replica-key.ts'
import type { HostCommandLine } from './command-line.ts'
import { EntryLink } from './http-shell/entry-link.ts'
import { type HttpShell, openHttpShell } from './http-shell/http-shell.ts'
import { loadSessionKey } from './http-shell/session-key.ts'
import type { DeskHost } from './desk-host.ts'
import type { HostOpener } from './open-host.ts'

export interface RunningHost {
  readonly shell: HttpShell
  /** How the next terminal is attached, where this one is a hub. */
  readonly hub: HubReady | null
  /** Stops the shell first, so that no call meets a closed replica. */
  close(): Promise<void>
}

/** Opens the host and serves it over HTTP. A port that is taken leaves no open host behind. */
export async function runHttpHost(settings: HostCommandLine, openHost: HostOpener, log: Logger): Promise<RunningHost> {
  const { config } = settings
  makeDirectory(config.dataDirectory)
  const sessionKey = loadSessionKey(config.dataDirectory, systemRng)
  const token = settings.entryToken ?? Buffer.from(systemRng.bytes(32)).toString('base64url')
  const rendererDirectory = settings.rendererDirectory ?? findRenderer(import.meta.dirname)
  const { key: replicaKey } = await loadReplicaKey(config.dataDirectory, systemRng, null)
  const host = await openHost({ ...config, replicaKey, clock: systemClock, rng: systemRng, timers: systemTimers, log })
  const shell = await openShellOrClose(host, () =>
    openHttpShell(
      {
        handler: host,
        rendererDirectory,
        deviceClass: config.deviceClass,
        sessionKey,
        entryLink: new EntryLink(token, settings.link),
        rng: systemRng,
        timers: systemTimers,
        onFault: (route, error) => log.error({ route, err: error }, 'a request failed'),
      },
      settings.port,
    ),
  )
  return {
    shell,
    hub: host.hub ?? null,
    close: async () => {
      await shell.close()
      await host.close()
    },
  }
}

async function openShellOrClose(host: DeskHost, open: () => Promise<HttpShell>): Promise<HttpShell> {
  try {
    return await open()
  } catch (error) {
    await host.close()
    throw error
  }
}

/** The built renderer: beside the bundle, or in `dist` when the sources run themselves. */
function findRenderer(here: string): string {
  const found = [join(here, '../renderer'), join(here, '../../dist/renderer')].find((path) => existsSync(path))
  if (found === undefined) throw new DeskFault('the desk is not built; run npm run build')
  return found
}
