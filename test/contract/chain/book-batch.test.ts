import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { confirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { HotelId, RatePlanId } from '../../../shared/domain/ids.ts'
import { forcedUnits } from '../../../shared/domain/inventory.ts'
import { decideBooking } from '../../../shared/domain/ops/book.ts'
import type { BookingLine } from '../../../shared/domain/ops/op.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import { type RowWrite, type TaxRuleRow, keyOfRow, typeNightKey } from '../../../shared/domain/rows.ts'
import { addDays, nightsOf } from '../../../shared/domain/stay-dates.ts'
import { taxesOf } from '../../../shared/domain/tax.ts'
import { migrate } from '../../../sync/chain/database/migrate.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { createHotel } from '../../../sync/chain/hotels/hotels.ts'
import {
  type BookingOutcome,
  type PreparedBooking,
  bookBatch,
} from '../../../sync/chain/reservations/queries/book-batch.ts'
import { selectAnsweredRequest } from '../../../sync/chain/reservations/queries/booking-requests.ts'
import { selectWhere } from '../../../sync/chain/rows/queries/entity-rows.ts'
import { type Change, selectChangesAfter } from '../../../sync/chain/sync/queries/changes.ts'
import { selectHead } from '../../../sync/chain/write-path/queries/head.ts'
import { NOON_UTC_MS, describeOnBothDatabases, hotelOf } from '../../support/chain-databases.ts'
import { reservationIdOf } from '../../support/desk-ops.ts'
import { MemoryRows } from '../../support/memory-rows.ts'
import { TODAY, TYPE_A, TYPE_B, put, smallHotelRows } from '../../support/small-hotel.ts'

const NIGHTS = 5

const night = fc.integer({ min: 0, max: NIGHTS - 1 })
const inventoryRow = fc
  .record({
    type: fc.constantFrom(TYPE_A, TYPE_B),
    night,
    totalInventory: fc.integer({ min: 0, max: 4 }),
    outOfOrder: fc.integer({ min: 0, max: 2 }),
    overbookPct: fc.constantFrom(0, 10, 50),
    totalReserved: fc.integer({ min: 0, max: 3 }),
    leased: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ type, night: day, ...counts }) => {
    const row = { roomTypeId: type, night: addDays(TODAY, day), ...counts }
    return put('inventory', { ...row, forced: forcedUnits(row) })
  })
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).map((value) => value.replaceAll('\0', '-'))
const line = fc
  .record({ roomTypeId: fc.constantFrom(TYPE_A, TYPE_B), from: night, nights: fc.integer({ min: 1, max: 3 }) })
  .map(
    ({ roomTypeId, from, nights }): BookingLine => ({
      roomTypeId,
      arrival: addDays(TODAY, from),
      departure: addDays(TODAY, from + nights),
      adults: 2,
      children: 1,
      roomId: null,
      nightlyMinor: Array.from({ length: nights }, (_, index) => 9_000 + index),
    }),
  )
const request = fc.record({
  id: fc.integer({ min: 1, max: 8 }),
  fingerprint: fc.constantFrom('one', 'one', 'one', 'other'),
  lastName: text,
  phone: fc.option(text),
  ratePlanId: fc.option(text.map((id) => id as RatePlanId)),
  holdUntilUtcMs: fc.option(fc.integer({ min: NOON_UTC_MS, max: NOON_UTC_MS + 900_000 })),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
})
type Asked = typeof request extends fc.Arbitrary<infer T> ? T : never

const BY_THE_DESK = 8
const CONTEXT = {
  opId: null,
  deviceId: null,
  atUtcMs: NOON_UTC_MS,
  channel: 'web',
  bookedOn: TODAY,
  earliestArrival: TODAY,
  mode: 'landing',
  cover: null,
} as const

const TAX_RULES = [
  {
    taxId: 'vat',
    name: 'VAT "6 %" {\\}',
    position: 1,
    kind: 'percent',
    percentBp: 600,
    amountMinor: 0,
    included: true,
  },
  {
    taxId: 'city',
    name: 'City tax',
    position: 2,
    kind: 'per_person_night',
    percentBp: 0,
    amountMinor: 200,
    included: false,
  },
] as const satisfies readonly TaxRuleRow[]

