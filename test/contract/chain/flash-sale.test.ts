import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RoomId } from '../../../shared/domain/ids.ts'
import type { RowWrite } from '../../../shared/domain/rows.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { openChain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { buildGateway } from '../../../sync/chain/gateway/gateway.ts'
import { createHotel } from '../../../sync/chain/hotels/hotels.ts'
import { openNightsForSale } from '../../../sync/chain/hotels/open-nights.ts'
import { keyHeader } from '../../support/api-key.ts'
import { freshPostgres, hotelOf, testClock } from '../../support/chain-databases.ts'
import { reservationIdOf } from '../../support/desk-ops.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { HOTEL_ID, TODAY, TYPE_A, put, smallHotelRows } from '../../support/small-hotel.ts'

const REQUESTS = 1_000
const ROOMS = 10
const LIMIT = 11
const ARRIVAL = addDays(TODAY, 3)
const DEPARTURE = addDays(TODAY, 6)

describe('a flash sale on real PostgreSQL', () => {
  let db: Database
  let app: FastifyInstance
  let base: string
  let key: { authorization: string }

  beforeAll(async () => {
    db = await openPostgres(await freshPostgres())
    const chain = await openChain(db, testClock, seededRng(3))
    await createHotel(db, hotelOf(smallHotelRows()), tenRooms())
    key = await keyHeader(chain)
    app = await buildGateway(chain, pino({ level: 'silent' }))
    base = await app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await app.close()
    await db.close()
  })

  const book = async (n: number) => {
    const answer = await fetch(`${base}/v1/hotels/${HOTEL_ID}/reservations`, {
      method: 'POST',
      headers: { ...key, 'content-type': 'application/json' },
      body: JSON.stringify({
        reservationId: reservationIdOf(n),
        lines: [{ roomTypeId: TYPE_A, arrival: ARRIVAL, departure: DEPARTURE, adults: 1 }],
        guest: { firstName: 'Guest', lastName: `Number ${n}` },
        guarantee: 'card',
      }),
    })
    return { n, status: answer.status, body: await answer.text() }
  }
  const tables = async () => ({
    reservations: await db.query<{ id: string }>('SELECT reservation_id AS id FROM reservation ORDER BY 1'),
    lines: await db.query('SELECT reservation_id, position, arrival, departure FROM stay_line ORDER BY 1, 2'),
    inventory: await db.query<{ night: string; total_reserved: number; forced: number }>(
      `SELECT night, total_reserved, forced FROM room_type_inventory
       WHERE hotel_id = $1 AND room_type_id = $2 AND night >= $3 AND night < $4 ORDER BY night`,
      [HOTEL_ID, TYPE_A, addDays(ARRIVAL, -1), addDays(DEPARTURE, 1)],
    ),
    head: await db.query('SELECT version, next_code FROM sync_head'),
  })

  test('API-12 1,000 bookings at once for 10 rooms: exactly floor(1.10 x 10) = 11 are accepted, and a replay changes nothing', async () => {
    const answers = await Promise.all(Array.from({ length: REQUESTS }, (_, n) => book(n)))
    const accepted = answers.filter((answer) => answer.status === 201)
    const refused = answers.filter((answer) => answer.status === 409)
    expect([accepted.length, refused.length]).toEqual([LIMIT, REQUESTS - LIMIT])

    const after = await tables()
    expect(after.reservations.map((row) => row.id)).toEqual(accepted.map(({ n }) => reservationIdOf(n)).sort())
    expect(after.lines.length).toBe(LIMIT)
    expect(after.inventory.map((row) => [row.total_reserved, row.forced])).toEqual([
      [0, 0],
      [LIMIT, 0],
      [LIMIT, 0],
      [LIMIT, 0],
      [0, 0],
    ])
    expect(after.head).toEqual([{ version: LIMIT, next_code: LIMIT }])

    const replayed = await Promise.all(Array.from({ length: REQUESTS }, (_, n) => book(n)))
    expect(replayed.filter((answer) => answer.status === 200).length).toBe(LIMIT)
    const changed = replayed.filter((answer, n) => answer.body !== answers[n]?.body)
    expect(changed.map((answer) => answer.body)).toEqual([])
    expect(await tables()).toEqual(after)
  })
})

function tenRooms(): RowWrite[] {
  const type = put('room_type', { roomTypeId: TYPE_A, name: 'Standard', position: 1, maxOccupancy: 2 })
  const rooms = Array.from({ length: ROOMS }, (_, index) =>
    put('room', { roomId: `1${index}` as RoomId, roomTypeId: TYPE_A, floor: 1, housekeeping: 'clean' }),
  )
  const nights = openNightsForSale({ roomTypeId: TYPE_A, rooms: ROOMS, from: TODAY, baseMinor: () => 10_000 })
  return [type, ...rooms, ...nights]
}
