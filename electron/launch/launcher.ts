import { systemRng } from '../common/adapters.ts'
import type { Clock, Timers } from '../../shared/base/ports.ts'
import { DeskFault } from '../common/faults.ts'
import { type ChildCommand, type ChildExit, type RunningChild, startChild } from './child-process.ts'
import type { LaunchOptions } from './cli-options.ts'
import type { LaunchCommands } from './commands.ts'
import { prepareDataDirectory } from './data-directory.ts'
import { assertPortFree } from './free-port.ts'
import { type LaunchLock, takeLaunchLock } from './launch-lock.ts'
import { isRunning } from './process-identity.ts'
import { type ChainReady, type DeskReady, parseChainReady, parseDeskReady, portOf } from './ready-lines.ts'
import { SupervisedChild } from './supervised-child.ts'

const LOOK_AGAIN_MS = 100
const LEFT_BEHIND_TRIES = 150

export interface LaunchWorld {
  readonly clock: Clock
  readonly timers: Timers
  readonly env: Readonly<Record<string, string | undefined>>
  readonly commands: LaunchCommands
  build(): Promise<void>
  /** The Electron runtime to use, or `null` for the browser. */
  chooseElectron(): Promise<string | null>
  openBrowser(url: string): void
  out(text: string): void
  err(text: string): void
}

/** What a person or a program is told once all is up. */
export interface LaunchReady {
  readonly desk: string
  /** `null`: an attached desk starts none. */
  readonly chain: ChainReady | null
  /** How another desk is attached; `null`: this one is no hub. */
  readonly hub: DeskReady['hub'] | null
  readonly shell: 'electron' | 'http'
}

/**
 * Everything that `npm start` runs: one chain, one desk, kept alive together. `ended` resolves with the exit code when
 * the desk's window was closed or a child could not be kept alive; `stop` ends desk and chain in that order and lets go
 * of the data directory.
 */
export class Launcher {
  readonly ended: Promise<number>
  readonly #options: LaunchOptions
  readonly #world: LaunchWorld
  readonly #end: (code: number) => void
  #lock: LaunchLock | null = null
  #chain: SupervisedChild<ChainReady> | null = null
  #desk: SupervisedChild<DeskReady> | null = null
  #stopping: Promise<void> | null = null

  constructor(options: LaunchOptions, world: LaunchWorld) {
    this.#options = options
    this.#world = world
    const { promise, resolve } = Promise.withResolvers<number>()
    this.ended = promise
    this.#end = resolve
  }

