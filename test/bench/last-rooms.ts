import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { assert, present } from '../../shared/base/assert.ts'
import { NO_STORED_CARDS } from '../../shared/domain/card-caps.ts'
import { type RoomId, type RoomTypeId, newReservationId } from '../../shared/domain/ids.ts'
import { DEFAULT_CURVE } from '../../shared/domain/price.ts'
import type { RowWrite } from '../../shared/domain/rows.ts'
import { addDays, localDateAt } from '../../shared/domain/stay-dates.ts'
import { ApiKeys } from '../../sync/chain/access/api-keys.ts'
import { systemClock, systemRng } from '../../sync/chain/cli/system.ts'
import { migrate } from '../../sync/chain/database/migrate.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { openPostgres } from '../../sync/chain/database/postgres.ts'
import { createHotel } from '../../sync/chain/hotels/hotels.ts'
import { issueEnrolCode } from '../../sync/chain/sync/enrolment.ts'
import { loadAllotmentLines } from '../../sync/replica/queries/allotments.ts'
import { loadPendingSummary } from '../../sync/replica/queries/outbox.ts'
import type { Measuring } from '../measure/measuring-command.ts'
import type { Measurement } from '../measure/report.ts'
import { hotelOf } from '../support/chain-databases.ts'
import { startPostgresServer } from '../support/postgres-server.ts'
import { HOTEL_ID, put } from '../support/small-hotel.ts'
import { BenchChild } from './bench-child.ts'
import { BenchDesk } from './bench-desk.ts'
import { directoryOnDisk } from './directory-on-disk.ts'
import { installPeers, peerScript } from './install-peers.ts'
import { ServedChain } from './served-chain.ts'

const ROOMS = 5
const TRIES_A_TERMINAL = 2
const TRIES_ONLINE = 3
const TIME_ZONE = 'Europe/Lisbon'
const TYPE = 'A' as RoomTypeId

/** How the last rooms ended on one system. */
interface Outcome {
  /** To how many guests somebody said "you have a room". */
  readonly promised: number
  /** Sales that stand in the chain when all is quiet. */
  readonly sold: number
  /** Promises that were taken back when the line came: guests who have to be told that they have no room after all. */
  readonly withdrawn: number
  /** Sales that there is no room for. */
  readonly oversold: number
  /** Sales that stand more than once. */
  readonly duplicates: number
  /** Terminals that see something else than the chain. */
  readonly diverged: number
  /** By how many rooms the chain's own count is off from its sales. */
  readonly miscounted: number
}

/**
 * Five rooms are left. Two terminals lose the line and each tries to sell two, the chain meanwhile sells up to three
 * online; then the line is back. What each system ends with, side by side.
 */
export async function measureLastRooms({ progress }: Measuring): Promise<Measurement> {
  installPeers(progress)
  const outcomes: [string, Outcome][] = []
  progress('keyrack')
  outcomes.push(['keyrack', await onKeyrack()])
  for (const peer of ['rxdb', 'pouchdb']) {
    progress(peer)
    outcomes.push([peer, await onPeer(peer)])
  }
  return {
    name: 'last-rooms',
    figures: Object.fromEntries(
      outcomes.flatMap(([name, outcome]) =>
        Object.entries(outcome).map(([figure, value]: [string, number]) => [`${name}.${figure}`, value]),
      ),
    ),
    wants: {
      'keyrack.sold': ['=', ROOMS],
      'keyrack.withdrawn': ['=', 0],
      'keyrack.oversold': ['=', 0],
      'keyrack.duplicates': ['=', 0],
      'keyrack.diverged': ['=', 0],
      'keyrack.miscounted': ['=', 0],
    },
    durability:
      'PostgreSQL and SQLite with fsync; RxDB 17.6.0 on DenoKV; PouchDB 9.0.0 on LevelDB; conflicts by their defaults',
  }
}

