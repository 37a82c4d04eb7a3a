import { hkdfSync } from 'node:crypto'
import { type CryptoKey, type JWK, SignJWT, errors, exportJWK, generateKeyPair, importJWK, jwtVerify } from 'jose'
import { assert, present } from '../../../shared/base/assert.ts'
import type { Clock } from '../../../shared/base/ports.ts'
import { type DeviceId, type HotelId, isSlug, isUuidV7 } from '../../../shared/domain/ids.ts'
import type { Database } from '../database/port.ts'
import { insertSigningKey, selectSigningKey } from './queries/signing-keys.ts'
import type { Staff } from './queries/staff.ts'

const ALGORITHM = 'EdDSA'
const ISSUER = 'keyrack'
const STAFF_AUDIENCE = 'keyrack-internal'
const DEVICE_AUDIENCE = 'keyrack-device'
/** The first key of a chain; a second one would get another id, and tokens name theirs. */
const KEY_ID = '1'

export const STAFF_TOKEN_HOURS = 12

/** The terminal that a token was made for. */
export interface DeviceClaims {
  readonly hotelId: HotelId
  readonly deviceId: DeviceId
}

/**
 * Signs and checks JSON Web Tokens (RFC 7519, EdDSA over Ed25519) by the chain's own key, which is made at its first
 * start and kept in its database. A good signature says who made the token, not that it still counts: the row of the
 * terminal or of the member of staff says that. Rules ACC-06 to ACC-08.
 */
export class Tokens {
  readonly #clock: Clock
  readonly #jwk: JWK
  readonly #privateKey: CryptoKey
  readonly #publicKey: CryptoKey

  private constructor(clock: Clock, jwk: JWK, privateKey: CryptoKey, publicKey: CryptoKey) {
    this.#clock = clock
    this.#jwk = jwk
    this.#privateKey = privateKey
    this.#publicKey = publicKey
  }

  /** With the key in the database; of processes that start there at once, one makes it. */
  static async open(db: Database, clock: Clock): Promise<Tokens> {
    if (!(await selectSigningKey(db, KEY_ID))) {
      const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true })
      await insertSigningKey(db, KEY_ID, await exportJWK(privateKey), clock.nowUtcMs())
    }
    const jwk = present(await selectSigningKey(db, KEY_ID), 'just made sure of')
    const { d: _secret, ...publicJwk } = jwk
    return new Tokens(clock, jwk, await keyOf(jwk), await keyOf(publicJwk))
  }

  /** A token with which a member of staff calls the internal API, for some hours. */
  signForStaff(staff: Staff, hours: number): Promise<string> {
    const { name, role, hotels } = staff
    return this.#sign(new SignJWT({ name, role, hotels }).setSubject(staff.staffId).setAudience(STAFF_AUDIENCE), hours)
  }

  /** A token of a terminal; it ends with the terminal's row. */
  signForDevice(device: DeviceClaims & { readonly deviceClass: string }, tokenId: string): Promise<string> {
    const claims = { hotel: device.hotelId, class: device.deviceClass }
    const token = new SignJWT(claims).setSubject(device.deviceId).setAudience(DEVICE_AUDIENCE).setJti(tokenId)
    return this.#sign(token, null)
  }

  /** Whom a staff token was made for, or `null` where it is none of ours or has expired. */
  async verifyStaff(token: string): Promise<string | null> {
    const claims = await this.#verify(token, STAFF_AUDIENCE, ['sub', 'exp'])
    return claims?.sub ?? null
  }

  /** The terminal that a device token was made for, or `null` where it is none of ours. */
  async verifyDevice(token: string): Promise<DeviceClaims | null> {
    const claims = await this.#verify(token, DEVICE_AUDIENCE, ['sub', 'jti'])
    const deviceId = claims?.sub ?? ''
    const hotelId = claims?.['hotel']
    if (typeof hotelId !== 'string' || !isSlug(hotelId) || !isUuidV7(deviceId)) return null
    return { hotelId: hotelId as HotelId, deviceId: deviceId as DeviceId } // just checked
  }

  /** Bytes that only who has the signing key can work out, the same each time for the same purpose (RFC 5869). */
  derive(purpose: string, length: number): Uint8Array {
    return new Uint8Array(hkdfSync('sha256', present(this.#jwk.d, 'a private key'), '', purpose, length))
  }

  #sign(token: SignJWT, hours: number | null): Promise<string> {
    const now = Math.floor(this.#clock.nowUtcMs() / 1_000)
    token.setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID, typ: 'JWT' }).setIssuer(ISSUER).setIssuedAt(now)
    if (hours !== null) token.setExpirationTime(Math.floor(now + hours * 3_600))
    return token.sign(this.#privateKey)
  }

  async #verify(token: string, audience: string, requiredClaims: string[]) {
    try {
      const { payload } = await jwtVerify(token, this.#publicKey, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience,
        requiredClaims,
        currentDate: new Date(this.#clock.nowUtcMs()),
      })
      return payload
    } catch (error) {
      if (error instanceof errors.JOSEError) return null
      throw error
    }
  }
}

async function keyOf(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM)
  assert(!(key instanceof Uint8Array), 'an Ed25519 key')
  return key
}
