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
  }
}

/** Written at once: the process may end before a stream would have been drained. */
export const standardStreams = {
  out: (text: string): void => void writeSync(1, text),
  err: (text: string): void => void writeSync(2, text),
}

function jsonLine({ desk, chain }: LaunchReady): string {
  return `${JSON.stringify({ ready: true, desk, chain })}\n`
}

function friendlyText({ desk, chain, shell }: LaunchReady, options: LaunchOptions): string {
  const note = shell === 'electron' ? 'its own window' : `${desk}  (${linkNote(options)})`
  return [
    'Keyrack is running.',
    `  Desk   ${note}`,
    `  Chain  ${chain}`,
    `  Data   ${options.dataDirectory}`,
    'Ctrl-C stops.',
    '',
  ].join('\n')
}

function linkNote(options: LaunchOptions): string {
  return options.open ? 'opened in your browser; this link works once' : 'this link works until Keyrack stops'
}
