import { join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { systemClock, systemTimers } from '../common/adapters.ts'
import { DeskFault } from '../common/faults.ts'
import { type LaunchOptions, readLaunchOptions } from './cli-options.ts'
import { realCommands } from './commands.ts'
import { FetchMemory, chooseElectron, fetchElectron, findElectron } from './electron-runtime.ts'
import { ensureBuilt } from './ensure-built.ts'
import type { LaunchWorld } from './launcher.ts'
import { canShowWindow, openBrowser } from './open-browser.ts'
import { runLauncher, standardStreams } from './run-launcher.ts'

const root = resolve(import.meta.dirname, '../..')

function realWorld(options: LaunchOptions): LaunchWorld {
  const electronPackage = join(root, 'node_modules/electron')
  const surroundings = { platform: process.platform, env: process.env, isRoot: process.getuid?.() === 0 }
  return {
    clock: systemClock,
    timers: systemTimers,
    env: process.env,
    commands: realCommands(root, options),
    build: () => ensureBuilt(root, systemTimers),
    chooseElectron: () =>
      chooseElectron(
        surroundings,
        new FetchMemory(options.dataDirectory, systemClock),
        () => findElectron(electronPackage, process.env),
        () => fetchElectron(electronPackage, systemTimers),
        (line) => standardStreams.err(`keyrack: ${line}\n`),
      ),
    openBrowser,
    ...standardStreams,
  }
}

async function main(): Promise<number> {
  try {
    const options = readLaunchOptions(process.argv.slice(2), envPaths('keyrack', { suffix: '' }).data)
    if (options === null) return 0
    const open = options.open && canShowWindow(process.platform, process.env)
    return await runLauncher({ ...options, open }, realWorld(options))
  } catch (error) {
    if (!(error instanceof DeskFault)) throw error
    standardStreams.err(`keyrack: ${error.message}\n`)
    return 1
  }
}

process.exit(await main())
