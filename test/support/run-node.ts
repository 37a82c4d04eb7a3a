import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface Ran {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs one of our scripts to its end with this Node, in the project's root. */
export async function runNode(args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  await once(child, 'exit')
  const [stdout, stderr] = await output
  return { exitCode: child.exitCode, stdout, stderr }
}