/** What the chain has to do, by the domain's own decision, one booking after the other. */
class Model {
  readonly rows: MemoryRows
  readonly answers = new Map<number, { fingerprint: string; refusal: Refusal | null }>()
  /** In the order in which a pull finds them. */
  readonly changes: Change[] = []
  accepted = 0

  constructor(rows: readonly RowWrite[]) {
    this.rows = new MemoryRows(rows)
  }

  book(asked: Asked): BookingOutcome {
    const answered = this.answers.get(asked.id)
    if (answered && answered.fingerprint !== asked.fingerprint) return { outcome: 'reused' }
    if (answered?.refusal) return { outcome: 'refused', refusal: answered.refusal }
    if (answered) return { outcome: 'replayed' }
    const code = confirmationCode(0, this.accepted)
    const booking = { ...bookingOf(asked), code }
    const { ratePlanId, holdUntilUtcMs } = asked
    const context = { ...CONTEXT, ratePlanId, holdUntilUtcMs }
    const decided = this.rows.decide(decideBooking(booking, context, this.rows))
    if (decided.ok) {
      this.rows.apply(decided.value)
      this.accepted += 1
      const keysOf = (wanted: string) => {
        const written = decided.value
          .filter(({ entity }) => entity === wanted)
          .map(({ entity, key }) => ({ entity, key }))
        return written.map((change) => ({ version: this.accepted, ...change }))
      }
      this.changes.push(...['guest', 'reservation'].flatMap(keysOf))
      const counts = keysOf('inventory')
      const order = asked.lines.flatMap((booked) => nightsOf(booked).map((at) => typeNightKey(booked.roomTypeId, at)))
      this.changes.push(...counts.sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key)))
      this.answers.set(asked.id, { fingerprint: asked.fingerprint, refusal: null })
      return { outcome: 'accepted', code }
    }
    if (decided.error.code === 'RESERVATION_ID_REUSED') return { outcome: 'reused' }
    if (decided.error.code === 'NO_AVAILABILITY') {
      this.answers.set(asked.id, { fingerprint: asked.fingerprint, refusal: decided.error })
    }
    return { outcome: 'refused', refusal: decided.error }
  }
}

function bookingOf({ id, lastName, phone, lines }: Asked) {
  const guest = { firstName: 'Ada "A", {x} \\', lastName, email: null, phone }
  return { reservationId: reservationIdOf(id), guarantee: 'card', guest, lines } as const
}

function preparedOf(hotelId: HotelId, asked: Asked): PreparedBooking {
  const { fingerprint, ratePlanId, holdUntilUtcMs } = asked
  const booking = bookingOf(asked)
  const lines = booking.lines.map((booked) => ({ ...booked, taxes: taxesOf(booked, TAX_RULES) }))
  const at = { bookedAtUtcMs: NOON_UTC_MS, bookedOn: TODAY }
  return { hotelId, fingerprint, ...booking, lines, ratePlanId, holdUntilUtcMs, ...at }
}

/** Cuts before an id that the batch has, and where the sizes say so. */
function batchesOf(requests: readonly Asked[], size: number): Asked[][] {
  const batches: Asked[][] = []
  for (const asked of requests) {
    const last = batches.at(-1)
    if (last && last.length < size && !last.some(({ id }) => id === asked.id)) last.push(asked)
    else batches.push([asked])
  }
  return batches
}

