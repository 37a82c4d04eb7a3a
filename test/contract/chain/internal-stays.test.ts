import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RatePlanId, type ReservationId, newUuidV7 } from '../../../shared/domain/ids.ts'
import type { GuestRow } from '../../../shared/domain/rows.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { ChainReport, DailyReport, FolioResource } from '../../../shared/wire/internal-stay-api.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { archiveHotel } from '../../../sync/chain/archive/archive-hotel.ts'
import { selectArchivedColumns } from '../../../sync/chain/archive/queries/move-rows.ts'
import { chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { InternalCaller, bookStay } from '../../support/internal-caller.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { HOTEL_ID, TODAY } from '../../support/small-hotel.ts'

const DAY = (days: number) => addDays(TODAY, days)

describeOnBothDatabases('folios, guests and reports over the internal API', (open) => {
  let db: Database
  let chain: Chain
  let admin: InternalCaller
  let lastId = 0

  beforeAll(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    admin = await InternalCaller.open(chain)
  })
  afterAll(async () => {
    await admin.app.close()
    await db.close()
  })

  const uuid = () => {
    lastId += 1
    return newUuidV7({ nowUtcMs: () => 1_790_000_000_000 + lastId }, seededRng(lastId))
  }
  const businessDateIs = (day: number) =>
    db.query('UPDATE hotel SET business_date = $2 WHERE hotel_id = $1', [HOTEL_ID, DAY(day)])
  const stayIs = (reservationId: ReservationId, stay: string) =>
    db.query('UPDATE stay_line SET stay = $3 WHERE hotel_id = $1 AND reservation_id = $2', [
      HOTEL_ID,
      reservationId,
      stay,
    ])
  const contractIs = (reservationId: ReservationId, status: string) =>
    db.query('UPDATE reservation SET status = $3 WHERE hotel_id = $1 AND reservation_id = $2', [
      HOTEL_ID,
      reservationId,
      status,
    ])
  const opBodies = async () =>
    db.query<{ body: object }>('SELECT body FROM sync_op WHERE hotel_id = $1 ORDER BY seq', [HOTEL_ID])

  async function insertOp(seq: number, outcome: string, body: object): Promise<void> {
    await db.query(
      `INSERT INTO sync_op (hotel_id, device_id, seq, op_id, type, type_version, business_date, made_at_utc_ms,
         received_at_utc_ms, body, fingerprint, outcome)
       VALUES ($1, $2, $3, $4, 'bookWalkIn', 1, $5, 0, 0, $6, 'f', $7)`,
      [HOTEL_ID, '01990000-0000-7000-8000-000000000001', seq, uuid(), TODAY, JSON.stringify(body), outcome],
    )
  }

  test('FOLIO-05 a correction is posted once its id, never 0 and with a reason', async () => {
    const reservationId = await bookStay(chain, { arrival: DAY(1), departure: DAY(2) })
    const at = `/reservations/${reservationId}/folio/adjustments`
    const adjustment = { adjustmentId: uuid(), amountMinor: -1_500, note: 'Noise at night' }
    const before = (await admin.atHotel<FolioResource>('GET', `/reservations/${reservationId}/folio`)).body
    const posted = await admin.atHotel<FolioResource>('POST', at, adjustment)
    expect(posted.body.balanceMinor).toBe(before.balanceMinor - 1_500)
    expect(posted.body.lines).toMatchObject([{ kind: 'adjustment', amountMinor: -1_500, note: 'Noise at night' }])
    expect((await admin.atHotel('POST', at, adjustment)).body).toEqual(posted.body)
    const other = await admin.atHotel('POST', at, { ...adjustment, amountMinor: -1_600 })
    expect([other.status, other.code]).toEqual([422, 'ADJUSTMENT_ID_REUSED'])
    for (const wrong of [{ amountMinor: 0 }, { note: ' ' }, { amountMinor: 0.5 }, { adjustmentId: 'x' }]) {
      expect((await admin.atHotel('POST', at, { ...adjustment, ...wrong })).code).toBe('REQUEST_INVALID')
    }
    const nobody = await admin.atHotel('POST', `/reservations/${uuid()}/folio/adjustments`, adjustment)
    expect([nobody.status, nobody.code]).toEqual([404, 'RESERVATION_UNKNOWN'])
  })

  test('FOLIO-07 staff marks a no-show once, and its fee is posted once', async () => {
    const flexible = { name: 'Flexible', position: 1, kind: 'flexible', priceBp: 10_000, minStay: 1, feeNights: 1 }
    expect((await admin.atHotel('PUT', '/rate-plans/FLEX', { ...flexible, freeCancelDays: 1 })).status).toBe(201)
    const ratePlanId = 'FLEX' as RatePlanId
    const reservationId = await bookStay(chain, { arrival: DAY(3), departure: DAY(5), ratePlanId })
    const at = `/reservations/${reservationId}/lines/1/no-show`
    expect((await admin.atHotel('POST', at)).code).toBe('INVALID_TRANSITION')
    await businessDateIs(4)
    const marked = await admin.atHotel<FolioResource>('POST', at)
    expect(marked.body.stays).toMatchObject([{ position: 1, stay: 'no_show', roomId: null }])
    expect(marked.body.lines).toMatchObject([{ kind: 'fee', stayPosition: 1, businessDate: DAY(4) }])
    expect(marked.body.balanceMinor).toBe(marked.body.lines[0]?.amountMinor)
    expect((await admin.atHotel('POST', at)).body).toEqual(marked.body)
    const { body: me } = await admin.call('GET', '/me')
    const told = await db.query(
      'SELECT kind, made_by FROM reservation_event WHERE hotel_id = $1 AND reservation_id = $2',
      [HOTEL_ID, reservationId],
    )
    expect(told).toEqual([{ kind: 'stay_changed', made_by: `staff:${String(me['staffId'])}` }])
    expect((await admin.atHotel('POST', at.replace('/1/', '/2/'))).code).toBe('LINE_UNKNOWN')
    await businessDateIs(0)
  })

  test('GST-01 guests are found by how their last name begins, page by page', async () => {
    for (const lastName of ['Okafor', 'okonkwo', 'OKAFOR', 'Oka%', 'Ok_a', 'Olsen']) {
      await bookStay(chain, { ...aNight(), lastName })
    }
    const find = async (lastName: string): Promise<string[]> => {
      const found: string[] = []
      let after = ''
      for (let page = 0; page < 20; page += 1) {
        const query = `/guests?limit=2&lastName=${encodeURIComponent(lastName)}${after}`
        const { body } = await admin.atHotel<{ guests: GuestRow[]; next: string | null }>('GET', query)
        found.push(...body.guests.map((guest) => guest.lastName))
        if (body.next === null) break
        after = `&after=${body.next}`
      }
      return found
    }
    expect((await find('oka')).map((name) => name.toLowerCase())).toEqual(['oka%', 'okafor', 'okafor'])
    expect(await find('OKO')).toEqual(['okonkwo'])
    expect(await find('oka%')).toEqual(['Oka%'])
    expect(await find('ok_')).toEqual(['Ok_a'])
    expect(await find('Zz')).toEqual([])
    expect((await admin.atHotel('GET', '/guests?after=nobody')).code).toBe('GUEST_UNKNOWN')
    const plan = await db.transaction('READ COMMITTED', async (tx) => {
      await tx.query('SET LOCAL enable_seqscan = off')
      return tx.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT guest_id FROM guest WHERE hotel_id = 'seaview' AND lower(last_name) COLLATE "C" >= 'ok'
           AND lower(last_name) COLLATE "C" < 'ol' ORDER BY lower(last_name) COLLATE "C", guest_id COLLATE "C" LIMIT 2`,
      )
    })
    const text = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(text).toContain('guest_by_last_name')
    expect(text).not.toContain('Sort')
  })

  /** Nights far apart, so that rooms are left whatever the other tests booked. */
  let night = 7
  function aNight() {
    night += 1
    return { arrival: DAY(night), departure: DAY(night + 1) }
  }

  test('GST-02 what is named of a guest is changed, the rest stays', async () => {
    const guestId = await bookStay(chain, { ...aNight(), lastName: 'Before' })
    const before = await admin.atHotel('GET', `/guests/${guestId}`)
    const changed = await admin.atHotel('PATCH', `/guests/${guestId}`, {
      lastName: 'After',
      email: null,
      phone: '+351 1',
    })
    expect(changed.body).toEqual({ ...before.body, lastName: 'After', email: null, phone: '+351 1' })
    expect((await admin.atHotel('GET', `/guests/${guestId}`)).body).toEqual(changed.body)
    expect((await admin.atHotel('PATCH', `/guests/${guestId}`, { email: 'x' })).code).toBe('REQUEST_INVALID')
    expect((await admin.atHotel('PATCH', '/guests/nobody', {})).code).toBe('GUEST_UNKNOWN')
  })

  test('GST-03 a guest is erased everywhere once no stay is current or to come', async () => {
    const guestId = await bookStay(chain, { arrival: DAY(0), departure: DAY(1), lastName: 'Forgetme' })
    await db.query(
      `INSERT INTO sync_exception (hotel_id, exception_id, kind, severity, status, subject_entity, subject_key, params,
         opened_at_utc_ms, note)
       VALUES ($1, 'a-room', 'ROOM_LOST', 'action', 'open', 'reservation', $2, '{"lastName":"Forgetme","roomId":"101"}', 0, ''),
         ($1, $3, 'MOVE_GUEST', 'action', 'open', 'room_block', 'b', '{"lastName":"Forgetme"}', 0, ''),
         ($1, 'another', 'ROOM_LOST', 'action', 'open', 'reservation', 'x', '{"lastName":"Other"}', 0, '')`,
      [HOTEL_ID, guestId, `move-guest/b/${guestId}/1`],
    )
    const mine = { reservationId: guestId, guest: { lastName: 'Forgetme' } }
    const others = { reservationId: uuid(), guest: { lastName: 'Other' } }
    await insertOp(1, 'accepted', mine)
    await insertOp(2, 'parked', mine)
    await insertOp(3, 'accepted', others)
    const erase = () => admin.atHotel('POST', `/guests/${guestId}/erase`)
    expect((await erase()).code).toBe('GUEST_HAS_STAYS')
    await stayIs(guestId, 'in_house')
    await businessDateIs(2)
    expect((await erase()).code).toBe('GUEST_HAS_STAYS')
    await stayIs(guestId, 'departed')
    const erased = { guestId, firstName: 'erased', lastName: 'erased', email: null, phone: null }
    expect((await erase()).body).toEqual(erased)
    expect((await erase()).body).toEqual(erased)
    const exceptions = await db.query<{ params: object }>(
      "SELECT params FROM sync_exception WHERE hotel_id = $1 AND exception_id <> 'another'",
      [HOTEL_ID],
    )
    expect(JSON.stringify(exceptions)).not.toContain('Forgetme')
    expect(exceptions).toHaveLength(2)
    expect((await opBodies()).map(({ body }) => body)).toEqual([{ erased: true }, mine, others])
    expect((await admin.atHotel('GET', `/reservations/${guestId}/folio`)).status).toBe(200)
    expect((await admin.atHotel('POST', '/guests/nobody/erase')).code).toBe('GUEST_UNKNOWN')
    await businessDateIs(0)
  })

  test('GST-04 guests are read by who runs hotels, not by who sets prices or helps with terminals', async () => {
    for (const role of ['revenue', 'support'] as const) {
      expect((await (await admin.as(role)).atHotel('GET', '/guests')).code).toBe('FORBIDDEN')
    }
    expect((await (await admin.as('manager', [HOTEL_ID])).atHotel('GET', '/guests')).status).toBe(200)
  })

  const daily = async (from: number, until: number) => {
    const url = `/reports/daily?from=${DAY(from)}&until=${DAY(until)}`
    return (await admin.atHotel<DailyReport>('GET', url)).body
  }

  test('RPT-01 a night counts what stands: no-shows and canceled contracts are not sold', async () => {
    const kept = await bookStay(chain, { arrival: DAY(16), departure: DAY(18) })
    const canceled = await bookStay(chain, { arrival: DAY(16), departure: DAY(17) })
    const missed = await bookStay(chain, { arrival: DAY(16), departure: DAY(17) })
    await contractIs(canceled, 'canceled')
    await stayIs(missed, 'no_show')
    await stayIs(kept, 'in_house')
    await db.query(
      "UPDATE room_type_inventory SET out_of_order = 1 WHERE hotel_id = $1 AND room_type_id = 'B' AND night = $2",
      [HOTEL_ID, DAY(16)],
    )
    const { nights, currency } = await daily(16, 19)
    expect(currency).toBe('EUR')
    const counts = nights.map((row) => [row.rooms, row.outOfOrder, row.sold, row.arrivals, row.departures, row.inHouse])
    expect(counts).toEqual([
      [5, 1, 1, 1, 0, 1],
      [5, 0, 1, 0, 0, 1],
      [5, 0, 0, 0, 1, 0],
    ])
    const [line] = await db.query<{ nightly_minor: number[] }>(
      'SELECT nightly_minor FROM stay_line WHERE hotel_id = $1 AND reservation_id = $2',
      [HOTEL_ID, kept],
    )
    expect(nights.map((row) => row.revenueMinor)).toEqual([...(line?.nightly_minor ?? []), 0])
    const refused = await admin.atHotel('GET', `/reports/daily?from=${DAY(1)}&until=${DAY(1)}`)
    expect([refused.status, refused.code]).toEqual([400, 'NIGHTS_INVALID'])
    expect((await admin.atHotel('GET', `/reports/daily?from=${DAY(0)}&until=${DAY(367)}`)).code).toBe('NIGHTS_INVALID')
  })

  test('RPT-02 ratios are by their formulas, half to even, and none without a divisor', async () => {
    const { nights } = await daily(16, 17)
    const revenue = nights[0]?.revenueMinor ?? 0
    expect(revenue).toBeGreaterThan(0)
    expect(nights).toMatchObject([{ occupancyBp: 2_500, adrMinor: revenue, revParMinor: Math.round(revenue / 4) }])
    const closed = await daily(100, 101)
    expect(closed.nights).toMatchObject([{ rooms: 0, occupancyBp: null, adrMinor: null, revParMinor: null, sold: 0 }])
  })

  test('RPT-04 the report of the chain has every hotel once, with totals by currency', async () => {
    for (const [hotelId, currency] of [
      ['alpha', 'EUR'],
      ['zulu', 'CHF'],
    ]) {
      const hotel = { hotelId, name: hotelId, currency, timeZone: 'UTC', pricesIncludeTax: true }
      expect((await admin.call('POST', '/hotels', hotel)).status).toBe(201)
    }
    const report = async (more: string) =>
      (await admin.call<ChainReport>('GET', `/reports/chain?night=${DAY(16)}${more}`)).body
    const all = await report('')
    const { nights } = await daily(16, 17)
    const { rooms, outOfOrder, sold, occupancyBp, revenueMinor } = nights[0] ?? {}
    const [open] = await db.query<{ count: number }>(
      "SELECT count(*) AS count FROM sync_exception WHERE hotel_id = $1 AND status = 'open'",
      [HOTEL_ID],
    )
    const own = { rooms, outOfOrder, sold, occupancyBp, revenueMinor, openExceptions: open?.count }
    expect(open?.count).toBeGreaterThan(0)
    expect(all.hotels.map((hotel) => hotel.hotelId)).toEqual(['alpha', HOTEL_ID, 'zulu'])
    expect(all.hotels[1]).toMatchObject({ ...own, oldestContactUtcMs: null })
    expect(all.hotels[0]).toMatchObject({ rooms: 0, sold: 0, occupancyBp: null, revenueMinor: 0, openExceptions: 0 })
    expect(all.totals).toMatchObject([
      { currency: 'EUR', hotels: 2, ...own },
      { currency: 'CHF', hotels: 1, rooms: 0 },
    ])
    const first = await report('&limit=2')
    expect(first.next).toBe(HOTEL_ID)
    const second = await report(`&limit=2&after=${first.next}`)
    expect([...first.hotels, ...second.hotels]).toEqual(all.hotels)
    expect(second.next).toBeNull()
  })

  test('RPT-05 what is open in a hotel is listed page by page', async () => {
    const seen: string[] = []
    let after = ''
    for (let page = 0; page < 20; page += 1) {
      const { body } = await admin.atHotel<{ exceptions: { exceptionId: string }[]; next: string | null }>(
        'GET',
        `/exceptions?limit=1${after}`,
      )
      seen.push(...body.exceptions.map((row) => row.exceptionId))
      if (body.next === null) break
      after = `&after=${encodeURIComponent(body.next)}`
    }
    const all = await db.query<{ exception_id: string }>(
      'SELECT exception_id FROM sync_exception WHERE hotel_id = $1 AND status = \'open\' ORDER BY exception_id COLLATE "C"',
      [HOTEL_ID],
    )
    expect(seen).toEqual(all.map((row) => row.exception_id))
    expect(seen.length).toBeGreaterThan(2)
  })

  test('RPT-03 what was moved to history counts and is read as before', async () => {
    const reservationId = await bookStay(chain, { arrival: DAY(0), departure: DAY(1) })
    await contractIs(reservationId, 'paid')
    await stayIs(reservationId, 'departed')
    const folioAt = `/reservations/${reservationId}/folio`
    const before = { folio: (await admin.atHotel('GET', folioAt)).body, report: (await daily(0, 1)).nights }
    await businessDateIs(200)
    await archiveHotel(chain, await selectArchivedColumns(db), HOTEL_ID, { before: null, keepDays: 60 })
    const [moved] = await db.query<{ count: number }>(
      'SELECT count(*) AS count FROM reservation_history WHERE hotel_id = $1 AND reservation_id = $2',
      [HOTEL_ID, reservationId],
    )
    expect(moved?.count).toBe(1)
    expect({ folio: (await admin.atHotel('GET', folioAt)).body, report: (await daily(0, 1)).nights }).toEqual(before)
    const adjustment = { adjustmentId: uuid(), amountMinor: 100, note: 'Too late' }
    const refused = await admin.atHotel('POST', `${folioAt}/adjustments`, adjustment)
    expect([refused.status, refused.code]).toEqual([409, 'RESERVATION_ARCHIVED'])
  })

  test('FOLIO-06 a reservation that never was has no folio', async () => {
    const nobody = await admin.atHotel('GET', `/reservations/${uuid()}/folio`)
    expect([nobody.status, nobody.code]).toEqual([404, 'RESERVATION_UNKNOWN'])
  })
})
