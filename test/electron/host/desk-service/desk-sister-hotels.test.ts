import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeskInput } from '../../../../shared/desk-api/contract.ts'
import type { ExceptionRow } from '../../../../shared/domain/exception-row.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { reservationIdOf } from '../../../support/desk-ops.ts'
import { oversoldTonight, refusedSale } from '../../../support/open-exception.ts'
import { TODAY, TYPE_A, put } from '../../../support/small-hotel.ts'
import { TestDeskHost } from '../../../support/test-desk-host.ts'
import { walkIn } from './desk-inputs.ts'

const OVERSOLD = oversoldTonight()
const STAY = { arrival: TODAY, departure: addDays(TODAY, 1), adults: 2 }
const WALKED = { reservationId: reservationIdOf(1), position: 1 }

type Book = DeskInput<'sister.book'>

/** Walks the guest of the first walk-in to the near hotel. */
function walk(n: number, change: Partial<Book> = {}): Book {
  return {
    ...STAY,
    reservationId: reservationIdOf(n),
    exceptionId: OVERSOLD.exceptionId,
    out: { way: 'walk', ...WALKED },
    note: 'taxi paid',
    hotelId: 'oura',
    roomTypeId: 'DBL',
    guest: { firstName: 'Ada', lastName: 'Guest 1', email: null, phone: null },
    ...change,
  }
}

/** Sends on the guest whose sale was refused. */
function sendOn(n: number, change: Partial<Book> = {}): Book {
  return walk(n, { exceptionId: refusedSale(1).exceptionId, out: { way: 'send_on' }, ...change })
}

