import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HotelId, RatePlanId } from '../../../shared/domain/ids.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { Role } from '../../../sync/chain/access/roles.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts'
import { allotUnits } from '../../../sync/chain/allotments/allot.ts'
import { authenticateDevice, enrolDevice, issueEnrolCode } from '../../../sync/chain/sync/enrolment.ts'
import { chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { InternalCaller, bookStay } from '../../support/internal-caller.ts'
import { HOTEL_ID, TODAY } from '../../support/small-hotel.ts'

interface Schema {
  readonly $ref?: string
  readonly example?: object
}
interface Operation {
  readonly operationId?: string
  readonly summary?: string
  readonly parameters?: readonly { readonly in: string; readonly name: string }[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } }
  readonly responses: Readonly<Record<string, { readonly description: string }>>
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}
interface Described {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly operation: Operation
  readonly example: object | undefined
}

const PREFIX = '/internal/v1'
const ELSEWHERE = 'elsewhere' as HotelId
const QUERIES: Readonly<Record<string, string>> = {
  listRates: `?roomTypeId=A&from=${TODAY}&until=${addDays(TODAY, 3)}`,
  listRestrictions: `?roomTypeId=A&from=${TODAY}&until=${addDays(TODAY, 3)}`,
  reportDaily: `?from=${TODAY}&until=${addDays(TODAY, 3)}`,
  reportChain: `?night=${TODAY}`,
}
/** A role that may not do what the permission of an operation names. */
const STRANGER: Readonly<Record<string, Role>> = {
  giveEnrolCode: 'revenue',
  revokeDevice: 'revenue',
  reinstateDevice: 'revenue',
  removeDevice: 'revenue',
  reclaimAllotment: 'revenue',
  listDeskStaff: 'support',
  putDeskStaff: 'support',
}
/** What a hotel in use does not let happen. */
const REFUSED_HERE = ['removeHotel', 'removeDevice', 'removeRoomType', 'markNoShow', 'eraseGuest']

