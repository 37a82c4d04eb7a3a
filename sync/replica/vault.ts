import { createCipheriv, createDecipheriv, createHash, createSecretKey } from 'node:crypto'
import { assert } from '../../shared/base/assert.ts'
import type { Rng } from '../../shared/base/ports.ts'
import { ReplicaFault } from './replica-fault.ts'

/** What stands on disk of a text that was sealed: bytes, or a text where an earlier version sealed it. */
export type Sealed = Uint8Array | string

/** Keeps personal data unreadable at rest: what stands in the file is sealed, what leaves the tables is open. */
export interface Vault {
  /** The text as it may stand on disk; the same text sealed twice gives other bytes. */
  seal(text: string): Uint8Array
  /**
   * The text that was sealed. Throws a {@link ReplicaFault}: `REPLICA_LOCKED` where another key sealed it,
   * `REPLICA_CORRUPT` where it is not as it was sealed.
   */
  open(sealed: Sealed): string
}

export const VAULT_KEY_BYTES = 32

const CIPHER = 'aes-256-gcm'
const KEY_ID_BYTES = 8
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORMAT = 2
const HEADER_BYTES = 1 + KEY_ID_BYTES
const SEALED_TEXT = /^v1\.([0-9a-f]{16})\./

/** Is this sealed, by whatever key? No JSON and no token begins like a sealed text, and no open text stands as bytes. */
export function isSealed(value: Sealed): boolean {
  return typeof value === 'string' ? SEALED_TEXT.test(value) : value[0] === FORMAT && value.length >= HEADER_BYTES
}

/**
 * A vault of AES-256-GCM under a key of 32 bytes. Sealed are the bytes: 2, id of the key (8), nonce (12), ciphertext, tag
 * (16); versions before wrote `v1.<id of the key in hexadecimal>.<base64 of nonce, ciphertext, tag>`, which is opened too.
 * The nonces are random: one key is good for 2^32 texts (NIST SP 800-38D, 8.3), which a terminal does not write in its life.
 */
export function openVault(key: Uint8Array, rng: Rng): Vault {
  assert(key.length === VAULT_KEY_BYTES, 'a vault has a key of 32 bytes')
  const keyId = createHash('sha256').update('keyrack vault key id').update(key).digest().subarray(0, KEY_ID_BYTES)
  const header = Buffer.from([FORMAT, ...keyId])
  const textPrefix = `v1.${keyId.toString('hex')}.`
  // A cipher over a key as bytes costs three times as much.
  const secret = createSecretKey(key)
  // Asked for many at once, which costs as much as one.
  let nonces: Uint8Array = new Uint8Array()
  const nonceToTagOf = (sealed: Sealed): Uint8Array => {
    const isOurs =
      typeof sealed === 'string' ? sealed.startsWith(textPrefix) : header.equals(sealed.subarray(0, HEADER_BYTES))
    if (!isOurs) throw new ReplicaFault(isSealed(sealed) ? 'REPLICA_LOCKED' : 'REPLICA_CORRUPT')
    return typeof sealed === 'string'
      ? Buffer.from(sealed.slice(textPrefix.length), 'base64')
      : sealed.subarray(HEADER_BYTES)
  }
  return {
    seal: (text) => {
      if (nonces.length === 0) nonces = rng.bytes(NONCE_BYTES * 256)
      const nonce = nonces.subarray(0, NONCE_BYTES)
      nonces = nonces.subarray(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, secret, nonce, { authTagLength: TAG_BYTES })
      return Buffer.concat([header, nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },
    open: (sealed) => {
      const bytes = nonceToTagOf(sealed)
      try {
        const cipher = createDecipheriv(CIPHER, secret, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        cipher.setAuthTag(bytes.subarray(-TAG_BYTES))
        const text = cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
        return Buffer.concat([text, cipher.final()]).toString('utf8')
      } catch (error) {
        throw new ReplicaFault('REPLICA_CORRUPT', error)
      }
    },
  }
}
