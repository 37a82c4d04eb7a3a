import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock, Rng } from '../../../shared/base/ports.ts'
import { sameSecret } from '../http-shell/sessions.ts'
import { PrivateFile } from '../../common/private-file.ts'

const pairedSchema = z.object({
  terminalId: z.string(),
  name: z.string(),
  deviceClass: z.enum(['desk', 'kiosk']),
  /** SHA-256 of the key, hex: the hub's disk does not hold what would open the hub. */
  keyHash: z.string(),
  pairedAtUtcMs: z.int(),
  revokedAtUtcMs: z.int().nullable(),
})
export type PairedTerminal = z.output<typeof pairedSchema>

/** The terminals that were paired with this hub, in `<dataDirectory>/attached-terminals.json`. */
export class TerminalKeys {
  readonly #file: PrivateFile<PairedTerminal[]>
  readonly #clock: Clock
  readonly #rng: Rng
  #paired: readonly PairedTerminal[]

  constructor(dataDirectory: string, clock: Clock, rng: Rng) {
    this.#file = new PrivateFile(join(dataDirectory, 'attached-terminals.json'), z.array(pairedSchema))
    this.#clock = clock
    this.#rng = rng
    this.#paired = this.#file.load() ?? []
  }

  list(): readonly PairedTerminal[] {
    return this.#paired
  }

  /** Remembers a terminal, on disk when it returns; the key is told this once. */
  add(name: string, deviceClass: 'desk' | 'kiosk'): { readonly terminalId: string; readonly key: string } {
    const terminalId = textOf(this.#rng.bytes(9))
    const key = textOf(this.#rng.bytes(32))
    const pairedAtUtcMs = this.#clock.nowUtcMs()
    const paired = { terminalId, name, deviceClass, keyHash: hashOf(key), pairedAtUtcMs, revokedAtUtcMs: null }
    this.#save([...this.#paired, paired])
    return { terminalId, key }
  }

  /** Whose `Authorization` header it is; `null` where it is nobody's, or of one that was revoked. */
  ownerOf(authorization: string | undefined): PairedTerminal | null {
    const [, terminalId, key] = /^Bearer ([\w-]{1,40})\.([\w-]{1,80})$/.exec(authorization ?? '') ?? []
    const paired = this.#paired.find((one) => one.terminalId === terminalId)
    if (key === undefined || !paired || paired.revokedAtUtcMs !== null) return null
    return sameSecret(hashOf(key), paired.keyHash) ? paired : null
  }

  /** Voids a key for good; `false` where no such terminal is known. */
  revoke(terminalId: string): boolean {
    const paired = this.#paired.find((one) => one.terminalId === terminalId)
    if (!paired) return false
    const revoked = { ...paired, revokedAtUtcMs: paired.revokedAtUtcMs ?? this.#clock.nowUtcMs() }
    this.#save(this.#paired.map((one) => (one === paired ? revoked : one)))
    return true
  }

  #save(paired: readonly PairedTerminal[]): void {
    this.#file.save([...paired])
    this.#paired = paired
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