describeOnBothDatabases('the operations of the internal API', (open) => {
  let db: Database
  let chain: Chain
  let admin: InternalCaller
  let operations: Described[]
  let ids: Readonly<Record<string, string>>

  beforeAll(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    admin = await InternalCaller.open(chain)
    const document = (await admin.document()) as Document // what the server describes
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase() as Described['method'], // as OpenAPI names them
        path: path.slice(PREFIX.length),
        operation,
        example: exampleOf(document, operation),
      })),
    )
    await admin.atHotel('PUT', '/rate-plans/FLEX', exampleFor('putRatePlan'))
    await admin.atHotel('PUT', '/tax-rules/VAT', exampleFor('putTaxRule'))
    const stay = { arrival: addDays(TODAY, 8), departure: addDays(TODAY, 15), ratePlanId: 'FLEX' as RatePlanId }
    const reservationId = await bookStay(chain, stay)
    const { key } = await chain.access.keys.add({ name: 'x', hotelId: null, perMinute: null })
    const { staffId } = await chain.access.staff.add({ name: 'x', role: 'support', hotels: '*' })
    const enrolCode = await issueEnrolCode(db, chain.clock, HOTEL_ID)
    const request = { protocol: PROTOCOL_VERSION, enrolCode, deviceClass: 'desk', deviceName: 'Lobby' } as const
    const enrolled = await enrolDevice(chain, request)
    if (!enrolled.ok) throw new Error(enrolled.error.code)
    const device = await authenticateDevice(chain, enrolled.value.token)
    if (device) await allotUnits(chain, device, { epoch: 1, role: 'hub', declared: null })
    ids = {
      deviceId: enrolled.value.deviceId,
      hotelId: HOTEL_ID,
      roomTypeId: 'A',
      roomId: '201',
      ratePlanId: 'FLEX',
      taxId: 'VAT',
      controlId: '01990000-0000-7000-8000-00000000c0de',
      reservationId,
      guestId: reservationId,
      position: '1',
      keyId: key.keyId,
      staffId,
      memberId: 'ana',
    }
  })
  afterAll(async () => {
    await admin.app.close()
    await db.close()
  })

  const idOf = ({ operation }: Described) => operation.operationId ?? ''
  const exampleFor = (operationId: string) => operations.find((one) => idOf(one) === operationId)?.example
  const addressOf = (one: Described) =>
    one.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'none') + (QUERIES[idOf(one)] ?? '')
  /** Fitted to the small hotel, whose types are A and B. */
  const bodyOf = (one: Described) => {
    const at = { from: addDays(TODAY, 1), until: addDays(TODAY, 3) }
    if (idOf(one) === 'addRoom') return { ...one.example, roomTypeId: 'A' }
    return one.example && 'from' in one.example ? { ...one.example, ...at } : one.example
  }
  const ask = (caller: InternalCaller, one: Described) => caller.call(one.method, addressOf(one), bodyOf(one))

  test('ACC-18 each operation has an id of its own, a summary, and an example of its body', () => {
    expect(operations.length).toBeGreaterThan(45)
    const named = operations.map(idOf)
    expect(new Set(named).size).toBe(named.length)
    expect(named).not.toContain('')
    const lacking = operations.filter(({ operation, example }) => {
      const documented = ['401', '403', '503'].every((status) => status in operation.responses)
      return !documented || !operation.summary || (operation.requestBody && example === undefined)
    })
    expect(lacking.map(idOf)).toEqual([])
  })

  test('ACC-18 without the permission, or for another hotel, each write is refused and changes nothing', async () => {
    const elsewhere = await admin.as('admin', [ELSEWHERE])
    const version = async () => db.query('SELECT version FROM sync_head WHERE hotel_id = $1', [HOTEL_ID])
    const before = await version()
    const letIn: string[] = []
    const writes = operations.filter(({ method }) => method !== 'GET')
    for (const one of operations) {
      const isOpenToAll = idOf(one) === 'whoAmI' || idOf(one) === 'listHotels'
      if (!isOpenToAll && (await ask(elsewhere, one)).code !== 'FORBIDDEN') letIn.push(`${idOf(one)} elsewhere`)
    }
    for (const one of writes) {
      const stranger = await admin.as(STRANGER[idOf(one)] ?? 'support')
      if ((await ask(stranger, one)).code !== 'FORBIDDEN') letIn.push(`${idOf(one)} without permission`)
    }
    expect(writes.length).toBeGreaterThan(20)
    expect(letIn).toEqual([])
    expect(await version()).toEqual(before)
  })

  test('ACC-18 text that no database takes is told to be wrong, wherever it stands in the address', async () => {
    const nul = (path: string) => path.replaceAll(/\{(?!hotelId)\w+\}/g, '%00').replace('{hotelId}', HOTEL_ID)
    const wrong: string[] = []
    for (const one of operations) {
      const [address = ''] = addressOf(one).split('?')
      const queries = (one.operation.parameters ?? []).filter((parameter) => parameter.in === 'query')
      for (const tried of [nul(one.path), ...queries.map(({ name }) => `${address}?${name}=%00`)]) {
        if (!tried.includes('%00')) continue
        const { status } = await admin.call(one.method, tried, bodyOf(one))
        if (status !== 400) wrong.push(`${one.method} ${tried}: ${status}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('ACC-18 each operation does what it says for an administrator, and answers what it documents', async () => {
    const order = { GET: 0, PUT: 1, PATCH: 2, POST: 3, DELETE: 4 }
    const sorted = operations.toSorted((a, b) => order[a.method] - order[b.method])
    const wrong: string[] = []
    for (const one of sorted) {
      const { status, code } = await ask(admin, one)
      const documented = one.operation.responses[status]
      const isKnown = documented !== undefined && (code === null || documented.description.includes(code))
      const isWanted = REFUSED_HERE.includes(idOf(one)) ? status === 409 : status < 300
      if (!isKnown || !isWanted) wrong.push(`${idOf(one)}: ${status} ${code}`)
    }
    expect(wrong).toEqual([])
  })
})

function exampleOf({ components }: Document, { requestBody }: Operation): object | undefined {
  const schema = requestBody?.content['application/json'].schema
  const named = schema?.$ref === undefined ? schema : components.schemas[schema.$ref.split('/').at(-1) ?? '']
  return named?.example
}
