import { beforeEach, afterEach, expect, test } from 'vitest'
import { CHAIN_PREFIX, confirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { DeviceId, OpId, RoomId } from '../../../shared/domain/ids.ts'
import { type Booking, type OpBodies, type OpType, requestedSale } from '../../../shared/domain/ops/op.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { MAX_PULL_ROWS, PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts'
import { OP_VERSIONS, type WireOp } from '../../../shared/wire/ops.ts'
import type { PushResponse } from '../../../shared/wire/sync-messages.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { authenticateDevice, enrolDevice, issueEnrolCode } from '../../../sync/chain/sync/enrolment.ts'
import { sayHello } from '../../../sync/chain/sync/hello.ts'
import { pullChanges, takeSnapshot } from '../../../sync/chain/sync/pull.ts'
import { pushOps } from '../../../sync/chain/sync/push.ts'
import type { Device } from '../../../sync/chain/sync/queries/devices.ts'
import { nextEpoch } from '../../../sync/chain/write-path/queries/head.ts'
import { NOON_UTC_MS, chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { blockIdOf, opIdOf, reservationIdOf } from '../../support/desk-ops.ts'
import { codeOf } from '../../support/domain-desk.ts'
import { HOTEL_ID, TODAY, TYPE_A, put } from '../../support/small-hotel.ts'

/** The epoch after the first, at the tests' noon. */
const RAISED = nextEpoch(1, NOON_UTC_MS)

describeOnBothDatabases('sync', (open) => {
  let db: Database
  let chain: Chain
  let device: Device

  beforeEach(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    device = await enrol()
  })
  afterEach(() => db.close())

  async function enrol(deviceClass: Device['deviceClass'] = 'desk'): Promise<Device> {
    const enrolCode = await issueEnrolCode(db, chain.clock, HOTEL_ID)
    const request = { protocol: 1, enrolCode, deviceClass, deviceName: 'Front desk' } as const
    const enrolled = await enrolDevice(chain, request)
    if (!enrolled.ok) throw new Error('not enrolled')
    const found = await authenticateDevice(chain, enrolled.value.token)
    if (!found) throw new Error('token not known')
    return found
  }

  function wire<T extends OpType>(seq: number, type: T, body: OpBodies[T], opId: OpId = opIdOf(seq)): WireOp {
    return {
      seq,
      opId,
      type,
      version: OP_VERSIONS[type],
      businessDate: TODAY,
      staffId: null,
      madeAtUtcMs: NOON_UTC_MS,
      body: { ...body },
    }
  }

  const walkIn = (seq: number, roomId: string | null = null, lastName = `Guest ${seq}`) =>
    wire(seq, 'bookWalkIn', requestedSale(bookingOf(seq, roomId, lastName), NOON_UTC_MS))

  const bookingOf = (seq: number, roomId: string | null, lastName: string): Booking => ({
    reservationId: reservationIdOf(seq),
    code: codeOf(seq),
    guarantee: 'card',
    guest: { firstName: 'Ada', lastName, email: null, phone: null },
    lines: [
      {
        roomTypeId: TYPE_A,
        arrival: TODAY,
        departure: addDays(TODAY, 1),
        adults: 1,
        children: 0,
        roomId: roomId as RoomId | null,
        nightlyMinor: [9_000],
      },
    ],
  })

  const block = (seq: number, roomId: string) =>
    wire(seq, 'blockRoom', {
      blockId: blockIdOf(seq),
      roomId: roomId as RoomId,
      kind: 'OOO',
      from: TODAY,
      until: addDays(TODAY, 1),
      reason: 'plumbing',
      remarks: '',
    })

  async function push(ops: WireOp[], as = device): Promise<PushResponse> {
    const pushed = await pushOps(chain, as, { epoch: 1, ops })
    if (!pushed.ok) throw new Error(`push refused: ${pushed.error.code}`)
    return pushed.value
  }

  const outcomes = (pushed: PushResponse) =>
    pushed.outcomes.map((one) => (one.outcome === 'accepted' ? 'accepted' : `${one.outcome} ${one.code}`))
  const count = async (table: string) =>
    (await db.query<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE hotel_id = $1`, [HOTEL_ID]))[0]?.n

  test('CHAIN-05 an enrolment code enrols one terminal, once; each terminal has a code prefix of its own', async () => {
    const other = await enrol()
    expect([device.codePrefix, other.codePrefix]).toEqual([1, 2])
    const enrolCode = await issueEnrolCode(db, chain.clock, HOTEL_ID)
    const request = { protocol: 1, enrolCode, deviceClass: 'desk', deviceName: 'X' } as const
    const twice = [
      await enrolDevice(chain, request),
      await enrolDevice(chain, request),
      await enrolDevice(chain, { ...request, enrolCode: 'nonsense' }),
    ]
    expect(twice.map((one) => one.ok)).toEqual([true, false, false])
    const late = { nowUtcMs: () => NOON_UTC_MS + 25 * 3_600_000 }
    const stale = await issueEnrolCode(db, chain.clock, HOTEL_ID)
    const tooLate = await enrolDevice({ ...chain, clock: late }, { ...request, enrolCode: stale })
    expect(tooLate.ok).toBe(false)
    expect(await authenticateDevice(chain, `${HOTEL_ID}:${device.deviceId}:guess`)).toBeNull()
  })

  test('API-22 what a terminal changes stands in the history under its id, without a name', async () => {
    await push([walkIn(1, '101')])
    expect(await count('reservation_event')).toBe(0)
    const reservationId = reservationIdOf(1)
    await push([wire(2, 'assignRoom', { reservationId, position: 1, roomId: '102' as RoomId })])
    await push([wire(3, 'cancelReservation', { reservationId })])
    const by = `device:${device.deviceId}`
    const room = (before: string | null, after: string | null) => ({ position: 1, before, after })
    expect(
      await db.query(
        'SELECT kind, n, made_by, params FROM reservation_event WHERE hotel_id = $1 AND reservation_id = $2 ORDER BY version, n',
        [HOTEL_ID, reservationId],
      ),
    ).toEqual([
      { kind: 'room_changed', n: 1, made_by: by, params: room('101', '102') },
      { kind: 'room_changed', n: 1, made_by: by, params: room('102', null) },
      { kind: 'status_changed', n: 2, made_by: by, params: { before: 'pending', after: 'canceled' } },
    ])
  })

  test('SYNC-01 a pushed op takes effect once, however often it is pushed; a repeat gets the stored outcome', async () => {
    const ops = [walkIn(1, '101'), block(2, '102')]
    const first = await push(ops)
    expect(outcomes(first)).toEqual(['accepted', 'accepted'])
    const again = await push(ops)
    expect(again.outcomes).toEqual(first.outcomes)
    expect(again.head).toBe(first.head)
    expect([await count('reservation'), await count('room_block'), await count('sync_op')]).toEqual([1, 1, 2])
  })

  test('SYNC-02 the same push many times at once takes effect once', async () => {
    const ops = [walkIn(1), walkIn(2)]
    const pushes = await Promise.all(Array.from({ length: 8 }, () => push(ops)))
    expect(new Set(pushes.map((one) => JSON.stringify(one.outcomes))).size).toBe(1)
    expect(await count('reservation')).toBe(2)
  })

  test('SYNC-03 ops that leave a gap, or come out of order, are refused whole', async () => {
    for (const ops of [[walkIn(2)], [walkIn(1), walkIn(3)], [walkIn(2), walkIn(1)]]) {
      const refused = await pushOps(chain, device, { epoch: 1, ops })
      expect(refused).toMatchObject({ ok: false, error: { code: 'SEQ_GAP' } })
    }
    expect([await count('reservation'), await count('sync_op')]).toEqual([0, 0])
  })

  test('SYNC-04 a known seq with another op id is a forked device; nothing changes', async () => {
    await push([walkIn(1)])
    const forked = { ...walkIn(2), seq: 1 }
    const refused = await pushOps(chain, device, { epoch: 1, ops: [forked] })
    expect(refused).toMatchObject({ ok: false, error: { code: 'DEVICE_FORKED' } })
    expect(await count('reservation')).toBe(1)
  })

  test('SYNC-05 a pull brings the rows, the cursor and lastSeq of one moment', async () => {
    const pushed = await push([walkIn(1, '101')])
    const pulled = await pullChanges(db, device, { epoch: 1, cursor: 0 })
    if (!pulled.ok) throw new Error(pulled.error.code)
    expect(pulled.value).toMatchObject({ epoch: 1, cursor: pushed.head, head: pushed.head, lastSeq: 1 })
    expect(pulled.value.changes.map((change) => change.entity).sort()).toEqual([
      'guest',
      'inventory',
      'reservation',
      'room_night',
    ])
    const upToDate = await pullChanges(db, device, { epoch: 1, cursor: pushed.head })
    expect(upToDate).toMatchObject({ ok: true, value: { cursor: pushed.head, changes: [] } })
  })

  test('SYNC-06 a pull carries whole versions only, and every change arrives over the pages', async () => {
    const nights = Math.ceil((MAX_PULL_ROWS * 1.2) / 3)
    for (let version = 0; version < 3; version++) {
      await chain.writer.write(HOTEL_ID, async ({ unit }) => {
        for (let day = 0; day < nights; day++) {
          const night = addDays(TODAY, 100 + version * nights + day)
          unit.apply([put('rate', { roomTypeId: TYPE_A, night, baseMinor: 1_000 })])
        }
      })
    }
    const seen = new Set<string>()
    const pages: number[] = []
    let cursor = 0
    for (;;) {
      const pulled = await pullChanges(db, device, { epoch: 1, cursor })
      if (!pulled.ok) throw new Error(pulled.error.code)
      if (pulled.value.changes.length === 0) break
      for (const change of pulled.value.changes) seen.add(change.key)
      pages.push(pulled.value.changes.length)
      cursor = pulled.value.cursor
    }
    expect(seen.size).toBe(3 * nights)
    expect(pages).toEqual([2 * nights, nights])
  })

  test('SYNC-07 a refused request leaves an exception that names it; the other ops go on', async () => {
    const four = [walkIn(1), walkIn(2), walkIn(3), walkIn(4, null, 'Unlucky'), block(5, '201')]
    expect(outcomes(await push(four))).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'refused NO_AVAILABILITY',
      'accepted',
    ])
    const [row] = await db.query('SELECT kind, severity, params FROM sync_exception WHERE hotel_id = $1', [HOTEL_ID])
    expect(row).toEqual({
      kind: 'SALE_REFUSED',
      severity: 'urgent',
      params: { code: 'NO_AVAILABILITY', claim: 'requested', lastName: 'Unlucky', roomTypeId: 'A', night: TODAY },
    })
    expect(await db.query('SELECT status, count(*) FROM reservation GROUP BY status ORDER BY status')).toEqual([
      { status: 'pending', count: 3 },
      { status: 'rejected', count: 1 },
    ])
  })

  test('SYNC-08 an op that can not be read or applied is parked: kept, told, and out of the way', async () => {
    const strange: WireOp = { ...walkIn(1), type: 'teleportGuest' }
    const broken: WireOp = { ...walkIn(2), body: { reservationId: 'nonsense' } }
    const newer: WireOp = { ...walkIn(3), version: OP_VERSIONS.bookWalkIn + 1 }
    const unknownRelease = wire(4, 'releaseBlock', { blockId: blockIdOf(99) })
    const good = walkIn(5)
    expect(outcomes(await push([strange, broken, newer, unknownRelease, good]))).toEqual([
      'parked OP_TYPE_UNKNOWN',
      'parked OP_MALFORMED',
      'parked OP_TYPE_UNKNOWN',
      'parked BLOCK_UNKNOWN',
      'accepted',
    ])
    expect(await count('sync_exception')).toBe(4)
    const [kept] = await db.query('SELECT type, body FROM sync_op WHERE hotel_id = $1 AND seq = 2', [HOTEL_ID])
    expect(kept).toEqual({ type: 'bookWalkIn', body: { reservationId: 'nonsense' } })
  })

  test('SYNC-08 an op that the database rejects is parked alone; what came with it lands', async () => {
    const nul: WireOp = { ...walkIn(1), body: { reservationId: 'a\u0000b', note: '\ud800' } }
    expect(outcomes(await push([nul]))).toEqual(['parked OP_MALFORMED'])
    await db.query("ALTER TABLE guest ADD CONSTRAINT guest_of_the_test CHECK (last_name <> 'Guest 3')")
    const ops = [walkIn(2), walkIn(3), walkIn(4)]
    expect(outcomes(await push(ops))).toEqual(['accepted', 'parked OP_FAILED', 'accepted'])
    expect(await count('reservation')).toBe(2)
  })

  test('SYNC-09 the same op id with another body is parked; with the same body from a copied disk it is done once', async () => {
    await push([walkIn(1)])
    const reused: WireOp = { ...walkIn(2), opId: opIdOf(1) }
    expect(outcomes(await push([reused]))).toEqual(['parked OP_ID_REUSED'])
    const together: WireOp[] = [walkIn(3), { ...walkIn(4), opId: opIdOf(3) }, { ...walkIn(3), seq: 5 }]
    expect(outcomes(await push(together))).toEqual(['accepted', 'parked OP_ID_REUSED', 'accepted'])
    const copy = await enrol()
    expect(outcomes(await push([walkIn(1)], copy))).toEqual(['accepted'])
    expect(await count('reservation')).toBe(2)
  })

  test('SYNC-10 a snapshot is the whole hotel of one moment, begun and ended', async () => {
    await push([walkIn(1, '101')])
    const taken = await takeSnapshot(db, device)
    if (!taken.ok) throw new Error(taken.error.code)
    const rows = taken.value.filter((line) => line.mark === 'row')
    expect(taken.value[0]).toEqual({ mark: 'begin', protocol: PROTOCOL_VERSION, epoch: 1, cursor: 1, lastSeq: 1 })
    expect(taken.value.at(-1)).toEqual({ mark: 'end', rows: rows.length })
    const counted = Map.groupBy(rows, (line) => line.change.entity)
    expect(Object.fromEntries([...counted].map(([entity, lines]) => [entity, lines.length]))).toEqual({
      hotel: 1,
      room_type: 2,
      room: 5,
      rate: 40,
      inventory: 40,
      guest: 1,
      reservation: 1,
      room_night: 1,
    })
  })

  test('SYNC-11 another epoch is refused; a cursor ahead of the head raises the epoch at hello', async () => {
    const request = { protocol: PROTOCOL_VERSION, epoch: 1, cursor: 0, lastSeq: 0, clockUtcMs: NOON_UTC_MS }
    const hello = (change: Partial<typeof request>) => sayHello(chain, device, { ...request, ...change })
    expect(await hello({})).toMatchObject({ ok: true, value: { epoch: 1, lastSeq: 0 } })
    expect(await hello({ cursor: 999 })).toMatchObject({ ok: true, value: { epoch: RAISED } })
    expect(await hello({ epoch: RAISED })).toMatchObject({ ok: true, value: { epoch: RAISED } })
    const stale = await pushOps(chain, device, { epoch: 1, ops: [walkIn(1)] })
    expect(stale).toMatchObject({ ok: false, error: { code: 'EPOCH_CHANGED', params: { epoch: RAISED } } })
    expect(await pullChanges(db, device, { epoch: 1, cursor: 0 })).toMatchObject({ ok: false })
    expect(await hello({ protocol: 99 })).toMatchObject({ ok: false, error: { code: 'UPGRADE_REQUIRED' } })
  })

  test('SYNC-13 a kiosk is given no row that speaks of a guest', async () => {
    const kiosk = await enrol('kiosk')
    await push([walkIn(1, '101')])
    const taken = await takeSnapshot(db, kiosk)
    const pulled = await pullChanges(db, kiosk, { epoch: 1, cursor: 0 })
    if (!taken.ok || !pulled.ok) throw new Error('refused')
    const rows = taken.value.flatMap((line) => (line.mark === 'row' ? line.change : []))
    const entities = new Set([...rows, ...pulled.value.changes].map((row) => row.entity))
    expect([...entities].sort()).toEqual(['hotel', 'inventory', 'rate', 'room', 'room_type'])
    expect(JSON.stringify([taken.value, pulled.value])).not.toContain('Guest 1')
  })

  test('SYNC-12 a terminal of one hotel never touches another', async () => {
    const stranger: Device = { ...device, deviceId: reservationIdOf(500) as string as DeviceId }
    const refused = await pushOps(chain, stranger, { epoch: 1, ops: [walkIn(1)] })
    expect(refused.ok).toBe(false)
    expect(await count('reservation')).toBe(0)
  })

  test('SYNC-65 of two sales under one code the later one stands under a code of the chain, also when it is pushed again', async () => {
    const copy = await enrol()
    const later = wire(
      1,
      'bookWalkIn',
      requestedSale({ ...bookingOf(2, null, 'Two'), code: codeOf(1) }, NOON_UTC_MS),
      opIdOf(2),
    )
    const arrived = wire(
      2,
      'checkInUnknown',
      { knownCode: codeOf(77), booking: { ...bookingOf(3, '101', 'Three'), code: codeOf(1) } },
      opIdOf(3),
    )
    expect(outcomes(await push([walkIn(1)]))).toEqual(['accepted'])
    expect(outcomes(await push([later, arrived], copy))).toEqual(['accepted', 'accepted'])
    expect(outcomes(await push([later, arrived], copy))).toEqual(['accepted', 'accepted'])
    const rows = await db.query<{ id: string; code: string }>(
      'SELECT reservation_id AS id, code FROM reservation WHERE hotel_id = $1',
      [HOTEL_ID],
    )
    const codes = new Map(rows.map(({ id, code }) => [id, code]))
    expect(codes.get(reservationIdOf(1))).toBe(codeOf(1))
    expect(new Set(codes.values()).size).toBe(3)
    expect([codes.get(reservationIdOf(2)), codes.get(reservationIdOf(3))]).toEqual(
      [0, 1].map((counter) => confirmationCode(CHAIN_PREFIX, counter)),
    )
  })
})