async function onKeyrack(): Promise<Outcome> {
  const directory = directoryOnDisk()
  const postgres = await startPostgresServer()
  try {
    const url = `${postgres.url}/postgres`
    const db = await openPostgres(url, 2)
    await migrate(db)
    const rows = hotelWithRoomsLeft()
    await createHotel(db, hotelOf(rows), rows)
    const chain = await ServedChain.start(url)
    try {
      return await sellLastRooms(db, chain, directory.path)
    } finally {
      await chain.stop()
      await db.close()
    }
  } finally {
    await postgres.stop()
    directory.remove()
  }
}

function mayItselfSell({ replica }: BenchDesk): boolean {
  const { deviceId } = replica.device() ?? {}
  return deviceId !== undefined && loadAllotmentLines(replica.db, deviceId).some(({ units }) => units > 0)
}

async function sellLastRooms(db: Database, chain: ServedChain, directory: string): Promise<Outcome> {
  const desks: BenchDesk[] = []
  for (const name of ['a', 'b']) {
    const path = join(directory, name)
    mkdirSync(path)
    const desk = new BenchDesk(path, chain.url)
    desk.connect(await issueEnrolCode(db, systemClock, HOTEL_ID))
    await desk.until(() => desk.replica.position().epoch !== null)
    // What a desk may sell by itself comes with the first contact.
    await desk.until(() => mayItselfSell(desk))
    desks.push(desk)
  }
  for (const desk of desks) await desk.disconnect()
  const stay = stayTonight()
  let promised = 0
  for (const desk of desks) {
    for (let count = 0; count < TRIES_A_TERMINAL; count++) {
      if (desk.trySelling({ ...stay, roomTypeId: TYPE, roomId: null })) promised += 1
    }
  }
  promised += await sellOnline(db, chain)
  for (const desk of desks) desk.connect()
  for (const desk of desks) await desk.until(() => loadPendingSummary(desk.replica.db).count === 0)
  const head = await headOf(db)
  for (const desk of desks) await desk.until(() => desk.replica.position().cursor >= head)
  const [end] = await db.query<{ sold: number; ids: number; reserved: number }>(
    `SELECT (SELECT count(*) FROM stay_line l JOIN reservation r ON r.hotel_id = $1 AND r.reservation_id = l.reservation_id
       WHERE l.hotel_id = $1 AND r.status IN ('pending', 'paid')) AS sold,
       (SELECT count(DISTINCT code) FROM reservation WHERE hotel_id = $1 AND status IN ('pending', 'paid')) AS ids,
       (SELECT total_reserved FROM room_type_inventory WHERE hotel_id = $1 AND night = $2) AS reserved`,
    [HOTEL_ID, stay.arrival],
  )
  const { sold, ids, reserved } = present(end, 'one row')
  const standing = (desk: BenchDesk) =>
    desk.replica.db.one<{ sold: number; reserved: number }>(
      `SELECT (SELECT count(*) FROM reservation WHERE status IN ('pending', 'paid')) AS sold,
         (SELECT total_reserved FROM inventory WHERE night = ?) AS reserved`,
      stay.arrival,
    )
  const diverged = desks.filter((desk) => {
    const seen = standing(desk)
    return seen?.sold !== sold || seen.reserved !== reserved
  }).length
  for (const desk of desks) {
    await desk.disconnect()
    desk.replica.close()
  }
  const oversold = Math.max(0, sold - ROOMS)
  const withdrawn = promised - ids
  const miscounted = Math.abs(reserved - sold)
  return { promised, sold, withdrawn, oversold, duplicates: sold - ids, diverged, miscounted }
}

