import { beforeEach, expect, test } from 'vitest'
import { present } from '../../../../shared/base/assert.ts'
import type { DeviceId, RoomId } from '../../../../shared/domain/ids.ts'
import type { DecidingMode } from '../../../../shared/domain/ops/op.ts'
import {
  type UnitsWanted,
  decideDeclaration,
  decideGrant,
  decideNamedRooms,
  decideRecall,
  decideReclaim,
  decideUnitsKept,
} from '../../../../shared/domain/ops/allotments.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { DomainDesk, refusalCode } from '../../../support/domain-desk.ts'
import { TODAY, TYPE_A } from '../../../support/small-hotel.ts'

const CAUSE = { opId: null, deviceId: null, atUtcMs: 0 }
const OTHER = '01990000-0000-7000-8000-000000000002' as DeviceId
const ROOMS = ['101', '102'] as RoomId[]

let desk: DomainDesk
let deviceId: DeviceId
beforeEach(() => {
  desk = new DomainDesk()
  deviceId = desk.deviceId
})

const wanted = (units: number, day = 0): UnitsWanted => ({ roomTypeId: TYPE_A, night: addDays(TODAY, day), units })
const grant = (units: number, to = deviceId) => desk.decide((rows) => decideGrant(to, [wanted(units)], CAUSE, rows))
const units = (of = deviceId, day = 0) =>
  desk.rows.peek('allotment_line', `${of}/${TYPE_A}/${addDays(TODAY, day)}`)?.units ?? 0
const counts = (day = 0) => {
  const { totalReserved, leased, forced } = desk.inventory(TYPE_A, addDays(TODAY, day))
  return [totalReserved, leased, forced]
}
const sale = (fence = 1, of = deviceId) => ({
  ...desk.booking({ departure: addDays(TODAY, 1) }),
  claim: 'guaranteed' as const,
  cover: { deviceId: of, fence },
})
const giveBack = (n: number, fence = 1, mode: DecidingMode = 'landing') =>
  desk.do(
    'returnAllotment',
    {
      cover: { deviceId, fence },
      lines: [{ roomTypeId: TYPE_A, night: TODAY, units: n }],
      rooms: [{ roomId: ROOMS[0] as RoomId, night: TODAY }],
    },
    mode,
  )

test('ALLOT-01 units are given inside the sell limit and only of rooms that are whole', () => {
  for (const roomId of ['101', '102']) desk.block(roomId, 1)
  grant(9)
  expect([units(), counts()]).toEqual([1, [0, 1, 0]])
  grant(9, OTHER)
  expect([units(OTHER), counts()]).toEqual([0, [0, 1, 0]])
  desk.control({ roomTypeIds: [TYPE_A], from: TODAY, until: addDays(TODAY, 1), overbookPct: 100 })
  grant(9, OTHER)
  expect([units(OTHER), counts()]).toEqual([0, [0, 1, 0]])
})

test('ALLOT-02 a sale from an allotment spends it: the sum does not change, so it can not fail', () => {
  grant(1)
  desk.booked({ departure: addDays(TODAY, 1) })
  desk.booked({ departure: addDays(TODAY, 1) })
  expect(refusalCode(desk.do('bookWalkIn', desk.booking()))).toBe('NO_AVAILABILITY')
  expect(refusalCode(desk.do('bookWalkIn', sale(), 'landing'))).toBe('accepted')
  expect([units(), counts(), desk.openExceptions()]).toEqual([0, [3, 0, 0], []])
})

test('ALLOT-02 what a sale that waits has spent stays spent, also where it does not fit any more', () => {
  grant(1)
  const waiting = sale()
  desk.decide((rows) => decideUnitsKept(waiting, CAUSE, rows))
  expect([units(), counts()]).toEqual([0, [1, 0, 0]])
  desk.decide((rows) => decideUnitsKept({ ...waiting, cover: null }, CAUSE, rows))
  desk.decide((rows) => decideUnitsKept(waiting, CAUSE, rows))
  expect(units()).toBe(0)
})

test('ALLOT-02 a sale from an allotment lands also where rooms have broken since', () => {
  grant(1)
  for (const roomId of ['101', '102', '103']) desk.block(roomId, 1)
  expect([counts(), desk.openExceptions()]).toEqual([[0, 1, 1], ['OVERSOLD_NIGHT']])
  expect(refusalCode(desk.do('bookWalkIn', sale(), 'landing'))).toBe('accepted')
  expect(counts()).toEqual([1, 0, 1])
})

test('ALLOT-03 nights beyond the allotment are asked for as any other, all nights or none', () => {
  grant(1)
  const two = { ...desk.booking(), cover: { deviceId, fence: 1 } }
  for (let n = 0; n < 3; n += 1) desk.booked({ arrival: addDays(TODAY, 1), departure: addDays(TODAY, 2) })
  expect(refusalCode(desk.do('bookWalkIn', two, 'landing'))).toBe('NO_AVAILABILITY')
  expect([units(), counts(), counts(1)]).toEqual([1, [0, 1, 0], [3, 0, 0]])
})

test('ALLOT-04 an allotment of another terminal, or of another fence, covers nothing', () => {
  grant(1, OTHER)
  for (const cover of [sale(1, OTHER), sale(2)]) desk.do('bookWalkIn', cover, 'landing')
  expect([units(OTHER), counts()]).toEqual([1, [2, 1, 0]])
  expect(refusalCode(desk.do('bookWalkIn', sale(1, OTHER), 'landing'))).toBe('NO_AVAILABILITY')
})