  /** Starts all, cheapest checks first. Rejects with a {@link DeskFault} that carries the line to show. */
  async start(): Promise<LaunchReady> {
    prepareDataDirectory(this.#options.dataDirectory)
    const lock = takeLaunchLock(this.#options.dataDirectory, process.pid)
    this.#lock = lock
    await this.#awaitLeftBehind(lock)
    await assertPortFree(this.#options.deskPort, '--port')
    await assertPortFree(this.#options.chainPort, '--chain-port')
    await this.#unlessStopping(() => this.#world.build())
    const isAttached = this.#options.lan?.role === 'attached'
    const chain = isAttached ? null : await this.#unlessStopping(() => this.#startChain(lock))
    const browserOnly = this.#options.json || !this.#options.open
    const runtime = browserOnly ? null : await this.#world.chooseElectron()
    const inWindow = runtime === null ? null : await this.#unlessStopping(() => this.#tryElectron(lock, runtime, chain))
    if (inWindow !== null) return { desk: inWindow.url, chain, hub: inWindow.hub ?? null, shell: 'electron' }
    const desk = await this.#unlessStopping(() => this.#startHost(lock, chain))
    if (this.#options.open) this.#world.openBrowser(desk.url)
    return { desk: desk.url, chain, hub: desk.hub ?? null, shell: 'http' }
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll()
    return this.#stopping
  }

  async #stopAll(): Promise<void> {
    await this.#desk?.stop()
    await this.#chain?.stop()
    this.#lock?.release()
  }

  /** A launcher that was killed leaves children that notice and stop; their ports and files are free when they are gone. */
  async #awaitLeftBehind(lock: LaunchLock): Promise<void> {
    for (let tries = 0; lock.leftBehind.some(isRunning); tries += 1) {
      if (tries === LEFT_BEHIND_TRIES) {
        const pids = lock.leftBehind.filter(isRunning).map((child) => child.pid)
        throw new DeskFault(`an earlier Keyrack is still stopping (process ${pids.join(', ')}); try again`)
      }
      await new Promise<void>((resolve) => void this.#world.timers.after(LOOK_AGAIN_MS, resolve))
    }
  }

  #startChain(lock: LaunchLock): Promise<ChainReady> {
    this.#chain = this.#supervise<ChainReady>('the chain', parseChainReady, lock, {
      command: (last) =>
        last === null
          ? this.#world.commands.chain(this.#options.chainPort, 0)
          : this.#world.commands.chain(portOf(last.chain), portOf(last.internal ?? '')),
      onBack: (_ready, exit) => this.#world.err(`keyrack: the chain ${howItEnded(exit)} and was started again\n`),
    })
    return this.#chain.start()
  }

  #startHost(lock: LaunchLock, chain: ChainReady | null): Promise<DeskReady> {
    const token = this.#options.open ? null : Buffer.from(systemRng.bytes(32)).toString('base64url')
    this.#desk = this.#supervise<DeskReady>('the desk', parseDeskReady, lock, {
      command: (last) =>
        this.#world.commands.host(chain, last === null ? this.#options.deskPort : portOf(last.url), token),
      onBack: (ready, exit) =>
        this.#world.err(`keyrack: the desk ${howItEnded(exit)} and was started again: ${ready.url}\n`),
    })
    return this.#desk.start()
  }

  /** A runtime that can not show its window (a missing library, say) is no reason not to open the desk. */
  async #tryElectron(lock: LaunchLock, runtime: string, chain: ChainReady | null): Promise<DeskReady | null> {
    this.#desk = this.#supervise<DeskReady>('the desk window', parseDeskReady, lock, {
      command: () => this.#world.commands.electron(runtime, chain),
      onBack: (_ready, exit) => this.#world.err(`keyrack: the desk window ${howItEnded(exit)} and was opened again\n`),
      isWanted: (exit) => exit.code === 0,
    })
    try {
      return await this.#desk.start()
    } catch (error) {
      if (!(error instanceof DeskFault)) throw error
      this.#world.err(`keyrack: Electron could not open the desk (${error.message}); it opens in the browser\n`)
      this.#desk = null
      return null
    }
  }

  #supervise<R>(
    name: string,
    parseReady: (line: string) => R | null,
    lock: LaunchLock,
    child: {
      command(last: R | null): ChildCommand
      onBack(ready: R, exit: ChildExit | null): void
      isWanted?(exit: ChildExit): boolean
    },
  ): SupervisedChild<R> {
    const start = (last: R | null, onSpawn: (stop: () => Promise<ChildExit>) => void): Promise<RunningChild<R>> =>
      startChild(child.command(last), parseReady, this.#world.timers, (pid, stop) => {
        lock.addChild(pid)
        onSpawn(stop)
      })
    const onGiveUp = (): void => {
      const log = child.command(null).logFile
      this.#world.err(`keyrack: ${name} failed five times within a minute; everything is stopped; see ${log}\n`)
      this.#end(1)
    }
    return new SupervisedChild<R>(
      {
        start,
        onGiveUp,
        onBack: (ready, exit) => child.onBack(ready, exit),
        isWanted: (exit) => child.isWanted?.(exit) ?? false,
        onWantedEnd: () => this.#end(0),
      },
      this.#world.clock,
      this.#world.timers,
    )
  }

  /** Starting ends where stopping began, whatever the step came to. */
  async #unlessStopping<T>(step: () => Promise<T>): Promise<T> {
    this.#failIfStopping()
    try {
      const value = await step()
      this.#failIfStopping()
      return value
    } catch (error) {
      this.#failIfStopping()
      throw error
    }
  }

  #failIfStopping(): void {
    if (this.#stopping !== null) throw new StoppedWhileStarting()
  }
}

function howItEnded(exit: ChildExit | null): string {
  if (exit === null) return 'failed'
  return exit.signal === null ? `ended with code ${exit.code}` : `was ended by ${exit.signal}`
}

/** The start was given up because a person stopped it. */
export class StoppedWhileStarting extends Error {
  override readonly name = 'StoppedWhileStarting'
}
