import { writeSync } from 'node:fs'
import { DeskFault } from '../common/faults.ts'
import type { LaunchOptions } from './cli-options.ts'
import { type LaunchReady, type LaunchWorld, Launcher, StoppedWhileStarting } from './launcher.ts'

/**
 * Runs the launcher as a process: one line on stderr and exit code 1 for a fault, one line of JSON or a short text when
 * ready, and a clean stop on Ctrl-C, SIGTERM and a closed terminal. Resolves with the exit code.
 */
export async function runLauncher(options: LaunchOptions, world: LaunchWorld): Promise<number> {
  const launcher = new Launcher(options, world)
  const stopped = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => void launcher.stop().then(() => resolve(0)))
    }
  })
  const watch = watchNpm(world, () => process.kill(process.pid, 'SIGTERM'))
  try {
    const ready = await launcher.start()
    world.out(options.json ? jsonLine(ready) : friendlyText(ready, options))
    const code = await Promise.race([launcher.ended, stopped])
    await launcher.stop()
    return code
  } catch (error) {
    if (error instanceof StoppedWhileStarting) return stopped
    await launcher.stop()
    if (!(error instanceof DeskFault)) throw error
    world.err(`keyrack: ${error.message}\n`)
    return 1
  } finally {
    watch.cancel()
  }
}

const LOOK_AT_PARENT_MS = 500

/**
 * Under `npm start` a shell stands between npm and the launcher, and npm hands a SIGTERM to that shell, which ends
 * without handing it on. So the end of the shell counts as the signal.
 */
function watchNpm({ timers, env }: LaunchWorld, onGone: () => void): { cancel(): void } {
  if (env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return { cancel: () => undefined }
  const parent = process.ppid
  let timer = timers.after(LOOK_AT_PARENT_MS, () => look())
  const look = (): void => {
    if (process.ppid !== parent) return onGone()
    timer = timers.after(LOOK_AT_PARENT_MS, look)
  }
  return { cancel: () => timer.cancel() }
}

/** Written at once: the process may end before a stream would have been drained. */
export const standardStreams = {
  out: (text: string): void => void writeSync(1, text),
  err: (text: string): void => void writeSync(2, text),
}

function jsonLine({ desk, chain, hub }: LaunchReady): string {
  const parts = chain && {
    chain: chain.chain,
    internal: chain.internal,
    apiKey: chain.apiKey,
    staffToken: chain.staffToken,
  }
  return `${JSON.stringify({ ready: true, desk, ...parts, ...(hub ? { hub } : {}) })}\n`
}

function friendlyText({ desk, chain, hub, shell }: LaunchReady, options: LaunchOptions): string {
  const note = shell === 'electron' ? 'its own window' : `${desk}  (${linkNote(options)})`
  return [
    'Keyrack is running.',
    `  Desk   ${note}`,
    ...(chain === null ? [] : [`  Chain  ${chain.chain}`]),
    ...(chain === null || chain.apiKey === null
      ? []
      : [`  API    curl -H 'Authorization: Bearer ${chain.apiKey}' ${chain.chain}/v1/hotels`]),
    ...(hub
      ? [`  Hub    port ${hub.port}; attach a desk once with KEYRACK_PAIRING_CODE=${hub.pairingCode} (15 minutes)`]
      : []),
    `  Data   ${options.dataDirectory}`,
    'Ctrl-C stops.',
    '',
  ].join('\n')
}

function linkNote(options: LaunchOptions): string {
  return options.open ? 'opened in your browser; this link works once' : 'this link works until Keyrack stops'
}
