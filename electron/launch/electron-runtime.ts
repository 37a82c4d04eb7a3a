import { spawn } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock, Timers } from '../../shared/base/ports.ts'
import { parseJson, readIfThere } from './data-directory.ts'
import { canShowWindow } from './open-browser.ts'

const FETCH_WITHIN_MS = 25_000
const TRY_AGAIN_AFTER_MS = 24 * 3_600_000

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isRoot: boolean
}

/**
 * Whether a window of Electron can be shown here at all. On Linux it needs a display, and it refuses to run as root with
 * its sandbox on, which stays on.
 */
export function canShowElectron({ platform, env, isRoot }: Surroundings): boolean {
  return canShowWindow(platform, env) && (platform !== 'linux' || !isRoot)
}

/** The runtime of the `electron` package (or of `ELECTRON_OVERRIDE_DIST_PATH`), or `null` where it was never fetched. */
export function findElectron(packageDirectory: string, env: Surroundings['env']): string | null {
  const executable = readIfThere(join(packageDirectory, 'path.txt'))
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) {
    const path = join(override, executable ?? 'electron')
    return existsSync(path) ? path : null
  }
  if (executable === null) return null
  const path = join(packageDirectory, 'dist', executable)
  return existsSync(path) ? path : null
}

const failureSchema = z.object({ atUtcMs: z.int() })

/** Remembers for a day that the runtime could not be fetched, so that the next start does not wait for it again. */
export class FetchMemory {
  readonly #path: string
  readonly #clock: Clock

  constructor(dataDirectory: string, clock: Clock) {
    this.#path = join(dataDirectory, 'electron-unavailable.json')
    this.#clock = clock
  }

  failedLately(): boolean {
    const failure = failureSchema.safeParse(parseJson(readIfThere(this.#path) ?? ''))
    if (!failure.success) return false
    const age = this.#clock.nowUtcMs() - failure.data.atUtcMs
    return age >= 0 && age < TRY_AGAIN_AFTER_MS
  }

  failed(): void {
    writeFileSync(this.#path, JSON.stringify({ atUtcMs: this.#clock.nowUtcMs() }))
  }

  forget(): void {
    rmSync(this.#path, { force: true })
  }
}

/** Runs Electron's own installer, for at most 25 seconds. Whether it worked is for {@link findElectron} to see. */
export async function fetchElectron(packageDirectory: string, timers: Timers): Promise<void> {
  const installer = spawn(process.execPath, [join(packageDirectory, 'install.js')], { stdio: 'ignore' })
  const limit = timers.after(FETCH_WITHIN_MS, () => installer.kill('SIGKILL'))
  await new Promise<void>((resolve) => {
    installer.once('exit', () => resolve())
    installer.once('error', () => resolve())
  })
  limit.cancel()
}

/** The runtime to start, fetched first where it is missing; `null` means that the desk opens in the browser. */
export async function chooseElectron(
  surroundings: Surroundings,
  memory: FetchMemory,
  find: () => string | null,
  fetch: () => Promise<void>,
  tell: (line: string) => void,
): Promise<string | null> {
  if (!canShowElectron(surroundings)) return null
  const found = find()
  if (found !== null || memory.failedLately()) return found
  await fetch()
  const fetched = find()
  if (fetched === null) {
    memory.failed()
    tell('the Electron runtime could not be fetched; the desk opens in the browser')
  } else memory.forget()
  return fetched
}
