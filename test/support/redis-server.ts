import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from './postgres-server.ts'

/** Whether this machine has Redis: `apt-get install redis-server`. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0

/** A Redis of a test, which keeps nothing on disk. */
export class RedisServer {
  readonly url: string
  readonly #port: number
  #child: ChildProcess | null = null

  private constructor(port: number) {
    this.#port = port
    this.url = `redis://127.0.0.1:${port}`
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort())
    await server.start()
    return server
  }

  /** Again on the same port, empty. */
  async start(): Promise<void> {
    const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    const child = spawn('redis-server', ['--port', String(this.#port), ...settings], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#child = child
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    while (!said.includes('Ready to accept connections')) {
      if (child.exitCode !== null) throw new Error(`redis-server did not start: ${said}`)
      await delay(5)
    }
  }

  /** Ends at once, as a process that is killed does. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  /** Stands still with its connections open, until it is killed. */
  freeze(): void {
    this.#child?.kill('SIGSTOP')
  }
}