describeOnBothDatabases('the batch function', (open) => {
  let db: Database
  let hotels = 0

  beforeAll(async () => {
    db = await open()
    await migrate(db)
  })
  afterAll(() => db.close())

  const createHotelWith = async (rows: readonly RowWrite[]) => {
    const hotelId = `hotel-${++hotels}` as HotelId
    await createHotel(db, { ...hotelOf(smallHotelRows()), hotelId }, rows)
    return hotelId
  }

  test('CHAIN-21 a batch decides as the domain does, one booking after the other, and leaves the same rows', async () => {
    const property = fc.asyncProperty(
      fc.uniqueArray(inventoryRow, { selector: ({ key }) => key, minLength: 4, maxLength: 2 * NIGHTS }),
      fc.array(request, { minLength: 1, maxLength: 14 }),
      fc.integer({ min: 1, max: 8 }),
      fc.boolean(),
      async (inventory, requests, size, alone) => {
        const types = smallHotelRows().filter(({ entity }) => entity === 'room_type')
        const byDesk = put('reservation', {
          reservationId: reservationIdOf(BY_THE_DESK),
          code: confirmationCode(1, 1),
          status: 'pending',
          guarantee: 'card',
          channel: 'desk',
          guestId: 'somebody',
          bookedAtUtcMs: 1,
          bookedOn: TODAY,
          ratePlanId: null,
          holdUntilUtcMs: null,
          mergedInto: null,
          lines: [],
        })
        const taxes = TAX_RULES.map((rule) => put('tax_rule', rule))
        const start = [...types, ...taxes, byDesk, ...inventory]
        const model = new Model(start)
        const hotelId = await createHotelWith(start)
        for (const batch of batchesOf(requests, size)) {
          const expected = batch.map((asked) => model.book(asked))
          const prepared = batch.map((asked) => preparedOf(hotelId, asked))
          const { outcomes, moved } = await bookBatch(db, prepared, alone ? hotelId : null)
          expect(outcomes).toEqual(expected)
          const head = { hotelId, version: model.accepted, epoch: 1 }
          expect(moved).toEqual(expected.some(({ outcome }) => outcome === 'accepted') ? [head] : [])
        }
        expect(await selectHead(db, hotelId)).toMatchObject({ version: model.accepted, nextCode: model.accepted })
        for (const entity of ['inventory', 'reservation', 'guest'] as const) {
          const rows = await selectWhere(db, hotelId, entity, '', [])
          const keyed = (list: typeof rows) => new Map(list.map((row) => [keyOfRow(entity, row as never), row])) // its own
          expect(keyed(rows)).toEqual(keyed(model.rows.all(entity)))
        }
        for (const [id, answer] of model.answers) {
          expect(await selectAnsweredRequest(db, hotelId, reservationIdOf(id))).toEqual(answer)
        }
        const refusals = await db.query<{ requests: number }>(
          'SELECT count(*)::integer AS requests FROM booking_request WHERE hotel_id = $1',
          [hotelId],
        )
        expect(refusals).toEqual([{ requests: [...model.answers.values()].filter(({ refusal }) => refusal).length }])
        const changes = await selectChangesAfter(db, hotelId, 0, 1_000)
        expect(changes).toEqual(model.changes)
        const pages: Change[] = []
        while (pages.length < changes.length) {
          const page = await selectChangesAfter(db, hotelId, pages.at(-1)?.version ?? 0, 7)
          expect(page.length).toBeGreaterThan(0)
          pages.push(...page)
        }
        expect(pages).toEqual(changes)
      },
    )
    await fc.assert(property, { numRuns: 80 })
  })

  test('CHAIN-22 the database makes the same confirmation codes as the domain', async () => {
    const counters = [...Array(70).keys(), 1_023, 32 ** 4 - 1, 32 ** 4, 32 ** 5 + 7, 2 ** 40, 2 ** 53 - 1]
    const made = await db.query<{ code: string }>(
      'SELECT chain_confirmation_code(c.counter) AS code FROM unnest($1::bigint[]) WITH ORDINALITY AS c (counter, n) ORDER BY c.n',
      [counters],
    )
    expect(made.map(({ code }) => code)).toEqual(counters.map((counter) => confirmationCode(0, counter)))
  })

  test('CHAIN-23 a batch over several hotels gives each its own versions and codes; one that is not there is unknown', async () => {
    const row = { roomTypeId: TYPE_A, night: TODAY, totalInventory: 2, outOfOrder: 0, overbookPct: 0 }
    const inventory = put('inventory', { ...row, totalReserved: 0, leased: 0, forced: 0 })
    const first = await createHotelWith([inventory])
    const second = await createHotelWith([inventory])
    const lines: BookingLine[] = [
      {
        roomTypeId: TYPE_A,
        arrival: TODAY,
        departure: addDays(TODAY, 1),
        adults: 1,
        children: 0,
        roomId: null,
        nightlyMinor: [9_000],
      },
    ]
    const of = (hotelId: HotelId, id: number) =>
      preparedOf(hotelId, {
        id,
        fingerprint: 'one',
        lastName: 'Hopper',
        phone: null,
        ratePlanId: null,
        holdUntilUtcMs: null,
        lines,
      })
    // Out of order, so that an answer at the wrong place would show.
    const { outcomes, moved } = await bookBatch(
      db,
      [of(second, 1), of(first, 1), of(second, 2), of(first, 2), of(second, 3)],
      null,
    )
    const accepted = (counter: number) => ({ outcome: 'accepted', code: confirmationCode(0, counter) })
    expect(outcomes.slice(0, 4)).toEqual([accepted(0), accepted(0), accepted(1), accepted(1)])
    expect(outcomes[4]).toMatchObject({ outcome: 'refused', refusal: { code: 'NO_AVAILABILITY' } })
    expect(new Set(moved)).toEqual(new Set([first, second].map((hotelId) => ({ hotelId, version: 2, epoch: 1 }))))
    const nowhere = 'nowhere' as HotelId
    expect((await bookBatch(db, [of(nowhere, 1)], nowhere)).outcomes).toEqual([{ outcome: 'unknown' }])
  })

  test('CHAIN-21 new requests are booked beside one known before and one whose guest is there already', async () => {
    const row = { roomTypeId: TYPE_A, night: TODAY, totalInventory: 9, outOfOrder: 0, overbookPct: 0 }
    const hotelId = await createHotelWith([put('inventory', { ...row, totalReserved: 0, leased: 0, forced: 0 })])
    const stay = { roomTypeId: TYPE_A, arrival: TODAY, departure: addDays(TODAY, 1) }
    const lines = [{ ...stay, adults: 1, children: 0, roomId: null, nightlyMinor: [9_000] }]
    const of = (id: number) =>
      preparedOf(hotelId, {
        id,
        fingerprint: 'one',
        lastName: `Guest ${id}`,
        phone: null,
        ratePlanId: null,
        holdUntilUtcMs: null,
        lines,
      })
    const book = async (...ids: number[]) => (await bookBatch(db, ids.map(of), hotelId)).outcomes
    const accepted = (counter: number) => ({ outcome: 'accepted', code: confirmationCode(0, counter) })
    expect(await book(1)).toEqual([accepted(0)])
    await db.query("INSERT INTO guest (hotel_id, guest_id, first_name, last_name) VALUES ($1, $2, 'Some', 'Body')", [
      hotelId,
      reservationIdOf(3),
    ])
    expect(await book(2, 1, 4)).toEqual([accepted(1), { outcome: 'replayed' }, accepted(2)])
    expect(await book(5, 3)).toEqual([accepted(3), accepted(4)])
    const guests = await db.query<{ last_name: string }>(
      'SELECT last_name FROM guest WHERE hotel_id = $1 ORDER BY guest_id',
      [hotelId],
    )
    expect(guests.map(({ last_name }) => last_name)).toEqual([1, 2, 3, 4, 5].map((id) => `Guest ${id}`))
    const [night] = await selectWhere(db, hotelId, 'inventory', '', [])
    expect(night).toMatchObject({ totalReserved: 5 })
    expect(await selectHead(db, hotelId)).toMatchObject({ version: 5, nextCode: 5 })
  })

  test('CHAIN-21 a request is known again after its reservation became history', async () => {
    const row = { roomTypeId: TYPE_A, night: TODAY, totalInventory: 2, outOfOrder: 0, overbookPct: 0 }
    const hotelId = await createHotelWith([put('inventory', { ...row, totalReserved: 0, leased: 0, forced: 0 })])
    const stay = { roomTypeId: TYPE_A, arrival: TODAY, departure: addDays(TODAY, 1) }
    const lines = [{ ...stay, adults: 1, children: 0, roomId: null, nightlyMinor: [9_000] }]
    const asked = { id: 1, lastName: 'Hopper', phone: null, ratePlanId: null, holdUntilUtcMs: null, lines }
    const book = (fingerprint: 'one' | 'other') =>
      bookBatch(db, [preparedOf(hotelId, { ...asked, fingerprint })], hotelId).then(
        ({ outcomes }) => outcomes[0]?.outcome,
      )
    expect(await book('one')).toBe('accepted')
    await db.query('INSERT INTO reservation_history SELECT * FROM reservation WHERE hotel_id = $1', [hotelId])
    await db.query('DELETE FROM reservation WHERE hotel_id = $1', [hotelId])
    expect([await book('one'), await book('other')]).toEqual(['replayed', 'reused'])
    const answered = await selectAnsweredRequest(db, hotelId, reservationIdOf(1))
    expect(answered).toEqual({ fingerprint: 'one', refusal: null })
  })
})
