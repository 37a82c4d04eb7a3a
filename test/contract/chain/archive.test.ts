import { describe, expect, test } from 'vitest'
import { present } from '../../../shared/base/assert.ts'
import { type HotelId, type ReservationId, newReservationId } from '../../../shared/domain/ids.ts'
import { type LocalDate, addDays, nightsOf } from '../../../shared/domain/stay-dates.ts'
import { type ArchiveWish, archiveHotel } from '../../../sync/chain/archive/archive-hotel.ts'
import { ARCHIVED_TABLES, selectArchivedColumns } from '../../../sync/chain/archive/queries/move-rows.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { SeededRandom } from '../../../sync/chain/demo/seeded-random.ts'
import { selectArchivedReservations } from '../../../sync/chain/reservations/queries/history.ts'
import { loadReservation } from '../../../sync/chain/reservations/reservations.ts'
import { isInDeskScope } from '../../../sync/chain/sync/scope.ts'
import { chainWithSmallHotel, describeOnBothDatabases, freshPostgres } from '../../support/chain-databases.ts'
import { runNode } from '../../support/run-node.ts'
import { HOTEL_ID, TODAY } from '../../support/small-hotel.ts'

const KEEP_DAYS = 60
const CUT = addDays(TODAY, -KEEP_DAYS)
const WISH: ArchiveWish = { before: null, keepDays: KEEP_DAYS }
const STATUSES = ['pending', 'paid', 'refunded', 'canceled', 'rejected'] as const
const STAYS = ['expected', 'in_house', 'departed', 'no_show'] as const

interface PastLine {
  readonly arrival: LocalDate
  readonly departure: LocalDate
  readonly stay: (typeof STAYS)[number]
}
interface PastReservation {
  readonly id: ReservationId
  readonly status: (typeof STATUSES)[number]
  readonly lines: readonly PastLine[]
  readonly postings: readonly number[]
  readonly openException: boolean
}

let lastId = 0
function reservation(of: Partial<PastReservation> = {}): PastReservation {
  lastId += 1
  const id = newReservationId({ nowUtcMs: () => 1_700_000_000_000 + lastId }, new SeededRandom(lastId))
  return { id, status: 'paid', lines: [line(-100, 2)], postings: [], openException: false, ...of }
}
function line(arrivalDay: number, nights: number, stay: PastLine['stay'] = 'departed'): PastLine {
  const arrival = addDays(TODAY, arrivalDay)
  return { arrival, departure: addDays(arrival, nights), stay }
}

/** Puts past nights on sale and reservations in, as rows: what brought them there does not matter here. */
async function insertPast(db: Database, from: number, reservations: readonly PastReservation[]): Promise<void> {
  const first = addDays(TODAY, from)
  await db.query(
    `INSERT INTO room_type_inventory (hotel_id, room_type_id, night, total_inventory, out_of_order, overbook_pct,
       total_reserved, leased, forced)
     SELECT $1, t, $2::date + d, 50, 0, 10, d % 7, 0, 0
     FROM unnest(ARRAY['A', 'B']) AS t, generate_series(0, $3::integer - 1) AS d`,
    [HOTEL_ID, first, -from],
  )
  await db.query(
    `INSERT INTO room_type_rate (hotel_id, room_type_id, night, base_minor)
     SELECT $1, t, $2::date + d, 1000 + d FROM unnest(ARRAY['A', 'B']) AS t, generate_series(0, $3::integer - 1) AS d`,
    [HOTEL_ID, first, -from],
  )
  for (const [index, of] of reservations.entries()) await insertReservation(db, of, `R${index}`)
}

