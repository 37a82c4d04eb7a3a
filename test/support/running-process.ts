import { type ChildProcess, spawn } from 'node:child_process'

/** A Node process of a test: its output as it comes, and its end. */
export class RunningProcess {
  readonly child: ChildProcess
  stdout = ''
  stderr = ''
  readonly ended: Promise<number | null>
  #more = Promise.withResolvers<void>()

  constructor(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [script, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text
      this.#tell()
    })
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text
      this.#tell()
    })
    // Not `close`: it does not come after the test hung up the IPC channel itself.
    const drained = [this.child.stdout, this.child.stderr].map(
      (stream) => new Promise<void>((resolve) => stream?.once('close', () => resolve())),
    )
    const exited = new Promise<number | null>((resolve) => this.child.once('exit', (code) => resolve(code)))
    this.ended = Promise.all(drained).then(() => exited)
    void this.ended.finally(() => this.#tell())
  }

  /** Resolves when either output holds the text; rejects, with what there is, when the process ends first. */
  async until(text: string): Promise<void> {
    await this.#holds(`"${text}"`, () => this.stdout.includes(text) || this.stderr.includes(text))
  }

  /** The first whole line of the standard output; what is written to the other one does not count. */
  async firstLine(): Promise<string> {
    await this.#holds('a line', () => this.stdout.includes('\n'))
    return this.stdout.slice(0, this.stdout.indexOf('\n'))
  }

  async #holds(what: string, isThere: () => boolean): Promise<void> {
    while (!isThere()) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`ended before ${what}: ${this.stdout}${this.stderr}`)
      }
      await this.#more.promise
    }
  }

  #tell(): void {
    this.#more.resolve()
    this.#more = Promise.withResolvers<void>()
  }
}
