import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { Database, Queryable } from '../../../sync/chain/database/port.ts'
import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { buildGateway } from '../../../sync/chain/gateway/gateway.ts'
import { keyHeader } from '../../support/api-key.ts'
import { chainWithSmallHotel, freshPostgres } from '../../support/chain-databases.ts'
import { reservationIdOf } from '../../support/desk-ops.ts'
import { HOTEL_ID, TODAY } from '../../support/small-hotel.ts'

describe('a chain whose PostgreSQL connections break', () => {
  let db: Database
  let admin: Database

  beforeEach(async () => {
    const url = await freshPostgres()
    db = await openPostgres(url)
    admin = await openPostgres(url, 1)
  })
  afterEach(async () => {
    await db.close()
    await admin.close()
  })

  async function endConnectionOf(tx: Queryable): Promise<void> {
    const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    await admin.query('SELECT pg_terminate_backend($1)', [row?.pid])
    // Until the server has closed it, and this process has heard of it.
    await tx.query('SELECT pg_sleep(10)').catch(() => undefined)
    await new Promise((resolve) => setImmediate(resolve))
  }

  test('CHAIN-10 a connection lost inside a transaction fails that one; the process and the next ones go on', async () => {
    const lost = db.transaction('READ COMMITTED', async (tx) => {
      await endConnectionOf(tx)
      await tx.query('SELECT 1')
    })
    await expect(lost).rejects.toThrow(/connection|ECONNRESET/i)
    expect(await db.transaction('READ COMMITTED', (tx) => tx.query('SELECT 1 AS one'))).toEqual([{ one: 1 }])
  })

  test('CHAIN-11 writers that wait for one hotel leave the other connections free', async () => {
    const chain = await chainWithSmallHotel(db)
    await admin.transaction('READ COMMITTED', async (tx) => {
      await tx.query('SELECT version FROM sync_head WHERE hotel_id = $1 FOR UPDATE', [HOTEL_ID])
      const waiting = Array.from({ length: 30 }, () => chain.writer.write(HOTEL_ID, async () => 'written'))
      expect(await Promise.race([db.query('SELECT 1 AS one'), ...waiting])).toEqual([{ one: 1 }])
      await tx.query('COMMIT')
      expect((await Promise.all(waiting)).every((written) => written.ok)).toBe(true)
    })
  })

  test('CHAIN-10 a booking that loses its connection is BUSY, to be asked again, and books nothing', async () => {
    const chain = await chainWithSmallHotel(db)
    const headers = await keyHeader(chain)
    const app = await buildGateway(chain, pino({ level: 'silent' }))
    const stay = { arrival: addDays(TODAY, 1), departure: addDays(TODAY, 2) }
    const ask = () =>
      app.inject({
        method: 'POST',
        url: `/v1/hotels/${HOTEL_ID}/reservations`,
        headers,
        payload: {
          reservationId: reservationIdOf(1),
          lines: [{ roomTypeId: 'A', ...stay, adults: 1 }],
          guest: { firstName: 'Grace', lastName: 'Hopper' },
          guarantee: 'card',
        },
      })
    const answer = await admin.transaction('READ COMMITTED', async (tx) => {
      await tx.query('SELECT version FROM sync_head WHERE hotel_id = $1 FOR UPDATE', [HOTEL_ID])
      const asked = ask()
      for (let ended: object[] = []; ended.length === 0; ) {
        ended = await tx.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
      }
      return asked
    })
    expect([answer.statusCode, answer.json()]).toMatchObject([503, { code: 'BUSY', retry: 'backoff' }])
    expect(await db.query('SELECT reservation_id FROM reservation')).toEqual([])
    expect((await ask()).statusCode).toBe(201)
    await app.close()
  })
})