async function insertReservation(db: Database, of: PastReservation, room: string): Promise<void> {
  const { id } = of
  await db.query(`INSERT INTO guest (hotel_id, guest_id, first_name, last_name) VALUES ($1, $2, 'Ada', 'Lovelace')`, [
    HOTEL_ID,
    id,
  ])
  await db.query(
    `INSERT INTO reservation (hotel_id, reservation_id, code, status, guarantee, channel, guest_id, booked_at_utc_ms,
       booked_on) VALUES ($1, $2::uuid, $3, $4, 'card', 'web', $5, 1, '2024-01-01')`,
    [HOTEL_ID, id, `C${id}`, of.status, id],
  )
  await db.query(`INSERT INTO booking_request (hotel_id, reservation_id, fingerprint) VALUES ($1, $2, 'print')`, [
    HOTEL_ID,
    id,
  ])
  for (const [index, { arrival, departure, stay }] of of.lines.entries()) {
    const nights = nightsOf({ arrival, departure })
    await db.query(
      `INSERT INTO stay_line (hotel_id, reservation_id, position, charged_type, inventory_type, arrival, departure, adults,
         children, room_id, stay, nightly_minor) VALUES ($1, $2, $3, 'A', 'A', $4, $5, 1, 0, $6, $7, $8)`,
      [HOTEL_ID, id, index + 1, arrival, departure, room, stay, JSON.stringify(nights.map(() => 100))],
    )
    for (const night of index === 0 ? nights : []) {
      await db.query(
        `INSERT INTO room_night (hotel_id, room_id, night, kind, ref_id) VALUES ($1, $2, $3, 'occupied', $4)`,
        [HOTEL_ID, room, night, `${id}/${index + 1}`],
      )
    }
  }
  for (const [index, amount] of of.postings.entries()) {
    await db.query(
      `INSERT INTO folio_line (hotel_id, folio_line_id, reservation_id, kind, amount_minor, business_date,
         posted_at_utc_ms, note) VALUES ($1, $2, $3, $4, $5, '2024-01-01', 1, '')`,
      [HOTEL_ID, `${id}/f${index}`, id, amount > 0 ? 'charge' : 'payment', amount],
    )
  }
  if (of.openException) await openException(db, `room-lost/${id}/1`, 'reservation', id)
}

async function openException(db: Database, exceptionId: string, entity: string, key: string): Promise<void> {
  await db.query(
    `INSERT INTO sync_exception (hotel_id, exception_id, kind, severity, status, subject_entity, subject_key, params,
       opened_at_utc_ms, note) VALUES ($1, $2, 'ROOM_LOST', 'action', 'open', $3, $4, '{}', 1, '')`,
    [HOTEL_ID, exceptionId, entity, key],
  )
}

async function archive(chain: Chain, wish = WISH) {
  return archiveHotel(chain, await selectArchivedColumns(chain.db), HOTEL_ID, wish)
}

/** What a hotel's rows come to, current and history together; ids too, so that none is there twice. */
async function sums(db: Database): Promise<unknown> {
  const [row] = await db.query(
    `SELECT
       (SELECT jsonb_build_array(count(*), count(DISTINCT (room_type_id, night)), sum(total_reserved)) FROM (
         SELECT * FROM room_type_inventory UNION ALL SELECT * FROM room_type_inventory_history) x) AS inventory,
       (SELECT jsonb_build_array(count(*), count(DISTINCT (room_type_id, night)), sum(base_minor)) FROM (
         SELECT * FROM room_type_rate UNION ALL SELECT * FROM room_type_rate_history) x) AS rates,
       (SELECT jsonb_build_array(count(*), count(DISTINCT reservation_id), md5(string_agg(x::text, ' ' ORDER BY code))) FROM (
         SELECT * FROM reservation UNION ALL SELECT * FROM reservation_history) x) AS reservations,
       (SELECT jsonb_build_array(count(*), sum(departure - arrival)) FROM (
         SELECT * FROM stay_line UNION ALL SELECT * FROM stay_line_history) x) AS lines,
       (SELECT jsonb_build_array(count(*), sum(amount_minor)) FROM (
         SELECT * FROM folio_line UNION ALL SELECT * FROM folio_line_history) x) AS folio,
       (SELECT jsonb_build_array(count(*), count(DISTINCT (room_id, night))) FROM (
         SELECT * FROM room_night UNION ALL SELECT * FROM room_night_history) x) AS room_nights`,
  )
  return row
}

