import type { Clock, Rng } from '../../../shared/base/ports.ts'
import { sameSecret } from '../http-shell/sessions.ts'
import { proofOfTerminal } from '../lan/pairing-proof.ts'

const VALID_MS = 15 * 60_000
const MAX_WRONG = 5
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CHARACTERS = 16

export interface PairingCode {
  /** 80 bits in Crockford's base32, in groups of four. */
  readonly pairingCode: string
  readonly validUntilUtcMs: number
}

/**
 * The one code that pairs the next terminal. It works once, for a quarter of an hour, and is void after five wrong
 * proofs; a person then asks for another at the hub's screen.
 */
export class Pairing {
  readonly #clock: Clock
  readonly #rng: Rng
  #open: { readonly code: PairingCode; readonly wrong: number } | null = null

  constructor(clock: Clock, rng: Rng) {
    this.#clock = clock
    this.#rng = rng
  }

  newCode(): PairingCode {
    const characters = [...this.#rng.bytes(CHARACTERS)].map((byte) => ALPHABET[byte % ALPHABET.length])
    const pairingCode = characters.join('').replaceAll(/(.{4})(?=.)/g, '$1-')
    const code = { pairingCode, validUntilUtcMs: this.#clock.nowUtcMs() + VALID_MS }
    this.#open = { code, wrong: 0 }
    return code
  }

  /** The code that the proof was made with, which is spent by this; `null` where it was not made with the open one. */
  take(proof: string, fingerprint: string): string | null {
    const open = this.#open
    if (open === null || this.#clock.nowUtcMs() >= open.code.validUntilUtcMs) return null
    const { pairingCode } = open.code
    if (sameSecret(proof, proofOfTerminal(pairingCode, fingerprint))) {
      this.#open = null
      return pairingCode
    }
    this.#open = open.wrong + 1 >= MAX_WRONG ? null : { ...open, wrong: open.wrong + 1 }
    return null
  }
}