test('ALLOT-04 nights that are over when a sale lands were slept, whatever the limit', () => {
  for (let n = 0; n < 3; n += 1) desk.booked({ departure: addDays(TODAY, 1) })
  const late = desk.booking({ departure: addDays(TODAY, 2) })
  desk.businessDate = addDays(TODAY, 1)
  desk.madeOn = TODAY
  expect(refusalCode(desk.do('bookWalkIn', late, 'landing'))).toBe('accepted')
  expect([counts(), counts(1), desk.openExceptions()]).toEqual([[4, 0, 1], [1, 0, 0], []])
})

test('ALLOT-05 a terminal is given a fifth of what is left, one where anything is, and nothing is taken from it', () => {
  grant(9)
  expect(units()).toBe(1)
  grant(9)
  expect(units()).toBe(1)
  grant(0)
  expect(units()).toBe(1)
  grant(9, OTHER)
  expect([units(OTHER), counts()]).toEqual([1, [0, 2, 0]])
})

test('ALLOT-06 a recall is a wish, which the terminal answers by giving back; nothing is taken from it', () => {
  grant(1)
  desk.decide((rows) => decideRecall(deviceId, [wanted(5)], rows))
  expect(desk.rows.all('allotment_line')).toMatchObject([{ units: 1, recalled: 1 }])
  expect(counts()).toEqual([0, 1, 0])
  expect(refusalCode(giveBack(1))).toBe('accepted')
  expect(desk.rows.all('allotment_line')).toMatchObject([{ units: 0, recalled: 0 }])
  expect(counts()).toEqual([0, 0, 0])
})

test('ALLOT-07 a terminal gives back no more than it holds, and a chain that knows of less takes what is there', () => {
  grant(1)
  expect(refusalCode(giveBack(2, 1, 'interactive'))).toBe('ALLOTMENT_TOO_SMALL')
  expect([units(), counts()]).toEqual([1, [0, 1, 0]])
  expect(refusalCode(giveBack(2))).toBe('accepted')
  expect([units(), counts()]).toEqual([0, [0, 0, 0]])
})

test('ALLOT-07 what is given back of a type that is gone is gone with it', () => {
  grant(1)
  desk.rows.apply([
    { entity: 'inventory', key: `${TYPE_A}/${TODAY}`, row: null },
    { entity: 'allotment_line', key: `${deviceId}/${TYPE_A}/${TODAY}`, row: null },
  ])
  expect(refusalCode(giveBack(1))).toBe('accepted')
})

test('ALLOT-08 what a lost terminal held is sold again, what it sold is at risk, its rooms wait for somebody to look', () => {
  grant(1)
  desk.decide((rows) => decideNamedRooms(deviceId, TODAY, ROOMS, rows))
  const named = ROOMS.map((roomId) => ({ roomId, night: TODAY }))
  expect(refusalCode(desk.decide((rows) => decideReclaim(OTHER, named, CAUSE, rows)))).toBe('DEVICE_UNKNOWN')
  desk.decide((rows) => decideReclaim(deviceId, named, CAUSE, rows))
  expect([units(), counts(), desk.peek('allotment', deviceId).fence]).toEqual([0, [0, 0, 0], 2])
  expect(giveBack(1)).toEqual({ ok: true, value: [] })
  for (let n = 0; n < 3; n += 1) desk.booked()
  expect(refusalCode(desk.do('bookWalkIn', sale(1), 'landing'))).toBe('NO_AVAILABILITY')
  const id = desk.rows.all('reservation')[0]
  const assign = () =>
    refusalCode(
      desk.do('assignRoom', {
        reservationId: present(id, 'three were booked').reservationId,
        position: 1,
        roomId: ROOMS[0] as RoomId,
      }),
    )
  expect(assign()).toBe('ROOM_KEPT_BY_TERMINAL')
  desk.do('setRoomStatus', { roomId: ROOMS[0] as RoomId, housekeeping: 'dirty' })
  expect(assign()).toBe('accepted')
})

test('ALLOT-09 after a restored backup an allotment is what its terminal declares, forced where it must be', () => {
  grant(1)
  for (let n = 0; n < 2; n += 1) desk.booked({ departure: addDays(TODAY, 1) })
  const declare = (declared: UnitsWanted[], fence = 1) =>
    desk.decide((rows) => decideDeclaration({ deviceId, fence }, declared, CAUSE, rows))
  declare([wanted(2)])
  expect([units(), counts(), desk.openExceptions()]).toEqual([2, [2, 2, 1], ['OVERSOLD_NIGHT']])
  expect(desk.rows.all('exception')[0]?.params).toMatchObject({ units: 1, leased: 1 })
  declare([])
  expect([units(), counts(), desk.openExceptions()]).toEqual([0, [2, 0, 0], []])
  desk.decide((rows) => decideReclaim(deviceId, [], CAUSE, rows))
  expect(declare([wanted(2)])).toEqual({ ok: true, value: [] })
  expect(units()).toBe(0)
})

test('ALLOT-09 nobody declares more than there is to sell, nor of a night that is not on sale', () => {
  const declared = [wanted(10_000), wanted(1, 400)]
  desk.decide((rows) => decideDeclaration({ deviceId, fence: 1 }, declared, CAUSE, rows))
  expect([units(), units(deviceId, 400), counts()]).toEqual([3, 0, [0, 3, 0]])
})

test('ALLOT-10 rooms are named for one terminal where nobody holds them and no other terminal has them', () => {
  desk.booked({ roomId: '103' as RoomId })
  const rooms = ['101', '103'] as RoomId[]
  desk.decide((rows) => decideNamedRooms(deviceId, TODAY, rooms, rows))
  desk.decide((rows) => decideNamedRooms(OTHER, TODAY, rooms, rows))
  expect(desk.rows.all('allotment_room')).toEqual([{ roomId: '101', night: TODAY, deviceId, suspect: false }])
  grant(1)
  giveBack(1)
  expect(desk.rows.all('allotment_room')).toEqual([])
})
