import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Timers } from '../../shared/base/ports.ts'
import { DeskFault, codeOf } from '../common/faults.ts'
import { isBuildStale } from './built-state.ts'
import { parseJson, readIfThere } from './data-directory.ts'
import { identityOf, isRunning, processIdentitySchema } from './process-identity.ts'

const LOOK_AGAIN_MS = 250

/**
 * Builds the bundles when they are missing or older than the sources; quiet. Two launchers do not build at once: the
 * second waits and then finds them built.
 */
export async function ensureBuilt(root: string, timers: Timers): Promise<void> {
  while (isBuildStale(root)) {
    const lock = join(root, 'node_modules/.cache/keyrack-build.lock')
    mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
    if (takeBuildLock(lock)) {
      try {
        await runBuild(root)
      } finally {
        rmSync(lock, { force: true })
      }
      return
    }
    await new Promise<void>((resolve) => void timers.after(LOOK_AGAIN_MS, resolve))
  }
}

function takeBuildLock(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify(identityOf(process.pid)), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    const holder = processIdentitySchema.safeParse(parseJson(readIfThere(path) ?? ''))
    if (!holder.success || !isRunning(holder.data)) rmSync(path, { force: true })
    return false
  }
}

async function runBuild(root: string): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: root, stdio: 'ignore' })
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
    child.once('error', () => resolve(null))
  })
  if (code !== 0) throw new DeskFault('the desk could not be built; run npm run build to see why')
}
