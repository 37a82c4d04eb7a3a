import { argon2idAsync } from '@noble/hashes/argon2.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/** Memory in KiB, passes and lanes, as OWASP's password storage cheat sheet asks of Argon2id. */
const COST = { m: 19_456, t: 2, p: 1 } as const
const SALT_BYTES = 16
const HASH_BYTES = 32
const FORM = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([0-9a-f]{32})\$([0-9a-f]{64})$/

/** A PIN is 4 to 8 digits; a password is 8 characters and more. */
export function isPinOrPassword(secret: string): boolean {
  return /^\d{4,8}$/.test(secret) || (secret.length >= 8 && secret.length <= 128)
}

/**
 * What is kept of a PIN or password: Argon2id of it under the hotel's pepper (HMAC-SHA-256), as
 * `$argon2id$v=19$m=..,t=..,p=..$salt$hash` with both in hex. A PIN has few values: whoever has the hash alone still
 * has to guess the pepper, which stands in no file in the clear. Rule STAFF-02.
 */
export async function hashSecret(secret: string, pepper: Uint8Array, salt: Uint8Array): Promise<string> {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes`)
  const hashed = await derive(secret, pepper, salt, COST)
  return `$argon2id$v=19$m=${COST.m},t=${COST.t},p=${COST.p}$${bytesToHex(salt)}$${bytesToHex(hashed)}`
}

/** Is this the PIN or password that was hashed? `false` for a hash of another form too. Rule STAFF-02. */
export async function secretMatches(secret: string, pepper: Uint8Array, stored: string): Promise<boolean> {
  const [, m, t, p, salt, hash] = FORM.exec(stored) ?? []
  if (m === undefined || t === undefined || p === undefined || salt === undefined || hash === undefined) return false
  const hashed = await derive(secret, pepper, hexToBytes(salt), { m: Number(m), t: Number(t), p: Number(p) })
  const expected = hexToBytes(hash)
  return hashed.reduce((differing, byte, index) => differing | (byte ^ (expected[index] ?? 0)), 0) === 0
}

function derive(
  secret: string,
  pepper: Uint8Array,
  salt: Uint8Array,
  cost: { readonly m: number; readonly t: number; readonly p: number },
): Promise<Uint8Array> {
  const peppered = hmac(sha256, pepper, utf8ToBytes(secret.normalize('NFKC')))
  return argon2idAsync(peppered, salt, { ...cost, dkLen: HASH_BYTES })
}
