import type { FastifyInstance, InjectOptions } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HotelId } from '../../../shared/domain/ids.ts'
import {
  apiKeyListSchema,
  deviceListSchema,
  enrolCodeSchema,
  givenApiKeySchema,
  meSchema,
  staffListSchema,
  staffSchema,
} from '../../../shared/wire/internal-api.ts'
import type { HotelScope, Role } from '../../../sync/chain/access/roles.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { buildGateway } from '../../../sync/chain/gateway/gateway.ts'
import { buildInternalApp } from '../../../sync/chain/gateway/internal-app.ts'
import { enrolDevice } from '../../../sync/chain/sync/enrolment.ts'
import { keyHeader } from '../../support/api-key.ts'
import { chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { HOTEL_ID } from '../../support/small-hotel.ts'

const OTHER_ID = 'other' as HotelId

describeOnBothDatabases('the internal API', (open) => {
  let db: Database
  let chain: Chain
  let app: FastifyInstance
  let admin: { authorization: string }

  beforeAll(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    app = await buildInternalApp(chain, pino({ level: 'silent' }))
    admin = await tokenOf('admin')
  })
  afterAll(async () => {
    await app.close()
    await db.close()
  })

  async function tokenOf(role: Role, hotels: HotelScope = '*'): Promise<{ authorization: string }> {
    const { staffId } = await chain.access.staff.add({ name: `A ${role}`, role, hotels })
    return { authorization: `Bearer ${await chain.access.staff.issueToken(staffId)}` }
  }
  const ask = (url: string, headers = {}, options: InjectOptions = {}) => app.inject({ url, headers, ...options })
  const post = (url: string, headers: object, payload: object) => ask(url, headers, { method: 'POST', payload })
  async function outcome(asked: Promise<Awaited<ReturnType<typeof ask>>>): Promise<string> {
    const answer = await asked
    const { statusCode } = answer
    return statusCode < 400 ? `${statusCode}` : `${statusCode} ${answer.json<{ code: string }>().code}`
  }

  test('ACC-07 everything but health asks for the token of somebody who works here now', async () => {
    const key = await keyHeader(chain)
    for (const url of ['/internal/v1/me', '/internal/v1/staff', '/docs/json']) {
      expect(await outcome(ask(url))).toBe('401 STAFF_UNAUTHORISED')
      expect(await outcome(ask(url, key))).toBe('401 STAFF_UNAUTHORISED')
      expect(await outcome(ask(url, admin))).toBe('200')
    }
    expect(await outcome(ask('/healthz'))).toBe('200')
    const leaver = await tokenOf('support')
    const { staffId, permissions } = meSchema.parse((await ask('/internal/v1/me', leaver)).json())
    expect(permissions).toEqual(['read', 'devices.write'])
    expect(await outcome(ask(`/internal/v1/staff/${staffId}`, admin, { method: 'DELETE' }))).toBe('200')
    expect(await outcome(ask('/internal/v1/me', leaver))).toBe('401 STAFF_UNAUTHORISED')
    expect(await chain.access.staff.issueToken(staffId)).toBeNull()
  })

  test('ACC-07 a staff token opens nothing of the public API, and that serves no internal route', async () => {
    const gateway = await buildGateway(chain, pino({ level: 'silent' }))
    expect(await outcome(gateway.inject({ url: '/v1/hotels', headers: admin }))).toBe('401 API_KEY_INVALID')
    expect(await outcome(gateway.inject({ url: '/internal/v1/me', headers: admin }))).toBe('404 ROUTE_UNKNOWN')
    await gateway.close()
  })

  test('ACC-09 without the role, or for another hotel, it is 403 FORBIDDEN and nothing is done', async () => {
    const [support, manager] = [await tokenOf('support', [HOTEL_ID]), await tokenOf('manager', [OTHER_ID])]
    const localAdmin = await tokenOf('admin', [HOTEL_ID])
    const before = await chain.access.staff.list()
    const wanted = { name: 'Eve', role: 'admin', hotels: '*' }
    for (const headers of [support, manager, localAdmin]) {
      expect(await outcome(post('/internal/v1/staff', headers, wanted))).toBe('403 FORBIDDEN')
      expect(await outcome(post('/internal/v1/api-keys', headers, { name: 'Eve' }))).toBe('403 FORBIDDEN')
    }
    expect(await chain.access.staff.list()).toEqual(before)
    const codes = `/internal/v1/hotels/${HOTEL_ID}/enrol-codes`
    expect(await outcome(post(codes, support, {}))).toBe('201')
    expect(await outcome(post(codes, manager, {}))).toBe('403 FORBIDDEN')
    expect(await outcome(ask(`/internal/v1/hotels/${HOTEL_ID}/devices`, manager))).toBe('403 FORBIDDEN')
    expect(await outcome(post(codes, await tokenOf('revenue'), {}))).toBe('403 FORBIDDEN')
  })

  test('ACC-10 staff are added, listed and deactivated', async () => {
    const added = await post('/internal/v1/staff', admin, { name: 'Rosa', role: 'revenue', hotels: [HOTEL_ID] })
    expect(added.statusCode).toBe(201)
    const { staffId } = staffSchema.parse(added.json())
    const gone = await ask(`/internal/v1/staff/${staffId}`, admin, { method: 'DELETE' })
    expect(staffSchema.parse(gone.json())).toMatchObject({ name: 'Rosa', active: false })
    const { staff } = staffListSchema.parse((await ask('/internal/v1/staff', admin)).json())
    expect(staff.find((one) => one.staffId === staffId)).toMatchObject({ role: 'revenue', hotels: [HOTEL_ID] })
    const nobody = ask('/internal/v1/staff/nobody', admin, { method: 'DELETE' })
    expect(await outcome(nobody)).toBe('404 STAFF_UNKNOWN')
    const nonsense = { name: 'X', role: 'king', hotels: '*' }
    expect(await outcome(post('/internal/v1/staff', admin, nonsense))).toBe('400 REQUEST_INVALID')
  })

  test('ACC-10 keys are added, listed without their secret, and revoked', async () => {
    const given = await post('/internal/v1/api-keys', admin, { name: 'Website', hotelId: HOTEL_ID, perMinute: 5 })
    const { key, apiKey } = givenApiKeySchema.parse(given.json())
    const list = await ask('/internal/v1/api-keys', admin)
    expect(apiKeyListSchema.parse(list.json()).apiKeys).toContainEqual(key)
    expect(list.body).not.toContain(apiKey.slice(-43))
    const revoked = await ask(`/internal/v1/api-keys/${key.keyId}`, admin, { method: 'DELETE' })
    expect(revoked.json()).toMatchObject({ keyId: key.keyId, revokedAtUtcMs: chain.clock.nowUtcMs() })
    const unknown = ask('/internal/v1/api-keys/nobody', admin, { method: 'DELETE' })
    expect(await outcome(unknown)).toBe('404 API_KEY_UNKNOWN')
    const nowhere = post('/internal/v1/api-keys', admin, { name: 'X', hotelId: 'nowhere' })
    expect(await outcome(nowhere)).toBe('404 HOTEL_UNKNOWN')
  })

  test('ACC-10 a code that was given out enrols a terminal, which is then listed', async () => {
    const given = await post(`/internal/v1/hotels/${HOTEL_ID}/enrol-codes`, admin, {})
    const { enrolCode } = enrolCodeSchema.parse(given.json())
    await enrolDevice(chain, { protocol: 1, enrolCode, deviceClass: 'kiosk', deviceName: 'Lobby' })
    const { devices } = deviceListSchema.parse((await ask(`/internal/v1/hotels/${HOTEL_ID}/devices`, admin)).json())
    expect(devices).toMatchObject([{ name: 'Lobby', deviceClass: 'kiosk', lastSeq: 0 }])
    expect(await outcome(ask('/internal/v1/hotels/nowhere/devices', admin))).toBe('404 HOTEL_UNKNOWN')
  })

  test('ACC-10 OpenAPI describes every internal operation and its token', async () => {
    const document = (await ask('/docs/json', admin)).json<{
      components: { securitySchemes: object }
      paths: Record<string, Record<string, { responses: object }>>
    }>()
    expect(document.components.securitySchemes).toMatchObject({ staffToken: { scheme: 'bearer', bearerFormat: 'JWT' } })
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
    expect(operations.length).toBeGreaterThan(7)
    for (const { responses } of operations)
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403']))
  })
})
