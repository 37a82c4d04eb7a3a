import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Timers } from '../../shared/base/ports.ts'
import { present } from '../../shared/base/assert.ts'
import { DeskFault } from '../common/faults.ts'

const READY_WITHIN_MS = 180_000
const STOP_WITHIN_MS = 10_000
const MAX_LOG_BYTES = 5 * 1024 * 1024

export interface ChildCommand {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Where its stderr goes; a file, so that it outlives the launcher. */
  readonly logFile: string
}

export interface ChildExit {
  readonly code: number | null
  readonly signal: string | null
}

export interface RunningChild<R> {
  readonly ready: R
  readonly exited: Promise<ChildExit>
  /** Asks it to stop and waits; after ten seconds it is ended by force. */
  stop(): Promise<ChildExit>
}

/**
 * Starts a child and waits for its line on stdout that `parseReady` understands. Rejects with a {@link DeskFault}: the
 * child's own line `keyrack: …` where it gave one. The child has an IPC channel, by whose end it notices that the
 * launcher is gone; it is in a group of its own, so that Ctrl-C reaches the launcher alone and the order of stopping is
 * the launcher's.
 */
export async function startChild<R>(
  command: ChildCommand,
  parseReady: (line: string) => R | null,
  timers: Timers,
  onSpawn: (pid: number, stop: () => Promise<ChildExit>) => void,
): Promise<RunningChild<R>> {
  const { child, logStart } = spawnWithLog(command)
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', () => resolve({ code: null, signal: null }))
  })
  const stop = (): Promise<ChildExit> => stopChild(child, exited, timers)
  if (child.pid !== undefined) onSpawn(child.pid, stop)
  const ready = new Promise<R>((resolve) => {
    createInterface({ input: present(child.stdout, 'stdout is a pipe') }).on('line', (line) => {
      const parsed = parseReady(line)
      if (parsed !== null) resolve(parsed)
    })
  })
  const failed = exited.then((): never => {
    throw new DeskFault(ownLine(command.logFile, logStart) ?? `${command.name} did not start; see ${command.logFile}`)
  })
  failed.catch(() => undefined)
  const late = after(timers, READY_WITHIN_MS)
  try {
    const first = await Promise.race([ready, failed, late.elapsed])
    if (first === ELAPSED) {
      await stop()
      throw new DeskFault(`${command.name} was not ready in time; see ${command.logFile}`)
    }
    return { ready: first, exited, stop }
  } finally {
    late.cancel()
  }
}

function spawnWithLog(command: ChildCommand): { child: ChildProcess; logStart: number } {
  if (existsSync(command.logFile) && statSync(command.logFile).size > MAX_LOG_BYTES) {
    renameSync(command.logFile, `${command.logFile}.1`)
  }
  const log = openSync(command.logFile, 'a', 0o600)
  const logStart = statSync(command.logFile).size
  try {
    const child = spawn(command.file, command.args, {
      env: { ...process.env, ...command.env },
      stdio: ['ignore', 'pipe', log, 'ipc'],
      detached: process.platform !== 'win32',
    })
    return { child, logStart }
  } finally {
    closeSync(log)
  }
}

async function stopChild(child: ChildProcess, exited: Promise<ChildExit>, timers: Timers): Promise<ChildExit> {
  if (process.platform === 'win32' && child.connected) child.disconnect()
  else child.kill('SIGTERM')
  const late = after(timers, STOP_WITHIN_MS)
  const first = await Promise.race([exited, late.elapsed])
  late.cancel()
  if (first === ELAPSED) child.kill('SIGKILL')
  return exited
}

const ELAPSED = Symbol('elapsed')

function after(timers: Timers, ms: number): { elapsed: Promise<typeof ELAPSED>; cancel(): void } {
  const { promise, resolve } = Promise.withResolvers<typeof ELAPSED>()
  const timer = timers.after(ms, () => resolve(ELAPSED))
  return { elapsed: promise, cancel: () => timer.cancel() }
}

/** The last line `keyrack: …` that the child wrote since it started, without the name. */
function ownLine(logFile: string, from: number): string | null {
  const lines = readFileSync(logFile).subarray(from).toString('utf8').split('\n')
  return lines.findLast((line) => line.startsWith('keyrack: '))?.slice('keyrack: '.length) ?? null
}