async function archivedIds(db: Database): Promise<Set<string>> {
  const rows = await db.query<{ reservation_id: string }>('SELECT reservation_id FROM reservation_history')
  return new Set(rows.map((row) => row.reservation_id))
}

function randomReservations(seed: number, count: number): PastReservation[] {
  const random = new SeededRandom(seed)
  return Array.from({ length: count }, () => {
    const lines = Array.from({ length: random.pick(1, 1, 2) }, () =>
      line(-Math.floor(random.next() * 120), Math.floor(random.next() * 5), random.pick('departed', ...STAYS)),
    )
    const postings = random.pick<number[]>([], [100, 50, -150], [100], [-20])
    return reservation({ status: random.pick('paid', ...STATUSES), lines, postings, openException: random.chance(0.1) })
  })
}

/** What the rules say of a reservation, told apart from the statement that finds them. */
function mayMove({ status, lines, postings, openException: open }: PastReservation): boolean {
  const over = ['canceled', 'rejected', 'refunded'].includes(status)
  const paid = postings.reduce((sum, amount) => sum + amount, 0) === 0
  const left = lines.every(
    ({ departure, stay }) =>
      departure <= CUT && stay !== 'in_house' && (over || stay === 'departed' || stay === 'no_show'),
  )
  return left && paid && !open
}

