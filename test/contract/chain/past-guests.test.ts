import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { pino } from 'pino'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { buildGateway } from '../../../sync/chain/gateway/gateway.ts'
import { findPastGuests } from '../../../sync/chain/guests/past-guests.ts'
import { bookReservation } from '../../../sync/chain/reservations/book-reservation.ts'
import { cancelReservation } from '../../../sync/chain/reservations/reservations.ts'
import { enrolDevice, issueEnrolCode } from '../../../sync/chain/sync/enrolment.ts'
import { chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { HOTEL_ID, TODAY, TYPE_A } from '../../support/small-hotel.ts'
import { newKey } from '../../support/test-payments.ts'

describeOnBothDatabases('guests whom a desk does not hold', (openDatabase) => {
  let db: Database
  let chain: Chain

  beforeEach(async () => {
    db = await openDatabase()
    chain = await chainWithSmallHotel(db)
  })
  afterEach(() => db.close())

  async function booked(firstName: string, lastName: string, inDays: number): Promise<ReservationId> {
    const reservationId = newKey() as ReservationId
    const arrival = addDays(TODAY, inDays)
    const lines = [{ roomTypeId: TYPE_A, arrival, departure: addDays(arrival, 1), adults: 1, children: 0 }]
    const answer = await bookReservation(chain, HOTEL_ID, {
      reservationId,
      lines,
      guest: { firstName, lastName },
      guarantee: 'card',
    })
    if (!answer.ok) throw new Error(answer.error.code)
    return reservationId
  }
  const found = async (text: string) => (await findPastGuests(db, HOTEL_ID, { text })).guests

  test('GST-05 the last name leads, first names thin out, and who stays latest comes first', async () => {
    await booked('Ada', 'Lovelace', 1)
    await booked('Byron', 'Lovelace', 4)
    await cancelReservation(chain, HOTEL_ID, await booked('Anne', 'Lovegood', 2))
    expect((await found('love')).map(({ firstName, stays }) => [firstName, stays])).toEqual([
      ['Byron', 1],
      ['Ada', 1],
      ['Anne', 0],
    ])
    expect((await found('LOVELACE ad')).map(({ firstName }) => firstName)).toEqual(['Ada'])
    expect((await found('Ada Lovelace'))[0]).toMatchObject({ lastArrival: addDays(TODAY, 1), stays: 1 })
    expect(await found('nobody')).toEqual([])
  })

  test('GST-05 a last name of several words is found by all of them, and the same word again asks nothing more', async () => {
    await booked('Zanele', 'van den Berg', 1)
    await booked('Omar', 'El Amrani', 2)
    for (const text of ['van den berg', 'berg van den', 'Zanele van den Berg', 'van den berg zanele']) {
      expect((await found(text)).map(({ firstName }) => firstName)).toEqual(['Zanele'])
    }
    expect((await found('el amrani')).map(({ firstName }) => firstName)).toEqual(['Omar'])
    expect(await found('van den omar')).toEqual([])
    let asked = 0
    const counting: Pick<Database, 'transaction'> = {
      transaction: (isolation, work) =>
        db.transaction(isolation, (tx) =>
          work({
            query: (...given) => {
              asked += 1
              return tx.query(...given)
            },
          }),
        ),
    }
    await findPastGuests(counting, HOTEL_ID, { text: 'van '.repeat(19).trim() })
    expect(asked).toBeLessThan(5)
  })

  test('GST-05 a desk asks for its own hotel, a kiosk is told of nobody, and without a token there is no answer', async () => {
    await booked('Ada', 'Lovelace', 1)
    const app = await buildGateway(chain, pino({ level: 'silent' }))
    const ask = async (deviceClass: 'desk' | 'kiosk' | null, text = 'lovelace') => {
      const enrolCode = await issueEnrolCode(db, chain.clock, HOTEL_ID)
      const enrolled = await enrolDevice(chain, {
        protocol: PROTOCOL_VERSION,
        enrolCode,
        deviceClass: deviceClass ?? 'desk',
        deviceName: 'One',
      })
      if (!enrolled.ok) throw new Error(enrolled.error.code)
      const token = deviceClass === null ? 'made up' : enrolled.value.token
      const { statusCode, body } = await app.inject({
        method: 'POST',
        url: '/sync/v1/past-guests',
        headers: { authorization: `Bearer ${token}`, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) },
        payload: { text },
      })
      return [statusCode, (JSON.parse(body) as { guests?: object[] }).guests?.length ?? null]
    }
    expect(await ask('desk')).toEqual([200, 1])
    expect(await ask('kiosk')).toEqual([403, null])
    expect(await ask(null)).toEqual([401, null])
    expect(await ask('desk', 'x')).toEqual([400, null])
    await app.close()
  })
})
