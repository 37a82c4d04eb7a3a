import { RunningProcess } from '../support/running-process.ts'
import { residentMib } from './bench-child.ts'
import { present } from '../../shared/base/assert.ts'

/** The chain as `serve` runs it, in a process of its own; its log is written, and let go. */
export class ServedChain {
  readonly url: string
  readonly #process: RunningProcess

  private constructor(process: RunningProcess, url: string) {
    this.#process = process
    this.url = url
  }

  static async start(databaseUrl: string): Promise<ServedChain> {
    const process = new RunningProcess('sync/chain/cli/main.ts', [
      'serve',
      '--db',
      databaseUrl,
      '--port',
      '0',
      '--json',
    ])
    await process.until('"chain":')
    process.child.stderr?.removeAllListeners('data').resume()
    const { chain } = JSON.parse(process.stdout) as { chain: string } // as `serve --json` prints it
    return new ServedChain(process, chain)
  }

  memoryMib(): number {
    return residentMib(present(this.#process.child.pid, 'a process that runs'))
  }

  /** How long it has had a core so far. */
  async cpuSeconds(): Promise<number> {
    const answer = await fetch(`${this.url}/metrics`)
    const found = /^process_cpu_seconds_total (\S+)/m.exec(await answer.text())
    return Number(present(found?.[1], 'a metric of the process'))
  }

  async stop(): Promise<void> {
    this.#process.child.disconnect()
    await this.#process.ended
  }
}
