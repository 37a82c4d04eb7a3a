import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { present } from '../../shared/base/assert.ts'

/** What a measured process answers: figures by name. */
export type Figures = Readonly<Record<string, number>>

type Answer = { readonly n: number } & ({ readonly figures: Figures } | { readonly failed: string })

/**
 * A process of its own that a bench drives and that measures itself, so that the bench costs it nothing: what is asked
 * goes to it by IPC as `{n, ask, …}`, and comes back as `{n, figures}` or `{n, failed}`. It ends with its parent.
 */
export class BenchChild {
  readonly #process: ChildProcess
  readonly #asked = new Map<number, PromiseWithResolvers<Figures>>()
  #count = 0

  /** `path` is absolute; `execArgv` are Node's own flags. */
  constructor(path: string, args: readonly string[], execArgv: readonly string[] = []) {
    this.#process = fork(path, args, { execArgv: [...execArgv], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    this.#process.on('message', (message) => {
      const answer = message as Answer // as the other end sends them
      const asked = this.#asked.get(answer.n)
      this.#asked.delete(answer.n)
      if ('figures' in answer) asked?.resolve(answer.figures)
      else asked?.reject(new Error(`${path}: ${answer.failed}`))
    })
    this.#process.on('exit', (code) => {
      for (const asked of this.#asked.values()) asked.reject(new Error(`${path} ended with ${code}`))
    })
  }

  ask(ask: string, params: object = {}): Promise<Figures> {
    this.#count += 1
    const asked = Promise.withResolvers<Figures>()
    this.#asked.set(this.#count, asked)
    this.#process.send({ ...params, n: this.#count, ask })
    return asked.promise
  }

  memoryMib(): number {
    return residentMib(present(this.#process.pid, 'a process that runs'))
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.disconnect()
    await ended
  }
}

/** What a process holds in memory, as the system counts it. */
export function residentMib(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1_024
}
