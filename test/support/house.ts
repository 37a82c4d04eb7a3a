import { join, resolve } from 'node:path'
import { parseChainReady, parseDeskReady, portOf } from '../../electron/launch/ready-lines.ts'
import { type FaultProxy, openFaultProxy } from './fault-proxy.ts'
import { RunningProcess } from './running-process.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The demo's chain and one desk of it, as processes of their own with a line between them that can be cut. */
export class House {
  readonly directory = temporaryDirectory()
  readonly chain: { readonly process: RunningProcess; readonly url: string; readonly apiKey: string }
  readonly line: FaultProxy
  readonly desk: { readonly process: RunningProcess; readonly url: string }

  private constructor(parts: Pick<House, 'chain' | 'line' | 'desk' | 'directory'>) {
    this.directory = parts.directory
    this.chain = parts.chain
    this.line = parts.line
    this.desk = parts.desk
  }

  static async open(): Promise<House> {
    const directory = temporaryDirectory()
    const database = join(directory.path, 'chain')
    const serve = `serve --demo --json --db ${database} --port 0`.split(' ')
    const chainProcess = new RunningProcess(join(ROOT, 'sync/chain/cli/main.ts'), serve)
    const ready = parseChainReady(`${await chainProcess.firstLine()}\n`)
    if (!ready?.apiKey) throw new Error('a demo chain that is ready')
    const line = await openFaultProxy({ port: portOf(ready.chain) })
    const data = join(directory.path, 'desk')
    const host = `--data-dir ${data} --chain-url ${line.url} --port 0 --link reusable --json`.split(' ')
    const env = { KEYRACK_ENROL_CODE: ready.enrolCode ?? '' }
    const deskProcess = new RunningProcess(join(ROOT, 'electron/host/main.ts'), host, env)
    const desk = parseDeskReady(`${await deskProcess.firstLine()}\n`)
    if (!desk) throw new Error('a desk that is ready')
    return new House({
      directory,
      line,
      chain: { process: chainProcess, url: ready.chain, apiKey: ready.apiKey },
      desk: { process: deskProcess, url: desk.url },
    })
  }

  /** Where the chain keeps its database and the desk its replica. */
  get paths(): { readonly chain: string; readonly desk: string } {
    return { chain: join(this.directory.path, 'chain'), desk: join(this.directory.path, 'desk') }
  }

  /** Asks the chain's public API about the demo hotel. */
  async askChain(method: 'GET' | 'DELETE', path: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await fetch(new URL(`/v1/hotels/demo${path}`, this.chain.url), {
      method,
      headers: { authorization: `Bearer ${this.chain.apiKey}` },
    })
    return { status: response.status, body: await response.json() }
  }

  /** Ends both in order; answers their codes. */
  async stop(): Promise<(number | null)[]> {
    const codes: (number | null)[] = []
    for (const { process } of [this.desk, this.chain]) {
      process.child.kill('SIGTERM')
      codes.push(await process.ended)
    }
    return codes
  }

  async remove(): Promise<void> {
    await this.line.close()
    for (const { process } of [this.desk, this.chain]) {
      process.child.kill('SIGKILL')
      await process.ended
    }
    this.directory.remove()
  }
}
