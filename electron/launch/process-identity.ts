import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** A process and, where the system tells it, when it began: a number alone may have gone to another process. */
export const processIdentitySchema = z.object({ pid: z.int().positive(), began: z.string().nullable() })
export type ProcessIdentity = z.output<typeof processIdentitySchema>

export function identityOf(pid: number): ProcessIdentity {
  return { pid, began: beganAt(pid) }
}

/** Whether that very process still runs. */
export function isRunning(process_: ProcessIdentity): boolean {
  const began = beganAt(process_.pid)
  if (began !== null && process_.began !== null) return began === process_.began
  try {
    process.kill(process_.pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Linux: start in ticks since boot, the 22nd field of `/proc/<pid>/stat`; a zombie counts as gone. Elsewhere `null`. */
function beganAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null)
  } catch {
    return null
  }
}
