import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { assert } from '../../shared/base/assert.ts'
import type { Rng } from '../../shared/base/ports.ts'
import { ReplicaFault } from './replica-fault.ts'

/** Keeps personal data unreadable at rest: what stands in the file is sealed, what leaves the tables is open. */
export interface Vault {
  /** The text as it may stand on disk; the same text sealed twice gives two texts. */
  seal(text: string): string
  /**
   * The text that was sealed. Throws a {@link ReplicaFault}: `REPLICA_LOCKED` where another key sealed it,
   * `REPLICA_CORRUPT` where it is not as it was sealed.
   */
  open(sealed: string): string
}

export const VAULT_KEY_BYTES = 32

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const SEALED = /^v1\.[0-9a-f]{16}\./

/** Is this a sealed text, by whatever key? No JSON and no token begins like one. */
export function isSealed(text: string): boolean {
  return SEALED.test(text)
}

/**
 * A vault of AES-256-GCM under a key of 32 bytes. A sealed text is `v1.<id of the key>.<base64 of nonce, text, tag>`. The
 * nonces are random: one key is good for 2^32 texts (NIST SP 800-38D, 8.3), which a terminal does not write in its life.
 */
export function openVault(key: Uint8Array, rng: Rng): Vault {
  assert(key.length === VAULT_KEY_BYTES, 'a vault has a key of 32 bytes')
  const keyId = createHash('sha256').update('keyrack vault key id').update(key).digest('hex').slice(0, 16)
  const prefix = `v1.${keyId}.`
  // Asked for many at once, which costs as much as one.
  let nonces: Uint8Array = new Uint8Array()
  // The terminal's token is opened with every op.
  let last = { sealed: '', text: '' }
  return {
    seal: (text) => {
      if (nonces.length === 0) nonces = rng.bytes(NONCE_BYTES * 256)
      const nonce = nonces.subarray(0, NONCE_BYTES)
      nonces = nonces.subarray(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return prefix + sealed.toString('base64')
    },
    open: (sealed) => {
      if (sealed === last.sealed) return last.text
      if (!sealed.startsWith(prefix)) throw new ReplicaFault(isSealed(sealed) ? 'REPLICA_LOCKED' : 'REPLICA_CORRUPT')
      try {
        const bytes = Buffer.from(sealed.slice(prefix.length), 'base64')
        const cipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        cipher.setAuthTag(bytes.subarray(-TAG_BYTES))
        const text = cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
        last = { sealed, text: Buffer.concat([text, cipher.final()]).toString('utf8') }
        return last.text
      } catch (error) {
        throw new ReplicaFault('REPLICA_CORRUPT', error)
      }
    },
  }
}
