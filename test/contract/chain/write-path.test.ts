import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoomId } from '../../../shared/domain/ids.ts'
import type { RowWrite } from '../../../shared/domain/rows.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import { migrate } from '../../../sync/chain/database/migrate.ts'
import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { migratePayments } from '../../../sync/chain/payments/payments-schema.ts'
import { type Database, OperatorError } from '../../../sync/chain/database/port.ts'
import { HotelUnit } from '../../../sync/chain/rows/hotel-unit.ts'
import { HotelWriter } from '../../../sync/chain/write-path/hotel-writer.ts'
import { selectHead } from '../../../sync/chain/write-path/queries/head.ts'
import { isRejectedByDatabase } from '../../../sync/chain/database/sqlstate.ts'
import { chainWithSmallHotel, describeOnBothDatabases, freshPostgres } from '../../support/chain-databases.ts'
import { HOTEL_ID, TODAY, TYPE_A, put } from '../../support/small-hotel.ts'

describeOnBothDatabases('the write path', (open) => {
  let db: Database
  let chain: Chain

  beforeAll(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
  })
  afterAll(() => db.close())

  const roomType = (name: string) =>
    ({
      entity: 'room_type',
      key: 'A',
      row: { roomTypeId: TYPE_A, name, position: 1, maxOccupancy: 3 },
    }) as const
  const nameOf = async () =>
    (
      await db.query<{ name: string }>('SELECT name FROM room_type WHERE hotel_id = $1 AND room_type_id = $2', [
        HOTEL_ID,
        'A',
      ])
    )[0]?.name
  const versions = async () =>
    (
      await db.query<{ version: number }>(
        'SELECT DISTINCT version FROM sync_change WHERE hotel_id = $1 ORDER BY version',
        [HOTEL_ID],
      )
    ).map((row) => row.version)

  test('CHAIN-01 migrating again changes nothing; a database of a newer Keyrack is refused and left alone', async () => {
    const version = await migrate(db)
    expect(await migrate(db)).toBe(version)
    await db.query('INSERT INTO keyrack_schema (version) VALUES (9999)')
    await expect(migrate(db)).rejects.toThrow(OperatorError)
    await expect(migrate(db)).rejects.toThrow('schema version 9999')
    await db.query('DELETE FROM keyrack_schema WHERE version = 9999')
  })

  test('CHAIN-01 several processes that start at once on an empty server bring it to one schema', async () => {
    if (db.engine !== 'postgres') return
    for (let round = 0; round < 3; round += 1) {
      const [chainUrl, paymentsUrl] = [await freshPostgres(), await freshPostgres()]
      const opened = await Promise.all(Array.from({ length: 4 }, () => openPostgres(chainUrl, 1)))
      const beside = await Promise.all(Array.from({ length: 4 }, () => openPostgres(paymentsUrl, 1)))
      const versions = await Promise.all(opened.map((other) => migrate(other)))
      await Promise.all(beside.map((other) => migratePayments(other)))
      expect(new Set(versions).size).toBe(1)
      for (const other of [...opened, ...beside]) await other.close()
    }
  })

  test('CHAIN-02 writers of one hotel commit in the order of versions, without gaps', async () => {
    const before = (await selectHead(db, HOTEL_ID))?.version ?? 0
    // Two writers, as of two chain processes: what puts them in order is the head's lock alone.
    const writers = [chain.writer, new HotelWriter(db, chain.pokes, chain.clock)] as const
    const written = await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        writers[index % 2 === 0 ? 0 : 1].write(HOTEL_ID, async ({ unit }) => unit.apply([roomType(`Name ${index}`)])),
      ),
    )
    const answered = written.map((result) => (result.ok ? result.value.version : -1)).sort((a, b) => a - b)
    expect(answered).toEqual(Array.from({ length: 25 }, (_, index) => before + index + 1))
    expect((await versions()).slice(-25)).toEqual(answered)
  })

  test('CHAIN-03 work that fails leaves nothing: no row, no version, no change', async () => {
    const [head, name, changes] = [await selectHead(db, HOTEL_ID), await nameOf(), await versions()]
    const failing = chain.writer.write(HOTEL_ID, async ({ unit }) => {
      unit.apply([roomType('half-written')])
      await unit.flush()
      throw new Error('power cut')
    })
    await expect(failing).rejects.toThrow('power cut')
    expect([await selectHead(db, HOTEL_ID), await nameOf(), await versions()]).toEqual([head, name, changes])
  })

  test('CHAIN-14 rows that go, of one key column or two, go in one statement an entity, and no other row goes', async () => {
    const nights = Array.from({ length: 40 }, (_, day) => addDays(TODAY, day))
    const held = nights.map((night) =>
      put('room_night', { roomId: '101' as RoomId, night, kind: 'block', refId: 'block' }),
    )
    await chain.writer.write(HOTEL_ID, async ({ unit }) => unit.apply([...held, roomType('kept')]))
    const statements: string[] = []
    await chain.writer.write(HOTEL_ID, async ({ tx }) => {
      const counted = new HotelUnit(
        {
          query: (sql, params) => {
            statements.push(sql)
            return tx.query(sql, params)
          },
        },
        HOTEL_ID,
      )
      const gone = held.slice(1).map(({ entity, key }): RowWrite => ({ entity, key, row: null }))
      counted.apply([...gone, { entity: 'exception', key: 'none', row: null }])
      await counted.flush()
    })
    expect(statements.map((sql) => sql.split(' ').slice(0, 3).join(' '))).toEqual([
      'DELETE FROM room_night',
      'DELETE FROM sync_exception',
    ])
    expect(await db.query('SELECT night FROM room_night')).toEqual([{ night: TODAY }])
    await chain.writer.write(HOTEL_ID, async ({ unit }) =>
      unit.apply([{ entity: 'room_night', key: `101/${TODAY}`, row: null }]),
    )
    expect(await db.query('SELECT night FROM room_night')).toEqual([])
  })

  test('CHAIN-04 work that changes no row raises no version; an unknown hotel is refused', async () => {
    const head = await selectHead(db, HOTEL_ID)
    expect(await chain.writer.write(HOTEL_ID, async () => 7)).toEqual({
      ok: true,
      value: { value: 7, version: head?.version },
    })
    expect(await selectHead(db, HOTEL_ID)).toEqual(head)
    const nowhere = await chain.writer.write('nowhere' as typeof HOTEL_ID, async () => 7)
    expect(nowhere).toMatchObject({ ok: false, error: { code: 'HOTEL_UNKNOWN' } })
  })

  test('CHAIN-06 the table itself refuses to sell beyond limit and forced, whoever writes', async () => {
    const oversell = db.query(
      'UPDATE room_type_inventory SET total_reserved = 99 WHERE hotel_id = $1 AND room_type_id = $2 AND night = $3',
      [HOTEL_ID, TYPE_A, TODAY],
    )
    await expect(oversell).rejects.toSatisfy(isRejectedByDatabase)
  })
})
