import { rmSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { systemRng, systemTimers } from '../../electron/common/adapters.ts'
import { type PairedHub, pairWithHub } from '../../electron/host/attached/pair-with-hub.ts'
import { loadHubCertificate } from '../../electron/host/hub/hub-certificate.ts'
import { type LanShell, openLanShell } from '../../electron/host/hub/lan-shell.ts'
import { ScriptedDesk } from './scripted-desk.ts'
import { temporaryDirectory } from './temporary-directory.ts'
import { VirtualTime } from './virtual-time.ts'

export interface LanAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A hub on 127.0.0.1 over a scripted desk; its clock is virtual, its sockets are real. */
export class LanHub {
  readonly desk = new ScriptedDesk()
  readonly time = new VirtualTime()
  readonly directory = temporaryDirectory()
  readonly faults: string[] = []
  #shell: LanShell | null = null

  async open(port = 0): Promise<void> {
    this.#shell = await openLanShell(
      {
        handler: this.desk,
        dataDirectory: this.directory.path,
        certificate: await loadHubCertificate(this.directory.path, this.time),
        chainUrl: 'http://127.0.0.1:4700',
        clock: this.time,
        rng: systemRng,
        timers: systemTimers,
        onFault: (route, error) => this.faults.push(`${route} ${error.message}`),
      },
      '127.0.0.1',
      port,
    )
  }

  get shell(): LanShell {
    if (!this.#shell) throw new Error('open first')
    return this.#shell
  }

  get address(): string {
    return `127.0.0.1:${this.shell.port}`
  }

  async pair(code = this.shell.newPairingCode().pairingCode, name = 'Desk 2'): Promise<PairedHub> {
    return await pairWithHub(this.address, code, { name, deviceClass: 'desk' }, systemTimers)
  }

  /** One request as anybody on the LAN could make it. */
  ask(
    path: string,
    options: { key?: string; method?: string; body?: string; origin?: string } = {},
  ): Promise<LanAnswer> {
    const { key, method = 'POST', body = '{}', origin } = options
    const headers = {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(origin === undefined ? {} : { origin }),
    }
    return new Promise((resolve, reject) => {
      const { port } = this.shell
      const sent = request(
        { host: '127.0.0.1', port, path, method, headers, agent: false, rejectUnauthorized: false },
        (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
          response.on('error', reject)
        },
      )
      sent.on('error', reject)
      sent.end(method === 'GET' ? undefined : body)
    })
  }

  /** The hub's machine is put up anew: it forgets its certificate. */
  async loseCertificate(): Promise<void> {
    const { port } = this.shell
    await this.shell.close()
    rmSync(`${this.directory.path}/hub-certificate.json`)
    await this.open(port)
  }

  async close(): Promise<void> {
    await this.shell.close()
    this.directory.remove()
  }
}
