import { type ChildProcess, fork } from 'node:child_process'
import type { SeedResult } from './run-seed.ts'

/** A seed that takes longer never ends. */
const SEED_WITHIN_MS = 90_000

export interface SeedsToRun {
  /** The next seed to run, or `null` where no more are to be run. */
  readonly next: () => number | null
  readonly processes: number
  readonly done: (result: SeedResult) => void
}

/** Runs seeds in child processes, each with a database of its own. Which process runs a seed changes nothing of it. */
export async function runSeeds(asked: SeedsToRun): Promise<void> {
  await Promise.all(Array.from({ length: asked.processes }, () => runInOneProcess(asked)))
}

async function runInOneProcess(asked: SeedsToRun): Promise<void> {
  let child: ChildProcess | null = null
  for (let seed = asked.next(); seed !== null; seed = asked.next()) {
    child ??= await startProcess()
    const result = await runIn(child, seed)
    if (typeof result === 'string') {
      child.kill('SIGKILL')
      child = null
      const violations = [{ proof: 'the simulation runs', rows: 1, example: result }]
      asked.done({ seed, steps: 0, violations, diverged: [] })
    } else asked.done(result)
  }
  child?.disconnect()
}

async function startProcess(): Promise<ChildProcess> {
  const child = fork(new URL('./sim-process.ts', import.meta.url), { execPath: process.execPath, execArgv: [] })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`a simulation process ended with ${code}`)))
  })
  return child
}

/** The seed's result; or why there is none. */
function runIn(child: ChildProcess, seed: number): Promise<SeedResult | string> {
  return new Promise((resolve) => {
    const end = (result: SeedResult | string): void => {
      clearTimeout(timer)
      child.off('message', heard)
      child.off('exit', ended)
      resolve(result)
    }
    const heard = (result: SeedResult): void => end(result)
    const ended = (): void => end('its process ended')
    const timer = setTimeout(() => end(`it did not end within ${SEED_WITHIN_MS / 1_000} s`), SEED_WITHIN_MS)
    child.on('message', heard)
    child.on('exit', ended)
    child.send(seed)
  })
}
