import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RoomId } from '../../../../shared/domain/ids.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { blockIdOf, reservationIdOf } from '../../../support/desk-ops.ts'
import { TODAY, TYPE_A, TYPE_B } from '../../../support/small-hotel.ts'
import { TestDeskHost } from '../../../support/test-desk-host.ts'
import { block, walkIn } from './desk-inputs.ts'

let desk: TestDeskHost
const room = (id: string): RoomId => id as RoomId

beforeEach(async () => {
  desk = new TestDeskHost()
  await desk.openReady()
})
afterEach(() => desk.close())

async function agreed(): Promise<number> {
  const quote = await desk.read('stay.quote', { roomTypeId: TYPE_A, arrival: TODAY, departure: addDays(TODAY, 1) })
  return quote.totalMinor
}

describe('calls', () => {
  test('HOST-01 a call that is not in the contract, or whose input is not, is refused and nothing else happens', async () => {
    expect(await desk.host.handle('toString', {})).toEqual({
      ok: false,
      error: { code: 'CALL_UNKNOWN', params: { call: 'toString' }, retry: 'never' },
    })
    const bad = { ...walkIn(1), adults: 0, guest: { ...walkIn(1).guest, lastName: ' ' } }
    expect(await desk.host.handle('walkIn.book', bad)).toEqual({
      ok: false,
      error: { code: 'INPUT_INVALID', params: { paths: ['adults', 'guest.lastName'] }, retry: 'never' },
    })
    expect(await desk.host.handle('today.get', undefined)).toMatchObject({ error: { code: 'INPUT_INVALID' } })
    expect(await desk.read('sync.ops', {})).toEqual([])
  })
})

describe('a walk-in', () => {
  test('HOST-02 the price is asked again inside the sale: another one is refused, with both totals', async () => {
    desk.line.setFaults({ down: true })
    expect(await desk.refusal('walkIn.book', walkIn(1))).toBeNull()
    const answer = await desk.call('walkIn.book', walkIn(2))
    expect(answer).toEqual({
      ok: false,
      error: {
        code: 'QUOTE_CHANGED',
        params: { agreedTotalMinor: 9_000, totalMinor: await agreed() },
        retry: 'never',
      },
    })
    expect(await agreed()).toBeGreaterThan(9_000)
    expect(await desk.refusal('walkIn.book', walkIn(2, { agreedTotalMinor: await agreed() }))).toBeNull()
  })

  test('HOST-02 sold out is said before a changed price', async () => {
    for (const n of [1, 2, 3]) {
      expect(await desk.refusal('walkIn.book', walkIn(n, { agreedTotalMinor: await agreed() }))).toBeNull()
    }
    expect(await desk.call('walkIn.book', walkIn(4))).toMatchObject({
      error: { code: 'NO_AVAILABILITY', params: { roomTypeId: TYPE_A, night: TODAY } },
    })
    const upgrade = walkIn(5, { roomId: room('201') })
    expect(await desk.refusal('walkIn.book', upgrade)).toBe('QUOTE_CHANGED')
    expect(await desk.refusal('walkIn.book', { ...upgrade, agreedTotalMinor: await agreed() })).toBeNull()
  })

  test('HOST-03 a double click answers the same code and sells once', async () => {
    const first = await desk.read('walkIn.book', walkIn(1))
    const second = await desk.read('walkIn.book', walkIn(1))
    expect(second).toEqual(first)
    expect(first.confirmationCode).toMatch(/^01/)
    expect(await desk.read('sync.ops', {})).toHaveLength(1)
    await desk.time.advance(1_000)
    expect(await desk.read('walkIn.book', walkIn(1))).toEqual(first)
    expect(desk.chain.outcomes()).toHaveLength(1)
  })

  test('HOST-03 the same id with other content is refused', async () => {
    await desk.read('walkIn.book', walkIn(1))
    expect(await desk.refusal('walkIn.book', walkIn(1, { adults: 1 }))).toBe('RESERVATION_ID_REUSED')
    await desk.read('block.set', block(1))
    expect(await desk.refusal('block.set', block(1, { remarks: 'other' }))).toBe('BLOCK_ID_REUSED')
    await desk.read('block.set', block(1))
    expect(await desk.read('sync.ops', {})).toHaveLength(2)
  })

  test('HOST-04 what the chain has refused since is not answered as sold', async () => {
    desk.line.setFaults({ down: true })
    await desk.read('walkIn.book', walkIn(1))
    const key = `${TYPE_A}/${TODAY}`
    const row = desk.chain.row('inventory', key)
    desk.chain.change([{ entity: 'inventory', key, row: row && { ...row, totalReserved: 3 } }])
    desk.line.setFaults({})
    await desk.time.advance(20_000)
    expect(await desk.refusal('walkIn.book', walkIn(1))).toBe('NO_AVAILABILITY')
    expect((await desk.read('exceptions.list', {})).map((exception) => exception.kind)).toEqual(['SALE_REFUSED'])
  })

  test('HOST-04 a domain refusal passes through with its code and parameters', async () => {
    await desk.read('walkIn.book', walkIn(1, { roomId: room('101') }))
    const taken = await desk.call('walkIn.book', walkIn(2, { roomId: room('101'), agreedTotalMinor: await agreed() }))
    expect(taken).toEqual({
      ok: false,
      error: { code: 'ROOM_TAKEN', params: { roomId: '101', night: TODAY, holder: 'assigned' }, retry: 'never' },
    })
    expect(await desk.refusal('walkIn.book', walkIn(3, { arrival: addDays(TODAY, -1) }))).toBe('ARRIVAL_IN_PAST')
    expect(await desk.refusal('walkIn.book', walkIn(3, { departure: TODAY }))).toBe('STAY_INVALID')
    expect(await desk.refusal('walkIn.book', walkIn(3, { departure: addDays(TODAY, 25) }))).toBe('NIGHT_NOT_ON_SALE')
    expect(await desk.refusal('walkIn.book', walkIn(3, { adults: 4, agreedTotalMinor: await agreed() }))).toBe(
      'TOO_MANY_GUESTS',
    )
  })
})