describe('a guest who is sent to a near hotel', () => {
  let desk: TestDeskHost

  beforeEach(async () => {
    desk = new TestDeskHost()
    await desk.openReady()
    await desk.read('walkIn.book', walkIn(1))
    await desk.time.advance(1_000)
    await opens(OVERSOLD)
  })
  afterEach(() => desk.close())

  async function opens(row: ExceptionRow): Promise<void> {
    desk.chain.change([put('exception', row)])
    await desk.time.advance(1_000)
  }
  const kinds = async () => (await desk.read('exceptions.list', {})).map(({ kind }) => kind)
  const resolved = async () =>
    (await desk.read('sync.ops', {})).filter(({ type }) => type === 'resolveException').length

  test('SIS-07 without the line nothing is recorded, and hotel and code can be typed by hand', async () => {
    desk.sisters.down = true
    const refused = { ok: false, error: { code: 'LINE_DOWN', params: {}, retry: 'later' } }
    expect(await desk.call('sister.search', STAY)).toEqual(refused)
    expect(await desk.call('sister.book', walk(2))).toEqual(refused)
    expect([await kinds(), await resolved()]).toEqual([['OVERSOLD_NIGHT'], 0])
    const out = { way: 'walk', ...WALKED, toHotel: 'Bay Hotel 77' } as const
    await desk.read('exception.resolve', { exceptionId: OVERSOLD.exceptionId, note: '', out })
    expect(await kinds()).toEqual([])
  })

  test('SIS-07 what can not be left that way is refused before anything is booked', async () => {
    expect(await desk.refusal('sister.book', walk(2, { exceptionId: 'refused/nothing' }))).toBe('EXCEPTION_UNKNOWN')
    expect(await desk.refusal('sister.book', walk(2, { out: { way: 'send_on' } }))).toBe('WAY_NOT_OPEN')
    const nobody = { way: 'walk', ...WALKED, position: 2 } as const
    expect(await desk.refusal('sister.book', walk(2, { out: nobody }))).toBe('LINE_UNKNOWN')
    await desk.read('reservation.cancel', { reservationId: reservationIdOf(1) })
    expect(await desk.refusal('sister.book', walk(2))).toBe('INVALID_TRANSITION')
    await opens({ ...OVERSOLD, status: 'resolved', resolution: 'walked' })
    expect(await desk.call('sister.book', walk(2))).toMatchObject({
      error: { code: 'INVALID_TRANSITION', params: { from: 'walked', event: 'walk' } },
    })
    expect(desk.sisters.asked).toEqual([])
  })

  test('SIS-07 what the chain refuses passes through; an exception that it has not heard of yet may be tried again', async () => {
    const params = { roomTypeId: 'DBL', night: TODAY }
    desk.sisters.refuses = { code: 'NO_AVAILABILITY', retry: 'never', params }
    expect(await desk.call('sister.book', walk(2))).toMatchObject({
      error: { code: 'NO_AVAILABILITY', params, retry: 'never' },
    })
    desk.sisters.refuses = { code: 'EXCEPTION_UNKNOWN', retry: 'never', params: {} }
    expect(await desk.call('sister.book', walk(2))).toMatchObject({ error: { retry: 'later' } })
    desk.sisters.refuses = { code: 'BUSY', retry: 'backoff', params: {} }
    expect(await desk.call('sister.book', walk(2))).toMatchObject({ error: { code: 'BUSY', retry: 'later' } })
    expect([await kinds(), await resolved()]).toEqual([['OVERSOLD_NIGHT'], 0])
  })

  test('SIS-08 near hotels are shown, one is booked, and the guest is walked there', async () => {
    const { hotels } = await desk.read('sister.search', { ...STAY, units: 2 })
    expect(hotels).toMatchObject([{ hotelId: 'oura', distanceMetres: 1_900, roomTypes: [{ roomTypeId: 'DBL' }] }])
    const booked = await desk.read('sister.book', walk(2))
    expect(booked).toMatchObject({ hotel: { name: 'Casa da Oura' }, confirmationCode: 'SIS-1', totalMinor: 9_900 })
    expect(desk.sisters.asked).toMatchObject([
      { way: 'walk', units: 1, children: 0, exceptionId: OVERSOLD.exceptionId },
    ])
    await desk.time.advance(1_000)
    expect(desk.chain.row('exception', OVERSOLD.exceptionId)).toMatchObject({
      status: 'resolved',
      resolution: 'walked',
      note: 'Casa da Oura SIS-1: taxi paid',
    })
    expect(desk.chain.row('reservation', reservationIdOf(1))?.lines[0]?.stay).toBe('departed')
    expect(desk.chain.row('inventory', `${TYPE_A}/${TODAY}`)?.totalReserved).toBe(0)
    expect(await desk.read('sister.book', walk(2))).toEqual(booked)
    expect([desk.sisters.bookings, await resolved()]).toEqual([1, 1])
  })

  test('SIS-08 a sale that was refused is sent on, with the hotel and its code', async () => {
    await opens(refusedSale(1))
    await desk.read('sister.book', sendOn(2))
    await desk.time.advance(1_000)
    const { resolution, note } = desk.chain.row('exception', refusedSale(1).exceptionId) ?? {}
    expect([resolution, note]).toEqual(['sent_on', 'Casa da Oura SIS-1: taxi paid'])
  })

  test('SIS-08 an answer that was lost is fetched by the same call again, and a double click books once', async () => {
    desk.sisters.losesAnswer = true
    expect(await desk.refusal('sister.book', walk(2))).toBe('LINE_DOWN')
    expect([desk.sisters.bookings, await resolved()]).toEqual([1, 0])
    const both = await Promise.all([desk.call('sister.book', walk(2)), desk.call('sister.book', walk(2))])
    expect(both[0]).toEqual(both[1])
    expect(both[0]).toMatchObject({ ok: true, value: { confirmationCode: 'SIS-1' } })
    expect([desk.sisters.bookings, await resolved(), await kinds()]).toEqual([1, 1, []])
  })

  test('SIS-08 an id that closed one exception closes no other', async () => {
    await opens(refusedSale(1))
    await desk.read('sister.book', walk(2))
    expect(await desk.refusal('sister.book', sendOn(2))).toBe('RESERVATION_ID_REUSED')
    expect([await kinds(), await resolved()]).toEqual([['SALE_REFUSED'], 1])
  })

  test('SIS-08 whoever else closed it meanwhile is told of, with what was booked', async () => {
    await opens(refusedSale(1))
    desk.sisters.meanwhile = () => opens({ ...refusedSale(1), status: 'resolved', resolution: 'refunded' })
    expect(await desk.call('sister.book', sendOn(2))).toMatchObject({
      error: {
        code: 'INVALID_TRANSITION',
        params: { from: 'refunded', event: 'send_on', toHotel: 'Casa da Oura', confirmationCode: 'SIS-1' },
      },
    })
    expect(await resolved()).toBe(0)
  })

  test('SIS-08 a host that dies after the booking resolves the exception when it is asked again', async () => {
    await opens(refusedSale(1))
    desk.sisters.meanwhile = () => desk.host.close()
    expect(await desk.call('sister.book', sendOn(2))).toMatchObject({ error: { code: 'INTERNAL', retry: 'later' } })
    desk.sisters.meanwhile = () => Promise.resolve()
    await desk.open(null)
    expect([desk.sisters.bookings, await resolved()]).toEqual([1, 0])
    expect(await desk.read('sister.book', sendOn(2))).toMatchObject({ confirmationCode: 'SIS-1' })
    expect([desk.sisters.bookings, await resolved(), await kinds()]).toEqual([1, 1, ['OVERSOLD_NIGHT']])
  })
})
