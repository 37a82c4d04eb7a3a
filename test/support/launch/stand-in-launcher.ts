import { join } from 'node:path'
import { systemClock, systemTimers } from '../../../electron/common/adapters.ts'
import { DeskFault } from '../../../electron/common/faults.ts'
import type { ChildCommand } from '../../../electron/launch/child-process.ts'
import { readLaunchOptions } from '../../../electron/launch/cli-options.ts'
import { runLauncher, standardStreams } from '../../../electron/launch/run-launcher.ts'

/** The launcher as a process over stand-in children, whose behaviour the environment names; its pauses are short. */
const chainDoes = process.env['STAND_IN_CHAIN'] ?? 'works'
const hostDoes = process.env['STAND_IN_HOST'] ?? 'works'

function standIn(directory: string, name: string, behaviour: string, port: number): ChildCommand {
  return {
    name: `the ${name}`,
    file: process.execPath,
    args: [join(import.meta.dirname, 'stand-in-child.ts'), name, behaviour, String(port), join(directory, 'order')],
    env: {},
    logFile: join(directory, 'logs', `${name}.log`),
  }
}

async function main(): Promise<number> {
  try {
    const options = readLaunchOptions(process.argv.slice(2), '/nowhere')
    if (options === null) return 0
    const { dataDirectory } = options
    return await runLauncher(options, {
      clock: systemClock,
      // The pauses before a restart are 200 to 1,600 ms.
      timers: { after: (ms, run) => systemTimers.after(ms >= 200 && ms <= 1_600 ? 5 : ms, run) },
      env: process.env,
      commands: {
        chain: (port) => standIn(dataDirectory, 'chain', chainDoes, port),
        host: (_chain, port, token) => ({
          ...standIn(dataDirectory, 'host', hostDoes, port),
          env: token === null ? {} : { KEYRACK_ENTRY_TOKEN: token },
        }),
        electron: () => standIn(dataDirectory, 'electron', 'works', 0),
      },
      build: () => Promise.resolve(),
      chooseElectron: () => Promise.resolve(null),
      openBrowser: (url) => standardStreams.err(`opened ${url}\n`),
      ...standardStreams,
    })
  } catch (error) {
    if (!(error instanceof DeskFault)) throw error
    standardStreams.err(`keyrack: ${error.message}\n`)
    return 1
  }
}

process.exit(await main())
