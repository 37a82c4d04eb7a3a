import { afterEach, beforeEach, expect, test } from 'vitest'
import { setTimeout as pause } from 'node:timers/promises'
import { type OpBodies, type OpType, requestedSale } from '../../../shared/domain/ops/op.ts'
import { type ReservationId, type RoomId, newUuidV7 } from '../../../shared/domain/ids.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { OP_VERSIONS, type WireOp } from '../../../shared/wire/ops.ts'
import { allotUnits } from '../../../sync/chain/allotments/allot.ts'
import { reclaimAllotment } from '../../../sync/chain/allotments/reclaim.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { removeRoomType } from '../../../sync/chain/hotels/manage-room-types.ts'
import { removeRoom } from '../../../sync/chain/hotels/manage-rooms.ts'
import { bookReservation } from '../../../sync/chain/reservations/book-reservation.ts'
import { authenticateDevice, enrolDevice, issueEnrolCode } from '../../../sync/chain/sync/enrolment.ts'
import { removeDevice, setDeviceState } from '../../../sync/chain/sync/manage-devices.ts'
import { pushOps } from '../../../sync/chain/sync/push.ts'
import { quarantineOps, releaseQuarantined } from '../../../sync/chain/sync/quarantine.ts'
import type { Device } from '../../../sync/chain/sync/queries/devices.ts'
import { NOON_UTC_MS, chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { opIdOf, reservationIdOf } from '../../support/desk-ops.ts'
import { codeOf } from '../../support/domain-desk.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { HOTEL_ID, TODAY, TYPE_A, TYPE_B } from '../../support/small-hotel.ts'
import { CHAIN_PROOFS, disprove } from '../../stress/proofs.ts'

describeOnBothDatabases('allotments at the chain', (open) => {
  let db: Database
  let chain: Chain
  let device: Device

  beforeEach(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    device = await enrol()
  })
  afterEach(async () => {
    const broken = await disprove(db, CHAIN_PROOFS)
    const [leased, held] = [JSON.stringify(await leasedByNight()), JSON.stringify(await heldByNight())]
    await db.close()
    if (broken.length > 0 || leased !== held) throw new Error(JSON.stringify({ broken, leased, held }))
  })

  async function enrol(): Promise<Device> {
    const enrolCode = await issueEnrolCode(db, chain.clock, HOTEL_ID)
    const enrolled = await enrolDevice(chain, { protocol: 3, enrolCode, deviceClass: 'desk', deviceName: 'Desk' })
    if (!enrolled.ok) throw new Error('not enrolled')
    const found = await authenticateDevice(chain, enrolled.value.token)
    if (!found) throw new Error('token not known')
    return found
  }

  async function epoch(): Promise<number> {
    const [head] = await db.query<{ epoch: number }>('SELECT epoch FROM sync_head WHERE hotel_id = $1', [HOTEL_ID])
    return head?.epoch ?? 0
  }

  const allot = async (of = device, change: object = {}) =>
    await allotUnits(chain, of, { epoch: await epoch(), role: 'hub', declared: null, ...change })

  const held = async (of = device, roomTypeId = TYPE_A) => {
    const rows = await db.query<{ units: number }>(
      `SELECT units FROM allotment_lease_line WHERE hotel_id = $1 AND device_id = $2 AND room_type_id = $3 ORDER BY night`,
      [HOTEL_ID, of.deviceId, roomTypeId],
    )
    return rows.map(({ units }) => units)
  }

  const leasedByNight = () =>
    db.query(
      `SELECT room_type_id, night, leased AS units FROM room_type_inventory
       WHERE hotel_id = $1 AND leased > 0 ORDER BY room_type_id, night`,
      [HOTEL_ID],
    )
  const heldByNight = () =>
    db.query(
      `SELECT room_type_id, night, sum(units)::integer AS units FROM allotment_lease_line WHERE hotel_id = $1 AND units > 0
       GROUP BY room_type_id, night ORDER BY room_type_id, night`,
      [HOTEL_ID],
    )

  function op<T extends OpType>(seq: number, type: T, body: OpBodies[T]): WireOp {
    const version = OP_VERSIONS[type]
    return {
      seq,
      opId: opIdOf(seq),
      type,
      version,
      businessDate: TODAY,
      staffId: null,
      madeAtUtcMs: NOON_UTC_MS,
      body: { ...body },
    }
  }

  const sale = (seq: number, fence: number, of = device, nights = 1) =>
    op(seq, 'bookWalkIn', {
      ...requestedSale(
        {
          reservationId: reservationIdOf(seq),
          code: codeOf(seq),
          guarantee: 'card',
          guest: { firstName: 'Ada', lastName: `Guest ${seq}`, email: null, phone: null },
          lines: [
            {
              roomTypeId: TYPE_A,
              arrival: TODAY,
              departure: addDays(TODAY, nights),
              adults: 1,
              children: 0,
              roomId: null,
              nightlyMinor: Array.from({ length: nights }, () => 9_000),
            },
          ],
        },
        NOON_UTC_MS,
      ),
      claim: 'guaranteed',
      cover: { deviceId: of.deviceId, fence },
    })

  const push = async (ops: readonly WireOp[], of = device) => {
    const pushed = await pushOps(chain, of, { epoch: await epoch(), ops: [...ops] })
    if (!pushed.ok) throw new Error(pushed.error.code)
    return pushed.value.outcomes.map((outcome) =>
      outcome.outcome === 'accepted' ? 'accepted' : `${outcome.outcome} ${outcome.code}`,
    )
  }

  const bookOnline = async (n: number) => {
    const reservationId = newUuidV7({ nowUtcMs: () => NOON_UTC_MS + n }, seededRng(900 + n)) as ReservationId
    const line = { roomTypeId: TYPE_A, arrival: TODAY, departure: addDays(TODAY, 1), adults: 1, children: 0 }
    const guest = { firstName: 'Web', lastName: `Guest ${n}` }
    const booked = await bookReservation(chain, HOTEL_ID, { reservationId, guarantee: 'card', guest, lines: [line] })
    return booked.ok ? 'booked' : booked.error.code
  }

  test('ALLOT-01 a terminal is given units for seven nights, at least one a type, inside the limit', async () => {
    expect((await allot()).ok).toBe(true)
    expect(await held()).toEqual([1, 1, 1, 1, 1, 1, 1])
    expect(await held(device, TYPE_B)).toEqual([1, 1, 1, 1, 1, 1, 1])
    await allot()
    expect(await held()).toEqual([1, 1, 1, 1, 1, 1, 1])
  })

  test('ALLOT-02 a sale from the allotment is accepted when the chain has sold every other room', async () => {
    await allot()
    expect([await bookOnline(1), await bookOnline(2), await bookOnline(3)]).toEqual([
      'booked',
      'booked',
      'NO_AVAILABILITY',
    ])
    expect(await push([sale(1, 1)])).toEqual(['accepted'])
    expect(await held()).toEqual([0, 1, 1, 1, 1, 1, 1])
  })

  test('ALLOT-04 an allotment of another terminal, or under another fence, covers nothing', async () => {
    await allot()
    const other = await enrol()
    expect([await bookOnline(1), await bookOnline(2)]).toEqual(['booked', 'booked'])
    expect(await push([sale(1, 1, device)], other)).toEqual(['refused NO_AVAILABILITY'])
    expect(await push([{ ...sale(2, 7), seq: 1 }])).toEqual(['refused NO_AVAILABILITY'])
    expect(await held()).toEqual([1, 1, 1, 1, 1, 1, 1])
  })

  test('ALLOT-11 what a terminal sold it is given again with the same push, while any is left', async () => {
    await allot()
    expect(await push([sale(1, 1)])).toEqual(['accepted'])
    expect(await held()).toEqual([1, 1, 1, 1, 1, 1, 1])
    expect(await push([sale(2, 1)])).toEqual(['accepted'])
    expect(await push([sale(3, 1)])).toEqual(['accepted'])
    expect(await held()).toEqual([0, 1, 1, 1, 1, 1, 1])
  })

  test('ALLOT-06 a channel that lacks a room has a terminal in touch give one back first; who is out of touch keeps it', async () => {
    await allot()
    expect([await bookOnline(1), await bookOnline(2)]).toEqual(['booked', 'booked'])
    expect(await bookOnline(3)).toBe('NO_AVAILABILITY')
    const stop = chain.pokes.follow(HOTEL_ID, () => void answerRecall())
    let answered = false
    const answerRecall = async () => {
      const [line] = await db.query<{ recalled: number }>(
        'SELECT recalled FROM allotment_lease_line WHERE hotel_id = $1 AND device_id = $2 AND recalled > 0',
        [HOTEL_ID, device.deviceId],
      )
      if (!line || answered) return
      answered = true
      const cover = { deviceId: device.deviceId, fence: 1 }
      const lines = [{ roomTypeId: TYPE_A, night: TODAY, units: line.recalled }]
      await push([op(1, 'returnAllotment', { cover, lines, rooms: [] })])
    }
    expect(await bookOnline(4)).toBe('booked')
    stop()
    await pause(20)
    expect(await held()).toEqual([0, 1, 1, 1, 1, 1, 1])
  })

  test('ALLOT-08 a lost terminal is given up: its units are free, what it sold under the old fence is at risk', async () => {
    await allot()
    expect(await bookOnline(1)).toBe('booked')
    const reclaimed = await reclaimAllotment(chain, HOTEL_ID, device.deviceId, 'staff:test')
    expect(reclaimed).toEqual({ ok: true, value: { fence: 2 } })
    expect(await held()).toEqual([])
    expect(await bookOnline(2)).toBe('booked')
    expect(await push([sale(1, 1)])).toEqual(['accepted'])
    expect(await push([sale(2, 1)])).toEqual(['refused NO_AVAILABILITY'])
    const [kept] = await db.query("SELECT kind, status FROM sync_exception WHERE kind = 'SALE_REFUSED'")
    expect(kept).toEqual({ kind: 'SALE_REFUSED', status: 'open' })
  })

  test('SYNC-44 a terminal that was taken away is given nothing for what is released of it', async () => {
    await allot()
    await setDeviceState(chain, HOTEL_ID, device.deviceId, 'revoked')
    await reclaimAllotment(chain, HOTEL_ID, device.deviceId, 'staff:ada')
    await quarantineOps(chain, device, { epoch: 1, ops: [sale(1, 1)] })
    const released = await releaseQuarantined(chain, HOTEL_ID, device.deviceId, null)
    expect([released, await held()]).toMatchObject([{ ok: true, value: { accepted: 1 } }, []])
  })

  test('SYNC-46 what a terminal could sell that is forgotten is sold again', async () => {
    await allot()
    await setDeviceState(chain, HOTEL_ID, device.deviceId, 'revoked')
    expect(await held()).toHaveLength(7)
    expect(await removeDevice(chain, HOTEL_ID, device.deviceId)).toEqual({ ok: true, value: null })
    expect([await held(), await leasedByNight()]).toEqual([[], []])
    expect(await removeDevice(chain, HOTEL_ID, device.deviceId)).toMatchObject({ ok: false })
  })

  test('HTL-05 what terminals could sell of a type that is removed goes with it', async () => {
    await allot()
    for (const roomId of ['201', '202'] as RoomId[]) await removeRoom(chain, HOTEL_ID, roomId)
    expect(await held(device, TYPE_B)).toHaveLength(7)
    expect(await removeRoomType(chain, HOTEL_ID, TYPE_B)).toMatchObject({ ok: true })
    expect(await held(device, TYPE_B)).toEqual([])
    const cover = { deviceId: device.deviceId, fence: 1 }
    const lines = [{ roomTypeId: TYPE_B, night: TODAY, units: 1 }]
    expect(await push([op(1, 'returnAllotment', { cover, lines, rooms: [] })])).toEqual(['accepted'])
  })

  test('ALLOT-09 after a restored backup a terminal declares what it holds, and that stands', async () => {
    await allot()
    await db.query('UPDATE sync_head SET epoch = epoch + 1 WHERE hotel_id = $1', [HOTEL_ID])
    const lines = [{ roomTypeId: TYPE_A, night: TODAY, units: 3 }]
    expect((await allot(device, { declared: { fence: 1, lines } })).ok).toBe(true)
    expect(await held()).toEqual([3, 1, 1, 1, 1, 1, 1])
    expect(await push([sale(1, 1), sale(2, 1), sale(3, 1)])).toEqual(['accepted', 'accepted', 'accepted'])
    const late = [{ roomTypeId: TYPE_A, night: TODAY, units: 9 }]
    await allot(device, { declared: { fence: 1, lines: late } })
    expect(await held()).toEqual([0, 1, 1, 1, 1, 1, 1])
  })

  test('ALLOT-05 another terminal is given less, and rooms of its own, which nobody else hands out', async () => {
    await allot()
    const standby = await enrol()
    await allot(standby, { role: 'standby' })
    expect(await held(standby)).toEqual([1, 1, 1, 1, 1, 1, 1])
    const rooms = await db.query(
      'SELECT room_id, suspect FROM allotment_lease_room WHERE hotel_id = $1 AND device_id = $2 ORDER BY room_id',
      [HOTEL_ID, standby.deviceId],
    )
    expect(rooms.length).toBeGreaterThan(0)
    await reclaimAllotment(chain, HOTEL_ID, standby.deviceId, 'staff:test')
    const after = await db.query<{ suspect: boolean }>('SELECT suspect FROM allotment_lease_room WHERE hotel_id = $1', [
      HOTEL_ID,
    ])
    expect(after.every(({ suspect }) => suspect)).toBe(true)
  })
})
