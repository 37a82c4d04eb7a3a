import { afterEach, beforeEach, expect, test } from 'vitest'
import { allotmentLineKey } from '../../../../shared/domain/rows.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { DEVICE_ID } from '../../../support/fake-chain.ts'
import { TODAY, TYPE_A, put } from '../../../support/small-hotel.ts'
import { TestDeskHost } from '../../../support/test-desk-host.ts'
import { walkIn } from './desk-inputs.ts'

let desk: TestDeskHost

beforeEach(async () => {
  desk = new TestDeskHost()
  await desk.openReady()
})
afterEach(() => desk.close())

/** The chain gives the terminal one unit of a type for two nights. */
async function give(): Promise<void> {
  const nights = [TODAY, addDays(TODAY, 1)]
  desk.chain.change([
    put('allotment', { deviceId: DEVICE_ID, fence: 1 }),
    ...nights.flatMap((night) => {
      const row = desk.chain.row('inventory', `${TYPE_A}/${night}`)
      if (!row) throw new Error('a night on sale')
      return [
        put('allotment_line', { deviceId: DEVICE_ID, roomTypeId: TYPE_A, night, units: 1, recalled: 0 }),
        put('inventory', { ...row, leased: 1 }),
      ]
    }),
  ])
  await desk.time.advance(20_000)
}

const agreedOf = async (): Promise<number> => {
  const stay = { roomTypeId: TYPE_A, arrival: TODAY, departure: addDays(TODAY, 1) }
  return (await desk.read('stay.quote', stay)).totalMinor
}

test('HOST-16 what is safe to sell offline is told by type and night, and shrinks with each sale', async () => {
  await give()
  const before = await desk.read('allotment.get', {})
  expect(before.types.find(({ roomTypeId }) => roomTypeId === TYPE_A)).toMatchObject({ tonight: 1 })
  expect(before.types.find(({ roomTypeId }) => roomTypeId === TYPE_A)?.nights).toHaveLength(2)
  desk.line.setFaults({ down: true })
  await desk.read('walkIn.book', walkIn(1, { acceptRisk: false, agreedTotalMinor: await agreedOf() }))
  const after = await desk.read('allotment.get', {})
  expect(after.types.find(({ roomTypeId }) => roomTypeId === TYPE_A)).toMatchObject({ tonight: 0 })
  expect(desk.chain.row('allotment_line', allotmentLineKey(DEVICE_ID, TYPE_A, TODAY))?.units).toBe(1)
})

test('HOST-06 what is left is told alike by every screen, with what is set aside for this desk', async () => {
  await give()
  const stay = { roomTypeId: TYPE_A, arrival: TODAY, departure: addDays(TODAY, 1) }
  const quoted = (await desk.read('stay.quote', stay)).left
  const occupancy = await desk.read('occupancy.get', { from: TODAY, nights: 1 })
  const tape = await desk.read('tape.get', { from: TODAY, nights: 1 })
  const cell = occupancy.roomTypes.find(({ roomTypeId }) => roomTypeId === TYPE_A)?.cells[0]
  expect([cell?.left, tape.roomTypes.find(({ roomTypeId }) => roomTypeId === TYPE_A)?.left[0]]).toEqual([
    quoted,
    quoted,
  ])
  expect(cell).toMatchObject({ leased: 1, left: (cell?.limit ?? 0) - (cell?.reserved ?? 0) })
})

test('HOST-17 out of touch the allotment is guaranteed, and beyond it only an accepted risk sells', async () => {
  await give()
  desk.line.setFaults({ down: true })
  await desk.time.advance(20_000)
  const first = await desk.read('walkIn.book', walkIn(1, { acceptRisk: false, agreedTotalMinor: await agreedOf() }))
  expect(first.claim).toBe('guaranteed')
  const careful = walkIn(2, { acceptRisk: false, agreedTotalMinor: await agreedOf() })
  expect(await desk.refusal('walkIn.book', careful)).toBe('AT_RISK')
  const bold = await desk.read('walkIn.book', { ...careful, acceptRisk: true })
  expect(bold.claim).toBe('at_risk')
  expect(await desk.read('walkIn.book', { ...careful, acceptRisk: true })).toEqual(bold)
})

test('EXC-09 the desk lists whom to walk from a night, and nobody else', async () => {
  await desk.read('walkIn.book', walkIn(1, { agreedTotalMinor: await agreedOf() }))
  const listed = await desk.read('walk.candidates', { roomTypeId: TYPE_A, night: TODAY })
  expect(listed).toMatchObject([{ lastName: 'Guest 1', stay: 'expected', spare: [] }])
  expect(await desk.read('walk.candidates', { roomTypeId: TYPE_A, night: addDays(TODAY, 1) })).toEqual([])
})