describeOnBothDatabases('archive', (open) => {
  test('ARC-01 history and what is left come to the same sums, and exactly what may move has moved', async () => {
    const db = await open()
    try {
      const chain = await chainWithSmallHotel(db)
      const past = randomReservations(11, 300)
      await insertPast(db, -130, past)
      const before = await sums(db)
      const moved = await archive(chain)
      expect(await sums(db)).toEqual(before)
      const wanted = past.filter(mayMove)
      expect(wanted.length).toBeGreaterThan(20)
      expect(await archivedIds(db)).toEqual(new Set(wanted.map(({ id }) => id)))
      expect(moved).toMatchObject({ reservations: wanted.length, lines: wanted.flatMap(({ lines }) => lines).length })
      expect(moved.inventoryNights).toBeGreaterThan(60)
      expect(moved.rates).toBe(2 * (130 - KEEP_DAYS))
      const kept = await db.query("SELECT guest_id FROM guest WHERE last_name = 'Lovelace'")
      const answered = await db.query('SELECT reservation_id FROM booking_request')
      expect([kept.length, answered.length]).toEqual([300, 300])
    } finally {
      await db.close()
    }
  })

  test('ARC-02 a second run moves nothing', async () => {
    const db = await open()
    try {
      const chain = await chainWithSmallHotel(db)
      await insertPast(db, -130, randomReservations(12, 120))
      const first = await archive(chain)
      expect(first.reservations).toBeGreaterThan(0)
      const after = await sums(db)
      expect(await archive(chain)).toEqual({
        reservations: 0,
        lines: 0,
        folioLines: 0,
        roomNights: 0,
        inventoryNights: 0,
        rates: 0,
      })
      expect(await sums(db)).toEqual(after)
    } finally {
      await db.close()
    }
  })

  test('ARC-03 no night from business date less keep-days on moves, whatever day is asked for', async () => {
    const db = await open()
    try {
      const chain = await chainWithSmallHotel(db)
      await insertPast(db, -130, [
        reservation({ lines: [line(-KEEP_DAYS - 1, 1)] }),
        reservation({ lines: [line(-KEEP_DAYS, 1)] }),
      ])
      const [ends, later] = await db.query<{ reservation_id: string }>(
        'SELECT reservation_id FROM reservation ORDER BY 1',
      )
      await archive(chain, { ...WISH, before: addDays(TODAY, -100) })
      expect(await newest(db)).toEqual({ inventory: addDays(TODAY, -101), rate: addDays(TODAY, -101) })
      await archive(chain, { ...WISH, before: TODAY })
      expect(await newest(db)).toEqual({ inventory: addDays(CUT, -1), rate: addDays(CUT, -1) })
      expect(await archivedIds(db)).toEqual(new Set([ends?.reservation_id]))
      expect(later).toBeDefined()
    } finally {
      await db.close()
    }
  })

  test('ARC-04 who is in the house, owes, is owed, or has something open stays, with the nights it counts on', async () => {
    const db = await open()
    try {
      const chain = await chainWithSmallHotel(db)
      const stays = {
        inHouse: reservation({ lines: [line(-110, 2), line(-110, 140, 'in_house')] }),
        owes: reservation({ lines: [line(-100, 2)], postings: [500, -400] }),
        isOwed: reservation({ lines: [line(-97, 1)], postings: [-20] }),
        open: reservation({ lines: [line(-95, 2)], openException: true }),
        neverCame: reservation({ status: 'paid', lines: [line(-92, 1, 'expected')] }),
      }
      const goes = reservation({ lines: [line(-90, 2)], postings: [500, -500] })
      await insertPast(db, -130, [...Object.values(stays), goes])
      await openException(db, `oversold/B/${addDays(TODAY, -80)}`, 'inventory', `B/${addDays(TODAY, -80)}`)
      await archive(chain)
      expect(await archivedIds(db)).toEqual(new Set([goes.id]))
      const left = await db.query<{ night: LocalDate }>(
        "SELECT night FROM room_type_inventory WHERE room_type_id = 'A' AND night < $1 ORDER BY night",
        [CUT],
      )
      const countedOn = Object.values(stays).flatMap(({ lines }) => lines.flatMap((of) => nightsOf(of)))
      expect(new Set(left.map(({ night }) => night))).toEqual(new Set(countedOn.filter((night) => night < CUT)))
      const ofB = await db.query("SELECT night FROM room_type_inventory WHERE room_type_id = 'B' AND night < $1", [CUT])
      expect(ofB).toEqual([{ night: addDays(TODAY, -80) }])
      const roomNights = await db.query<{ ref_id: string }>('SELECT ref_id FROM room_night_history')
      expect(roomNights.map(({ ref_id }) => ref_id)).toEqual([`${goes.id}/1`, `${goes.id}/1`])
    } finally {
      await db.close()
    }
  })

  test('ARC-05 no version is raised and no change is told: what moves is on no desk', async () => {
    const db = await open()
    try {
      const chain = await chainWithSmallHotel(db)
      await insertPast(db, -130, randomReservations(13, 80))
      const state = () =>
        db.query('SELECT version, (SELECT count(*) FROM sync_change) AS changes FROM sync_head WHERE hotel_id = $1', [
          HOTEL_ID,
        ])
      const before = await state()
      const moved = await archive(chain)
      expect(moved.reservations + moved.inventoryNights).toBeGreaterThan(0)
      expect(await state()).toEqual(before)
      const firstNight = addDays(TODAY, -7)
      for (const id of await archivedIds(db)) {
        const [archived] = await selectArchivedReservations(db, HOTEL_ID, [id as ReservationId])
        const found = present(archived, 'it was archived')
        expect(isInDeskScope('reservation', found, firstNight)).toBe(false)
      }
      await expect(archive(chain, { ...WISH, keepDays: 30 })).rejects.toThrow('desks are never surprised')
    } finally {
      await db.close()
    }
  })

  test('ARC-06 an archived reservation is found as it was', async () => {
    const db = await open()
    try {
      const chain = await chainWithSmallHotel(db)
      const past = reservation({ lines: [line(-100, 2), line(-100, 1)], postings: [10, -10] })
      await insertPast(db, -130, [past])
      const before = await loadReservation(db, HOTEL_ID, past.id)
      expect(before?.lines).toHaveLength(2)
      await archive(chain)
      expect(await archivedIds(db)).toEqual(new Set([past.id]))
      expect(await loadReservation(db, HOTEL_ID, past.id)).toEqual(before)
      expect(await loadReservation(db, 'elsewhere' as HotelId, past.id)).toBeNull()
    } finally {
      await db.close()
    }
  })

  test('ARC-07 broken off between two pieces, it goes on', async () => {
    const db = await open()
    try {
      const chain = await chainWithSmallHotel(db)
      const past = Array.from({ length: 450 }, () => reservation())
      await insertPast(db, -130, past)
      const before = await sums(db)
      let pieces = 0
      const breaking = {
        db: chain.db,
        writer: {
          write: (...args: Parameters<Chain['writer']['write']>) => {
            pieces += 1
            if (pieces === 3) throw new Error('killed')
            return chain.writer.write(...args)
          },
        },
      } as unknown as Chain
      await expect(archive(breaking)).rejects.toThrow('killed')
      expect((await archivedIds(db)).size).toBe(400)
      expect(await sums(db)).toEqual(before)
      expect(await archive(chain)).toMatchObject({ reservations: 50 })
      expect(await sums(db)).toEqual(before)
    } finally {
      await db.close()
    }
  })

  test('ARC-08 each history table has the columns of the table that it takes rows from', async () => {
    const db = await open()
    try {
      await chainWithSmallHotel(db)
      for (const table of ARCHIVED_TABLES)
        expect(await columnsOf(db, `${table}_history`)).toEqual(await columnsOf(db, table))
      await db.query('ALTER TABLE reservation ADD COLUMN mood text')
      await expect(selectArchivedColumns(db)).rejects.toThrow('reservation_history lacks mood')
    } finally {
      await db.close()
    }
  })
})