describe('the other commands', () => {
  test('HOST-11 cancel, assign, block, release: done here at once, landed at the chain later, each once', async () => {
    const reservationId = reservationIdOf(1)
    desk.line.setFaults({ down: true })
    await desk.read('walkIn.book', walkIn(1))
    await desk.read('reservation.assignRoom', { reservationId, position: 1, roomId: room('103') })
    await desk.read('reservation.assignRoom', { reservationId, position: 1, roomId: room('103') })
    expect((await desk.read('reservation.get', { reservationId })).lines[0]?.roomId).toBe('103')
    await desk.read('block.set', block(2, { roomId: room('201') }))
    await desk.read('block.release', { blockId: blockIdOf(2) })
    await desk.read('block.release', { blockId: blockIdOf(2) })
    await desk.read('reservation.cancel', { reservationId })
    await desk.read('reservation.cancel', { reservationId })
    expect((await desk.read('sync.ops', {})).map((op) => [op.type, op.landing])).toEqual([
      ['bookWalkIn', 'saved'],
      ['assignRoom', 'saved'],
      ['blockRoom', 'saved'],
      ['releaseBlock', 'saved'],
      ['cancelReservation', 'saved'],
    ])
    desk.line.setFaults({})
    await desk.time.advance(20_000)
    expect((await desk.read('sync.ops', {})).every((op) => op.landing === 'confirmed')).toBe(true)
    expect(desk.chain.row('reservation', reservationId)?.status).toBe('canceled')
    expect(desk.chain.row('inventory', `${TYPE_B}/${TODAY}`)?.outOfOrder).toBe(0)
  })

  test('HOST-11 unknown things are refused by name', async () => {
    const reservationId = reservationIdOf(7)
    expect(await desk.refusal('reservation.cancel', { reservationId })).toBe('RESERVATION_UNKNOWN')
    expect(await desk.refusal('reservation.get', { reservationId })).toBe('RESERVATION_UNKNOWN')
    expect(await desk.refusal('block.release', { blockId: blockIdOf(7) })).toBe('BLOCK_UNKNOWN')
    expect(await desk.refusal('exception.resolve', { exceptionId: 'none', note: '' })).toBe('EXCEPTION_UNKNOWN')
  })

  test('HOST-11 an exception that a person may close is closed with the note, and leaves the list', async () => {
    await desk.read('walkIn.book', walkIn(1, { roomId: room('101') }))
    const [line] = (await desk.read('reservation.get', { reservationId: reservationIdOf(1) })).lines
    expect(line?.roomId).toBe('101')
    await desk.time.advance(1_000)
    const key = `101/${TODAY}`
    const night = desk.chain.row('room_night', key)
    desk.chain.change([{ entity: 'room_night', key, row: night && { ...night, kind: 'occupied' } }])
    await desk.time.advance(1_000)
    await desk.read('block.set', block(1, { roomId: room('101') }))
    const [exception] = await desk.read('exceptions.list', {})
    expect(exception).toMatchObject({ kind: 'MOVE_GUEST', severity: 'urgent', dismissible: true })
    await desk.read('exception.resolve', { exceptionId: exception?.exceptionId ?? '', note: 'moved to 103' })
    expect(await desk.read('exceptions.list', {})).toEqual([])
  })

  test('HOST-12 screens are told when rows changed, whoever changed them, and when the badge did', async () => {
    const events: string[] = []
    const stop = desk.host.listen(({ event }) => events.push(event))
    await desk.read('block.set', block(1))
    expect(events).toContain('rowsChanged')
    await desk.time.advance(1_000)
    events.length = 0
    const room103 = desk.chain.row('room', '103')
    desk.chain.change([{ entity: 'room', key: '103', row: room103 && { ...room103, housekeeping: 'dirty' } }])
    await desk.time.advance(1_000)
    expect(events).toContain('rowsChanged')
    expect(events).toContain('badgeChanged')
    stop()
    events.length = 0
    await desk.read('block.set', block(2))
    expect(events).toEqual([])
  })
})
