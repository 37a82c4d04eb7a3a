import { freePort } from '../support/postgres-server.ts'
import { RunningProcess } from '../support/running-process.ts'

const LIMITS = ['--per-minute-device', '10000000', '--per-minute-address', '10000000', '--max-delay-ms', '30000']

/** A chain server as it is deployed, on a port that it keeps over its restarts. */
export class ChainProcess {
  readonly address: string
  readonly #start: () => Promise<RunningProcess>
  #running: RunningProcess

  private constructor(address: string, start: () => Promise<RunningProcess>, running: RunningProcess) {
    this.address = address
    this.#start = start
    this.#running = running
  }

  static async start(db: string): Promise<ChainProcess> {
    const port = await freePort()
    const start = async () => {
      const args = ['serve', '--port', String(port), '--json', ...LIMITS]
      const env = { KEYRACK_DB: db, KEYRACK_LOG_LEVEL: 'error' }
      const running = new RunningProcess('sync/chain/cli/main.ts', args, env)
      await running.until('"ready":true')
      return running
    }
    return new ChainProcess(`http://127.0.0.1:${port}`, start, await start())
  }

  async killAndRestart(): Promise<void> {
    this.#running.child.kill('SIGKILL')
    await this.#running.ended
    this.#running = await this.#start()
  }

  async stop(): Promise<void> {
    this.#running.child.kill('SIGTERM')
    await this.#running.ended
  }
}