/** Sells online, one after the other, as a channel does; tells how many were sold. */
async function sellOnline(db: Database, chain: ServedChain): Promise<number> {
  const { apiKey } = await new ApiKeys(db, systemClock, systemRng).add({
    name: 'bench',
    hotelId: null,
    perMinute: 1_000,
  })
  let sold = 0
  for (let count = 0; count < TRIES_ONLINE; count++) {
    const answer = await fetch(`${chain.url}/v1/hotels/${HOTEL_ID}/reservations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        reservationId: newReservationId(systemClock, systemRng),
        lines: [{ ...stayTonight(), roomTypeId: TYPE, adults: 1, children: 0 }],
        guest: { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org' },
        guarantee: 'card',
      }),
    })
    const text = await answer.text()
    assert(answer.status === 201 || answer.status === 409, `a booking was answered ${answer.status}: ${text}`)
    if (answer.status === 201) sold += 1
  }
  return sold
}

async function headOf(db: Database): Promise<number> {
  const [head] = await db.query<{ version: number }>('SELECT version FROM sync_head WHERE hotel_id = $1', [HOTEL_ID])
  return present(head, 'a hotel').version
}

function stayTonight() {
  const arrival = localDateAt(systemClock.nowUtcMs(), TIME_ZONE)
  return { arrival, departure: addDays(arrival, 1) }
}

function hotelWithRoomsLeft(): RowWrite[] {
  const { arrival: night } = stayTonight()
  const rooms = Array.from({ length: ROOMS }, (_, index) => String(101 + index) as RoomId) // digits are a slug
  return [
    put('hotel', {
      hotelId: HOTEL_ID,
      name: 'Seaview',
      currency: 'EUR',
      timeZone: TIME_ZONE,
      businessDate: night,
      pricesIncludeTax: true,
      occupancyCurve: DEFAULT_CURVE,
      offlineCard: NO_STORED_CARDS,
    }),
    put('room_type', { roomTypeId: TYPE, name: 'Double', position: 1, maxOccupancy: 2 }),
    ...rooms.map((roomId) => put('room', { roomId, roomTypeId: TYPE, floor: 1, housekeeping: 'inspected' })),
    put('rate', { roomTypeId: TYPE, night, baseMinor: 9_000 }),
    put('inventory', {
      roomTypeId: TYPE,
      night,
      totalInventory: ROOMS,
      outOfOrder: 0,
      overbookPct: 0,
      totalReserved: 0,
      leased: 0,
      forced: 0,
    }),
  ]
}

async function onPeer(peer: string): Promise<Outcome> {
  const directories = [directoryOnDisk(), directoryOnDisk()] as const
  const chain = new BenchChild(peerScript(`${peer}-chain.js`), [directories[0].path, 'disk'])
  const desks = new BenchChild(peerScript(`${peer}-last-rooms.js`), [directories[1].path, 'disk'])
  try {
    const document = { id: 'inventory last-rooms', entity: 'inventory', row: { left: ROOMS } }
    const { port } = await chain.ask('put', { document })
    await desks.ask('connect', { url: `http://127.0.0.1:${port}` })
    const sales = [
      await desks.ask('sell', { desk: 0, times: TRIES_A_TERMINAL }),
      await desks.ask('sell', { desk: 1, times: TRIES_A_TERMINAL }),
      await chain.ask('sell', { times: TRIES_ONLINE }),
    ]
    await desks.ask('sync')
    const end = await chain.ask('end')
    const ends = [await desks.ask('end', { desk: 0 }), await desks.ask('end', { desk: 1 })]
    const [left, sold] = [present(end['left'], 'a count'), present(end['sales'], 'a count')]
    const promised = sales.reduce((sum, sale) => sum + present(sale['sold'], 'a count'), 0)
    return {
      promised,
      sold,
      withdrawn: Math.max(0, promised - sold),
      oversold: Math.max(0, sold - ROOMS),
      duplicates: Math.max(0, sold - promised),
      diverged: ends.filter((seen) => seen['left'] !== left || seen['sales'] !== sold).length,
      miscounted: Math.abs(ROOMS - left - sold),
    }
  } finally {
    await desks.stop()
    await chain.stop()
    for (const directory of directories) directory.remove()
  }
}
