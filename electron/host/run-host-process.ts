import { writeSync } from 'node:fs'
import type { Logger } from 'pino'
import type { HubReady } from '../common/host-messages.ts'
import { type HostCommandLine, readCommandLine } from './command-line.ts'
import { faultLine } from './fault-line.ts'
import { openHostLog } from './host-log.ts'
import type { HostOpener } from './open-host.ts'
import { type RunningHost, runHttpHost } from './run-http-host.ts'
import { type ParentPortLike, runUtilityHost } from './run-utility-host.ts'

const NOWHERE = { dataDirectory: '', port: null }

/**
 * The host process from its first line to its last. In an Electron utility process it serves MessagePorts, else HTTP.
 * A fault at the start is one line `keyrack: …` on stderr and exit code 1. Signals, and the end of the process that
 * started it (its IPC channel closes), stop it cleanly.
 */
export async function runHostProcess(process: NodeJS.Process, openHost: HostOpener): Promise<void> {
  const log = openHostLog(process.env['KEYRACK_LOG'])
  const parentPort = parentPortOf(process)
  if (parentPort !== null) {
    return runUtilityHost(parentPort, openHost, log, (code) => process.exit(code))
  }
  const settings = readSettings(process)
  if (settings === null) return
  const starting = startOrFail(process, settings, openHost, log)
  stopWithParent(process, starting)
  const { shell, hub } = await starting
  const url = shell.entryUrl
  process.stdout.write(
    settings.json
      ? `${JSON.stringify({ ready: true, url, ...(hub === null ? {} : { hub }) })}\n`
      : `The desk is at ${url}\n${hub === null ? '' : hubLine(hub)}`,
  )
}

function hubLine({ port, pairingCode }: HubReady): string {
  return `The hub listens on port ${port}; the next desk is attached with KEYRACK_PAIRING_CODE=${pairingCode}\n`
}

function readSettings(process: NodeJS.Process): HostCommandLine | null {
  try {
    return readCommandLine(process.argv.slice(2), process.env)
  } catch (error) {
    return fail(process, faultLine(error, NOWHERE))
  } finally {
    delete process.env['KEYRACK_ENROL_CODE']
    delete process.env['KEYRACK_ENTRY_TOKEN']
    delete process.env['KEYRACK_PAIRING_CODE']
  }
}

async function startOrFail(
  process: NodeJS.Process,
  settings: HostCommandLine,
  openHost: HostOpener,
  log: Logger,
): Promise<RunningHost> {
  try {
    return await runHttpHost(settings, openHost, log)
  } catch (error) {
    return fail(process, faultLine(error, { dataDirectory: settings.config.dataDirectory, port: settings.port }))
  }
}

/** Written at once, since the process ends before a stream would have been drained. */
function fail(process: NodeJS.Process, line: string): never {
  writeSync(2, `keyrack: ${line}\n`)
  return process.exit(1)
}

/** Listens before the host is open, so that a launcher that dies meanwhile leaves no orphan. */
function stopWithParent(process: NodeJS.Process, starting: Promise<RunningHost>): void {
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    try {
      const running = await starting
      await running.close()
    } catch (error) {
      fail(process, faultLine(error, NOWHERE))
    }
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
  if (process.connected) process.on('disconnect', () => void stop())
}

/** Electron puts `parentPort` on the process object of a utility process; plain Node has none. */
function parentPortOf(process: NodeJS.Process & { parentPort?: ParentPortLike | null }): ParentPortLike | null {
  return process.parentPort ?? null
}
