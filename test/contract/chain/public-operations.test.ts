import { Ajv2020 } from 'ajv/dist/2020.js'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { present } from '../../../shared/base/assert.ts'
import { isUuidV7 } from '../../../shared/domain/ids.ts'
import { addDays, daysBetween, localDate, parseLocalDate } from '../../../shared/domain/stay-dates.ts'
import { openChain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { DEMO_HOTEL_ID } from '../../../shared/domain/demo-staff.ts'
import { demoHotel } from '../../../sync/chain/demo/demo-hotel.ts'
import { buildGateway } from '../../../sync/chain/gateway/gateway.ts'
import { createHotel } from '../../../sync/chain/hotels/hotels.ts'
import { migratePayments } from '../../../sync/chain/payments/payments-schema.ts'
import { keyHeader } from '../../support/api-key.ts'
import { describeOnBothDatabases, testClock } from '../../support/chain-databases.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { TODAY } from '../../support/small-hotel.ts'
import { newKey, testPayments } from '../../support/test-payments.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
interface Parameter {
  readonly in: 'path' | 'query'
  readonly name: string
  readonly required?: boolean
  readonly schema: { readonly example?: string }
}
interface Operation {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Record<string, { readonly schema: { readonly $ref: string } }> }
  readonly responses: Record<string, { readonly content?: Record<string, object> }>
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly schemas: Record<string, { readonly examples?: readonly Json[] }> }
}
type Ids = Readonly<Record<string, string>>

/** The day of the examples; the test asks for one as far ahead, whatever day it is. */
const EXAMPLE_DAY = localDate('2026-12-24')
const SHIFT = daysBetween(EXAMPLE_DAY, addDays(TODAY, 32))

describeOnBothDatabases('the operations of the public API', (open) => {
  let db: Database
  let paymentsDb: Database
  let app: FastifyInstance
  let key: { authorization: string }
  let document: Document
  let ajv: Ajv2020

  beforeAll(async () => {
    db = await open()
    paymentsDb = await open()
    await migratePayments(paymentsDb)
    const { payments: port, sandbox: cardForm } = testPayments(paymentsDb)
    const chain = await openChain(db, testClock, seededRng(5), { port, cardForm })
    const demo = demoHotel(TODAY, 'Europe/Lisbon')
    await createHotel(db, demo.hotel, demo.rows, demo.codesUsed)
    key = await keyHeader(chain)
    app = await buildGateway(chain, pino({ level: 'silent' }))
    document = (await app.inject('/docs/json')).json<Document>()
    ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema(document, 'document')
  })
  afterAll(async () => {
    await app.close()
    await db.close()
    await paymentsDb.close()
  })

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
  const find = (operationId: string) =>
    present(
      operations().find(({ operation }) => operation.operationId === operationId),
      operationId,
    )
  const bodySchemaOf = ({ requestBody }: Operation) => {
    const name = requestBody?.content['application/json']?.schema.$ref.split('/').at(-1)
    return name === undefined ? null : present(document.components.schemas[name], name)
  }

  /** An example with days and ids of this test: a new id for each that the caller does not give. */
  const freshText = (text: string): string => {
    const day = parseLocalDate(text)
    if (day) return addDays(day, SHIFT)
    return isUuidV7(text) ? newKey() : text
  }
  const fresh = (value: Json, ids: Ids, name = ''): Json => {
    if (ids[name] !== undefined) return ids[name]
    if (Array.isArray(value)) return value.map((item: Json) => fresh(item, ids))
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, fresh(inner, ids, field)]))
    }
    return typeof value === 'string' ? freshText(value) : value
  }

  /** Calls an operation by its description alone, and holds the answer against it. */
  async function call(
    operationId: string,
    ids: Ids = {},
    { example = 0, body }: { example?: number; body?: Json } = {},
  ) {
    const { path, method, operation } = find(operationId)
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      name === 'hotelId' ? (ids[name] ?? DEMO_HOTEL_ID) : (ids[name] ?? newKey()),
    )
    const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query' && parameter.required)
    const search = query.map(({ name, schema }) => `${name}=${freshText(present(schema.example, name))}`)
    const schema = bodySchemaOf(operation)
    const payload = schema && (body ?? fresh(present(schema.examples?.[example], `an example of ${operationId}`), ids))
    const answer = await app.inject({
      method: method.toUpperCase() as 'GET', // or another method
      url: search.length === 0 ? url : `${url}?${search.join('&')}`,
      headers: key,
      ...(payload !== null && { payload: payload as object }),
    })
    const { statusCode } = answer
    const [type = ''] = String(answer.headers['content-type']).split(';')
    expect(operation.responses[statusCode]?.content, `${operationId} ${statusCode} ${answer.body}`).toHaveProperty([
      type,
    ])
    const pointer = ['paths', path, method, 'responses', String(statusCode), 'content', type, 'schema']
    const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    const isValid = ajv.compile({ $ref: `document#/${escaped.join('/')}` })
    const json = answer.json<Record<string, Json>>()
    expect(isValid(json), `${operationId}: ${ajv.errorsText(isValid.errors)}`).toBe(true)
    return { statusCode, json }
  }

  test('API-15 every operation answers its example as its description says', async () => {
    const called = new Set<string>()
    const good = async (operationId: string, status: number, ids: Ids = {}, example = 0) => {
      called.add(operationId)
      const { statusCode, json } = await call(operationId, ids, { example })
      expect([operationId, statusCode, json['code']]).toEqual([operationId, status, undefined])
      return json as Record<string, string>
    }
    await good('listHotels', 200)
    await good('getHotel', 200)
    await good('listRoomTypes', 200)
    await good('listRatePlans', 200)
    await good('getAvailability', 200)
    const { quoteId = '' } = await good('createQuote', 201)
    await good('getQuote', 200, { quoteId })
    const { reservationId: byQuote = '' } = await good('bookReservation', 201, { quoteId }, 1)
    const { reservationId = '', confirmationCode = '' } = await good('bookReservation', 201)
    await good('getReservation', 200, { reservationId })
    await good('listReservations', 200)
    await good('findMyBooking', 200, { confirmationCode })
    await good('quoteChange', 200, { reservationId })
    await good('changeReservation', 200, { reservationId })
    const { cardToken = '' } = await good('createCardToken', 201)
    const paymentId = newKey()
    await good('payReservation', 201, { reservationId, paymentId, cardToken })
    await good('getPayment', 200, { reservationId, paymentId })
    await good('getReservationHistory', 200, { reservationId })
    await good('quoteCancellation', 200, { reservationId: byQuote })
    await good('cancelReservation', 200, { reservationId: byQuote })
    expect([...called].toSorted()).toEqual(
      operations()
        .map(({ operation }) => operation.operationId)
        .toSorted(),
    )
  })

  test('API-15 what is not there and what is nonsense gets a documented problem from every operation', async () => {
    for (const { path, operation } of operations()) {
      const { operationId } = operation
      if (path.includes('{hotelId}')) {
        const { statusCode } = await call(operationId, { hotelId: 'nowhere' })
        expect([operationId, statusCode]).toEqual([operationId, 404])
        expect([operationId, (await call(operationId, { hotelId: '%00' })).statusCode]).toEqual([operationId, 400])
      }
      if (bodySchemaOf(operation)) {
        const { statusCode, json } = await call(operationId, {}, { body: { surprise: true } })
        expect([operationId, statusCode, json['code']]).toEqual([operationId, 400, 'REQUEST_INVALID'])
      }
    }
  })
})
