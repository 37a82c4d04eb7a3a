import { closeSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { DeskFault, codeOf } from '../common/faults.ts'
import { parseJson, readIfThere } from './data-directory.ts'
import { type ProcessIdentity, identityOf, isRunning, processIdentitySchema } from './process-identity.ts'

const lockSchema = z.object({ launcher: processIdentitySchema, children: z.array(processIdentitySchema) })

export interface LaunchLock {
  /** Children that an earlier launcher left and that may still be stopping. */
  readonly leftBehind: readonly ProcessIdentity[]
  /** Writes down a child, so that the next launcher can wait for it if this one is killed. */
  addChild(pid: number): void
  release(): void
}

/**
 * Takes `<directory>/keyrack.lock` for this process. A lock whose launcher no longer runs is taken over. Throws a
 * {@link DeskFault} while another launcher runs on the directory.
 */
export function takeLaunchLock(directory: string, pid: number): LaunchLock {
  const path = join(directory, 'keyrack.lock')
  const launcher = identityOf(pid)
  let children: readonly ProcessIdentity[] = []
  let leftBehind: readonly ProcessIdentity[] = []
  if (!createLock(path, launcher)) {
    const held = lockSchema.safeParse(parseJson(readIfThere(path) ?? ''))
    if (held.success && isRunning(held.data.launcher)) {
      throw new DeskFault(`Keyrack is already running on ${directory} (process ${held.data.launcher.pid})`)
    }
    leftBehind = held.success ? held.data.children.filter(isRunning) : []
    rmSync(path, { force: true })
    if (!createLock(path, launcher)) throw new DeskFault(`Keyrack is already starting on ${directory}`)
  }
  return {
    leftBehind,
    addChild(child) {
      children = [...children.filter(isRunning), identityOf(child)]
      writeFileSync(`${path}.new`, JSON.stringify({ launcher, children }))
      renameSync(`${path}.new`, path)
    },
    release: () => rmSync(path, { force: true }),
  }
}

function createLock(path: string, launcher: ProcessIdentity): boolean {
  try {
    const file = openSync(path, 'wx')
    writeSync(file, JSON.stringify({ launcher, children: [] }))
    closeSync(file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}