describe('chain archive', () => {
  test('ARC-02 by the command: what was moved, then that there is nothing to move', async () => {
    const url = await freshPostgres()
    const cli = ['sync/chain/cli/main.ts']
    await runNode([
      ...cli,
      'generate',
      '--db',
      url,
      '--hotels',
      '2',
      '--types',
      '3',
      '--nights',
      '500',
      '--from',
      '2024-01-01',
    ])
    const nothing = await runNode([...cli, 'archive', '--db', url])
    expect(nothing.stdout).toBe('nothing to move\n')
    const db = await openPostgres(url)
    await db.query("UPDATE hotel SET business_date = '2025-05-05'")
    await db.close()
    const moved = await runNode([...cli, 'archive', '--db', url, '--keep-days', '390', '--json'])
    expect(JSON.parse(moved.stdout)).toMatchObject({
      hotels: 2,
      reservations: 0,
      inventoryNights: 2 * 3 * 100,
      rates: 2 * 3 * 100,
    })
    const again = await runNode([...cli, 'archive', '--db', url, '--keep-days', '390'])
    expect(again.stdout).toBe('nothing to move\n')
    const wrong = await runNode([...cli, 'archive', '--db', url, '--keep-days', '7'])
    expect([wrong.exitCode, wrong.stderr.trim().split('\n')]).toEqual([1, [expect.stringContaining('from 31')]])
  })
})

async function newest(db: Database): Promise<{ inventory: LocalDate; rate: LocalDate } | undefined> {
  const [row] = await db.query<{ inventory: LocalDate; rate: LocalDate }>(
    `SELECT (SELECT max(night) FROM room_type_inventory_history) AS inventory,
       (SELECT max(night) FROM room_type_rate_history) AS rate`,
  )
  return row
}

function columnsOf(db: Database, table: string): Promise<object[]> {
  return db.query(
    `SELECT column_name::text, data_type::text, is_nullable::text, column_default::text FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1 ORDER BY column_name`,
    [table],
  )
}
