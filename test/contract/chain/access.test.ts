import type { FastifyInstance } from 'fastify'
import { UnsecuredJWT, decodeJwt } from 'jose'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Clock } from '../../../shared/base/ports.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { openAccess } from '../../../sync/chain/access/access.ts'
import { hashSecret } from '../../../sync/chain/access/secrets.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { buildGateway } from '../../../sync/chain/gateway/gateway.ts'
import type { GatewaySettings } from '../../../sync/chain/gateway/settings.ts'
import { createHotel } from '../../../sync/chain/hotels/hotels.ts'
import { authenticateDevice, enrolDevice, issueEnrolCode } from '../../../sync/chain/sync/enrolment.ts'
import { keyHeader } from '../../support/api-key.ts'
import { NOON_UTC_MS, chainWithSmallHotel, describeOnBothDatabases, hotelOf } from '../../support/chain-databases.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { HOTEL_ID, smallHotelRows } from '../../support/small-hotel.ts'

const OTHER_ID = 'hillside' as HotelId

describeOnBothDatabases('who may call the chain', (open) => {
  let db: Database
  let chain: Chain
  let nowUtcMs: number
  const apps: FastifyInstance[] = []

  beforeEach(async () => {
    nowUtcMs = NOON_UTC_MS
    db = await open()
    const clock: Clock = { nowUtcMs: () => nowUtcMs }
    chain = await chainWithSmallHotel(db, clock)
  })
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close()
    await db.close()
  })

  async function gateway(settings: Partial<GatewaySettings> = {}, of: Chain = chain): Promise<FastifyInstance> {
    const app = await buildGateway(of, pino({ level: 'silent' }), settings)
    apps.push(app)
    return app
  }
  /** Status and code of an answer, e.g. `401 API_KEY_REQUIRED`. */
  async function ask(app: FastifyInstance, url: string, headers: Record<string, string> = {}): Promise<string> {
    const answer = await app.inject({ url, headers })
    const { code } = answer.statusCode >= 400 ? answer.json<{ code: string }>() : { code: 'ok' }
    return `${answer.statusCode} ${code}`
  }
  async function enrol(): Promise<string> {
    const enrolCode = await issueEnrolCode(db, chain.clock, HOTEL_ID)
    const enrolled = await enrolDevice(chain, { protocol: 1, enrolCode, deviceClass: 'desk', deviceName: 'Desk' })
    if (!enrolled.ok) throw new Error('not enrolled')
    return enrolled.value.token
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}`, 'keyrack-protocol': '3' })

  test('ACC-01 who shows no key, or none that is known, is 401 on every public route; what watches the server needs none', async () => {
    const app = await gateway()
    const good = await keyHeader(chain)
    const tampered = `${good.authorization.slice(0, -1)}${good.authorization.endsWith('A') ? 'B' : 'A'}`
    for (const url of ['/v1/hotels', `/v1/hotels/${HOTEL_ID}`, `/v1/hotels/${HOTEL_ID}/availability`]) {
      expect(await ask(app, url)).toBe('401 API_KEY_REQUIRED')
      expect(await ask(app, url, { authorization: 'Basic a2V5' })).toBe('401 API_KEY_REQUIRED')
      for (const wrong of ['Bearer nonsense', `Bearer krk_nobody_${'A'.repeat(43)}`, tampered]) {
        expect(await ask(app, url, { authorization: wrong })).toBe('401 API_KEY_INVALID')
      }
    }
    expect(await ask(app, '/v1/hotels', good)).toBe('200 ok')
    expect(await ask(app, '/v1/hotels', { authorization: tampered })).toBe('401 API_KEY_INVALID')
    for (const url of ['/healthz', '/readyz', '/metrics', '/docs/json']) expect(await ask(app, url)).toBe('200 ok')
    expect((await app.inject('/v1/hotels')).headers['www-authenticate']).toBe('Bearer')
  })

  test('ACC-02 the database has the hash of a key, and never its secret', async () => {
    const { apiKey, key } = await chain.access.keys.add({ name: 'Website', hotelId: null, perMinute: null })
    expect(apiKey).toMatch(/^krk_[0-9a-f]{16}_[\w-]{43}$/)
    const rows = await db.query('SELECT * FROM api_key')
    expect(rows).toMatchObject([{ key_id: key.keyId, secret_hash: hashSecret(apiKey) }])
    expect(JSON.stringify([rows, await chain.access.keys.list()])).not.toContain(apiKey.slice(-43))
  })

  test('ACC-03 a known key asks no database; revoked it stops at once here, and within three seconds elsewhere', async () => {
    let reads = 0
    const counting: Database = {
      ...db,
      query: (sql, params) => {
        if (sql.includes('FROM api_key WHERE')) reads += 1
        return db.query(sql, params)
      },
    }
    const elsewhere = { ...chain, access: await openAccess(counting, chain.clock, seededRng(9)) }
    const [here, there] = [await gateway(), await gateway({}, elsewhere)]
    const key = await keyHeader(chain)
    await Promise.all(Array.from({ length: 20 }, () => ask(there, '/v1/hotels', key)))
    expect(await ask(there, '/v1/hotels', key)).toBe('200 ok')
    expect(reads).toBe(1)

    expect(await ask(here, '/v1/hotels', key)).toBe('200 ok')
    await chain.access.keys.revoke(key.authorization.split('_')[1] ?? '')
    expect(await ask(here, '/v1/hotels', key)).toBe('401 API_KEY_INVALID')
    nowUtcMs += 3_001
    expect(await ask(there, '/v1/hotels', key)).toBe('401 API_KEY_INVALID')
    expect(reads).toBe(2)
  })

  test('ACC-04 a key of one hotel sees that hotel alone', async () => {
    await createHotel(db, { ...hotelOf(smallHotelRows()), hotelId: OTHER_ID, name: 'Hillside' }, [])
    const app = await gateway()
    const key = await keyHeader(chain, { hotelId: OTHER_ID })
    const list = await app.inject({ url: '/v1/hotels', headers: key })
    expect(list.json<{ hotels: { hotelId: string }[] }>().hotels.map(({ hotelId }) => hotelId)).toEqual([OTHER_ID])
    expect(await ask(app, `/v1/hotels/${OTHER_ID}`, key)).toBe('200 ok')
    expect(await ask(app, `/v1/hotels/${HOTEL_ID}`, key)).toBe('403 FORBIDDEN')
    const booking = await app.inject({ method: 'POST', url: `/v1/hotels/${HOTEL_ID}/reservations`, headers: key })
    expect(booking.statusCode).toBe(403)
  })

  test('ACC-06 the signing key is made once, also by several processes at once', async () => {
    await db.query('DELETE FROM signing_key')
    const opened = await Promise.all([1, 2, 3].map(() => openAccess(db, chain.clock, seededRng(1))))
    const staff = await opened[0]?.staff.add({ name: 'Ada', role: 'admin', hotels: '*' })
    const token = await opened[1]?.staff.issueToken(staff?.staffId ?? '')
    expect(await opened[2]?.staff.authenticate(token ?? '')).toMatchObject({ name: 'Ada' })
    expect((await db.query('SELECT key_id FROM signing_key')).length).toBe(1)
  })

  test("ACC-06 a token that is altered, unsigned, expired, for another audience or of another chain is nobody's", async () => {
    const { staff: accounts } = chain.access
    const { staffId } = await accounts.add({ name: 'Ada', role: 'support', hotels: [HOTEL_ID] })
    const token = (await accounts.issueToken(staffId, 12)) ?? ''
    expect(await accounts.authenticate(token)).toMatchObject({ staffId, role: 'support', hotels: [HOTEL_ID] })
    const claims = decodeJwt(token)
    expect(claims).toMatchObject({
      sub: staffId,
      name: 'Ada',
      role: 'support',
      iss: 'keyrack',
      aud: 'keyrack-internal',
    })
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(12 * 3_600)

    const [head = '', , signature = ''] = token.split('.')
    const other = Buffer.from(JSON.stringify({ ...claims, role: 'admin' })).toString('base64url')
    const unsigned = new UnsecuredJWT(claims).encode()
    for (const wrong of [`${head}.${other}.${signature}`, unsigned, '', 'a.b.c', await enrol()]) {
      expect(await accounts.authenticate(wrong)).toBeNull()
    }
    expect(await authenticateDevice(chain, token)).toBeNull()
    nowUtcMs += 12 * 3_600_000 + 1_000
    expect(await accounts.authenticate(token)).toBeNull()
    nowUtcMs = NOON_UTC_MS
    await db.query('DELETE FROM signing_key')
    const stranger = await openAccess(db, chain.clock, seededRng(1))
    expect(await stranger.staff.authenticate(token)).toBeNull()
  })

  test('ACC-08 a terminal is known by its signed token while its row is there; an unsigned one of before still counts', async () => {
    const token = await enrol()
    const device = await authenticateDevice(chain, token)
    expect(decodeJwt(token)).toMatchObject({
      sub: device?.deviceId,
      aud: 'keyrack-device',
      hotel: HOTEL_ID,
      class: 'desk',
    })
    expect(decodeJwt(token).exp).toBeUndefined()
    const app = await gateway()
    expect(await ask(app, '/sync/v1/pull?epoch=1&cursor=0', bearer(token))).toBe('200 ok')

    const again = await chain.access.tokens.signForDevice({ ...(device ?? never()) }, 'another')
    expect(await authenticateDevice(chain, again)).toBeNull()
    const before = `${HOTEL_ID}:${device?.deviceId}:secret`
    await db.query('UPDATE sync_device SET token_hash = $2 WHERE hotel_id = $1', [HOTEL_ID, hashSecret(before)])
    expect((await authenticateDevice(chain, before))?.deviceId).toBe(device?.deviceId)
    expect(await authenticateDevice(chain, token)).toBeNull()

    await db.query('DELETE FROM sync_device WHERE hotel_id = $1', [HOTEL_ID])
    expect(await ask(app, '/sync/v1/pull?epoch=1&cursor=0', bearer(before))).toBe('401 DEVICE_UNAUTHORISED')
  })

  test('ACC-11 each key has its minute, its own or that of the server; strangers have that of their address', async () => {
    const app = await gateway({ perMinuteKey: 3, perMinuteAddress: 2 })
    const [usual, small] = [await keyHeader(chain, { perMinute: null }), await keyHeader(chain, { perMinute: 1 })]
    const answers = async (count: number, headers: Record<string, string>) => {
      const codes: string[] = []
      for (let n = 0; n < count; n += 1) codes.push(await ask(app, '/v1/hotels', headers))
      return codes
    }
    expect(await answers(4, usual)).toEqual(['200 ok', '200 ok', '200 ok', '429 RATE_LIMITED'])
    expect(await answers(2, small)).toEqual(['200 ok', '429 RATE_LIMITED'])
    expect(await answers(3, bearer('nonsense'))).toEqual([
      '401 API_KEY_INVALID',
      '401 API_KEY_INVALID',
      '429 RATE_LIMITED',
    ])
    expect(await ask(app, '/v1/hotels')).toBe('429 RATE_LIMITED')
    const limited = await app.inject({ url: '/v1/hotels', headers: usual })
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(limited.headers['retry-after'])).toBeLessThanOrEqual(60)
    expect(limited.json()).toMatchObject({ code: 'RATE_LIMITED', retry: 'backoff' })
    const elsewhere = await app.inject({ url: '/v1/hotels', remoteAddress: '192.0.2.7' })
    expect(elsewhere.statusCode).toBe(401)
  })

  test('ACC-11 terminals have a minute each, and codes that enrol nobody use up that of the address', async () => {
    const app = await gateway({ perMinuteDevice: 2, perMinuteAddress: 2 })
    const [first, second] = [await enrol(), await enrol()]
    const url = '/sync/v1/pull?epoch=1&cursor=0'
    const asked = [first, first, first, second].map((token) => () => ask(app, url, bearer(token)))
    const codes: string[] = []
    for (const next of asked) codes.push(await next())
    expect(codes).toEqual(['200 ok', '200 ok', '429 RATE_LIMITED', '200 ok'])
    const guess = () =>
      app.inject({
        method: 'POST',
        url: '/sync/v1/enrol',
        payload: { protocol: 1, enrolCode: `${HOTEL_ID}:guess`, deviceClass: 'desk', deviceName: 'Desk' },
      })
    const guessed = [await guess(), await guess(), await guess()]
    expect(guessed.map(({ statusCode }) => statusCode)).toEqual([401, 401, 429])
  })

  test('ACC-12 OpenAPI names the key and what every operation may answer', async () => {
    const app = await gateway()
    const document = (await app.inject('/docs/json')).json<{
      servers?: unknown
      security: object[]
      components: { securitySchemes: Record<string, object> }
      paths: Record<string, Record<string, { responses: Record<string, object> }>>
    }>()
    expect(document.components.securitySchemes['apiKey']).toMatchObject({ type: 'http', scheme: 'bearer' })
    expect([document.security, document.servers]).toEqual([[{ apiKey: [] }], undefined])
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
    expect(operations.length).toBeGreaterThan(5)
    for (const { responses } of operations) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '429', '503']))
    }
  })
})

function never(): never {
  throw new Error('no device')
}
