import { LRUCache } from 'lru-cache'
import type { Clock, Rng } from '../../../shared/base/ports.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import type { Database } from '../database/port.ts'
import {
  type ApiKey,
  type StoredApiKey,
  insertApiKey,
  selectApiKey,
  selectApiKeys,
  updateRevoked,
} from './queries/api-keys.ts'
import { hashSecret, secretMatches } from './secrets.ts'

/** A key that was revoked elsewhere stops working here after this long at the latest. */
const MAX_AGE_MS = 3_000
const MAX_KEYS = 20_000
const KEY = /^krk_([0-9a-z]{4,32})_([\w-]{43})$/
const SECRET_BYTES = 32

export interface NewApiKey {
  readonly name: string
  readonly hotelId: HotelId | null
  readonly perMinute: number | null
}

/** A key, and the one text by which a caller shows it: never to be had again. */
export interface GivenApiKey {
  readonly key: ApiKey
  readonly apiKey: string
}

/**
 * The keys of the public API: `krk_<id>_<secret>`, kept as the hash of 256 random bits. What a key may do is kept here for
 * a moment, so that a request with a known key asks no database. Rules ACC-01 to ACC-04.
 */
export class ApiKeys {
  readonly #db: Database
  readonly #clock: Clock
  readonly #rng: Rng
  readonly #known: LRUCache<string, StoredApiKey>
  readonly #reading = new Map<string, Promise<StoredApiKey | null>>()

  constructor(db: Database, clock: Clock, rng: Rng) {
    this.#db = db
    this.#clock = clock
    this.#rng = rng
    const perf = { now: () => clock.nowUtcMs() }
    this.#known = new LRUCache({ max: MAX_KEYS, ttl: MAX_AGE_MS, ttlResolution: 0, allowStale: true, perf })
  }

  /** Makes a key with an id and a secret of its own. */
  async add(wanted: NewApiKey): Promise<GivenApiKey> {
    const keyId = Buffer.from(this.#rng.bytes(8)).toString('hex')
    return this.#insert(keyId, this.#rng.bytes(SECRET_BYTES), wanted)
  }

  /** Makes the key of this id and secret where there is none; `null` where it was revoked. */
  async ensure(keyId: string, secret: Uint8Array, wanted: NewApiKey): Promise<string | null> {
    const { apiKey } = await this.#insert(keyId, secret, wanted)
    return (await this.#read(keyId, apiKey)) ? apiKey : null
  }

  async #insert(keyId: string, secret: Uint8Array, wanted: NewApiKey): Promise<GivenApiKey> {
    const apiKey = `krk_${keyId}_${Buffer.from(secret).toString('base64url')}`
    const key = { keyId, ...wanted, createdAtUtcMs: this.#clock.nowUtcMs(), revokedAtUtcMs: null }
    await insertApiKey(this.#db, { ...key, secretHash: hashSecret(apiKey) })
    return { key, apiKey }
  }

  list(): Promise<ApiKey[]> {
    return selectApiKeys(this.#db)
  }

  /** Ends a key, here at once; revoking again changes nothing. `null` where there is none. */
  async revoke(keyId: string): Promise<ApiKey | null> {
    const revoked = await updateRevoked(this.#db, keyId, this.#clock.nowUtcMs())
    this.#known.delete(keyId)
    return revoked
  }

  /**
   * The key that this text shows: at once where it was asked for lately, else from the database; `null` where it is no key
   * of ours. `mayAsk` is asked before the database is on behalf of somebody who has not shown this key before.
   */
  find(apiKey: string, mayAsk: () => Promise<boolean>): ApiKey | null | Promise<ApiKey | null> {
    const keyId = KEY.exec(apiKey)?.[1]
    if (keyId === undefined) return null
    const isFresh = this.#known.getRemainingTTL(keyId) > 0
    const known = this.#known.get(keyId)
    const isProven = known !== undefined && secretMatches(apiKey, known.secretHash)
    if (known && isFresh) return isProven ? known : null
    return isProven ? this.#read(keyId, apiKey) : mayAsk().then((may) => (may ? this.#read(keyId, apiKey) : null))
  }

  async #read(keyId: string, apiKey: string): Promise<ApiKey | null> {
    const key = await this.#readOnce(keyId)
    return key && secretMatches(apiKey, key.secretHash) ? key : null
  }

  /** One read for all who ask for the same key at once; a key that was revoked is none. */
  #readOnce(keyId: string): Promise<StoredApiKey | null> {
    const underWay = this.#reading.get(keyId)
    if (underWay) return underWay
    const reading = selectApiKey(this.#db, keyId)
      .then((key) => this.#keep(keyId, key))
      .finally(() => this.#reading.delete(keyId))
    this.#reading.set(keyId, reading)
    return reading
  }

  #keep(keyId: string, key: StoredApiKey | null): StoredApiKey | null {
    if (key?.revokedAtUtcMs === null) {
      this.#known.set(keyId, key)
      return key
    }
    this.#known.delete(keyId)
    return null
  }
}
