import { describe, expect, test } from 'vitest'
import type { BlockId, RoomId } from '../../../../shared/domain/ids.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { DomainDesk, refusalCode } from '../../../support/domain-desk.ts'
import { TODAY, TYPE_A } from '../../../support/small-hotel.ts'

const room = (id: string) => id as RoomId

describe('room blocks', () => {
  test('BLOCK-01 out of order leaves inventory and holds the room; out of service changes no count', () => {
    const desk = new DomainDesk()
    desk.block('101', 2, 'OOO')
    desk.block('102', 2, 'OOS')
    expect([0, 1, 2].map((day) => desk.inventory(TYPE_A, addDays(TODAY, day)).outOfOrder)).toEqual([1, 1, 0])
    expect(desk.rows.all('room_night').map((row) => [row.roomId, row.kind])).toEqual([
      ['101', 'block'],
      ['101', 'block'],
    ])
  })

  test('BLOCK-02 two blocks on one room are counted once a night', () => {
    const desk = new DomainDesk()
    desk.block('101', 2)
    desk.block('101', 3)
    expect([0, 1, 2].map((day) => desk.inventory(TYPE_A, addDays(TODAY, day)).outOfOrder)).toEqual([1, 1, 1])
  })

  test('BLOCK-03 an assigned guest gets another room of the type, a ready one first, else an exception', () => {
    const desk = new DomainDesk()
    const id = desk.booked({ roomId: room('103') })
    desk.block('103')
    expect(desk.roomOf(id)).toBe('102')
    expect(desk.openExceptions()).toEqual([])
    desk.block('101')
    desk.block('102')
    expect(desk.roomOf(id)).toBeNull()
    expect(desk.openExceptions()).toContain('ROOM_LOST')
    expect(desk.peek('exception', `room-lost/${id}/1`).params).toMatchObject({ roomId: '102', lastName: 'Lovelace' })
  })

  test('BLOCK-04 a guest in the room stays, and an exception asks to move them', () => {
    const desk = new DomainDesk()
    const id = desk.booked({ roomId: room('101') })
    desk.arrived(id)
    const blockId = desk.block('101', 4)
    expect(desk.rows.all('room_night').map((row) => row.kind)).toEqual(['occupied', 'occupied', 'block', 'block'])
    expect(desk.roomOf(id)).toBe('101')
    expect(desk.peek('exception', `move-guest/${blockId}/${id}/1`)).toMatchObject({
      status: 'open',
      severity: 'urgent',
    })
    desk.do('releaseBlock', { blockId })
    expect(desk.peek('exception', `move-guest/${blockId}/${id}/1`)).toMatchObject({ resolution: 'cleared' })
  })

  test('BLOCK-05 a block that drops inventory below what is sold stands: forced rises, named by an exception that closes itself', () => {
    const desk = new DomainDesk()
    desk.booked({ departure: addDays(TODAY, 1) })
    desk.booked({ departure: addDays(TODAY, 1) })
    const third = desk.booked({ departure: addDays(TODAY, 1) })
    const blockId = desk.block('101', 1)
    expect(desk.inventory()).toMatchObject({ outOfOrder: 1, totalReserved: 3, forced: 1 })
    expect(desk.peek('exception', `oversold/A/${TODAY}`)).toMatchObject({ status: 'open', params: { units: 1 } })
    desk.block('102', 1)
    expect(desk.peek('exception', `oversold/A/${TODAY}`).params).toMatchObject({ units: 2 })
    desk.do('cancelReservation', { reservationId: third })
    desk.do('releaseBlock', { blockId })
    expect(desk.inventory().forced).toBe(0)
    expect(desk.peek('exception', `oversold/A/${TODAY}`)).toMatchObject({ status: 'resolved', resolution: 'cleared' })
  })

  test('BLOCK-06 releasing frees the room from the business date on; another block keeps its nights', () => {
    const desk = new DomainDesk()
    const long = desk.block('101', 3)
    const short = desk.block('101', 1)
    desk.do('releaseBlock', { blockId: long })
    expect([0, 1, 2].map((day) => desk.inventory(TYPE_A, addDays(TODAY, day)).outOfOrder)).toEqual([1, 0, 0])
    expect(desk.rows.all('room_night').map((row) => [row.night, row.refId])).toEqual([[TODAY, short]])
    expect(desk.peek('room_block', long)).toMatchObject({ status: 'released', until: TODAY })
  })

  test('BLOCK-07 releasing what is released changes nothing; an unknown block, room or odd dates are refused', () => {
    const desk = new DomainDesk()
    const blockId = desk.block('101')
    desk.do('releaseBlock', { blockId })
    expect(desk.do('releaseBlock', { blockId })).toEqual({ ok: true, value: [] })
    expect(refusalCode(desk.do('releaseBlock', { blockId: desk.id() as BlockId }))).toBe('BLOCK_UNKNOWN')
    const block = { kind: 'OOO', reason: 'other', remarks: '', from: TODAY, until: addDays(TODAY, 1) } as const
    const newId = () => desk.id() as BlockId
    const refusals = [
      desk.do('blockRoom', { ...block, blockId, roomId: room('101') }),
      desk.do('blockRoom', { ...block, blockId: newId(), roomId: room('999') }),
      desk.do('blockRoom', { ...block, blockId: newId(), roomId: room('101'), until: TODAY }),
      desk.do('blockRoom', { ...block, blockId: newId(), roomId: room('101'), from: addDays(TODAY, -1) }),
      desk.do('blockRoom', { ...block, blockId: newId(), roomId: room('101'), until: addDays(TODAY, 400) }),
    ]
    expect(refusals.map(refusalCode)).toEqual([
      'BLOCK_ID_REUSED',
      'ROOM_UNKNOWN',
      'BLOCK_DATES_INVALID',
      'BLOCK_DATES_INVALID',
      'BLOCK_DATES_INVALID',
    ])
  })
})

describe('exceptions', () => {
  test('EXC-01 a person closes what a person must judge; the first resolution stands', () => {
    const desk = new DomainDesk()
    const id = desk.booked({ roomId: room('101') })
    desk.arrived(id)
    const exceptionId = `move-guest/${desk.block('101')}/${id}/1`
    desk.do('resolveException', { exceptionId, note: 'moved to 102', out: { way: 'acknowledge' } })
    desk.do('resolveException', { exceptionId, note: 'somebody else', out: { way: 'acknowledge' } })
    expect(desk.peek('exception', exceptionId)).toMatchObject({ resolution: 'acknowledged', note: 'moved to 102' })
  })

  test('EXC-02 what closes when its cause is gone can not be waved away; an unknown one is refused', () => {
    const desk = new DomainDesk()
    for (const _ of [1, 2, 3]) desk.booked()
    desk.block('101')
    const exceptionId = `oversold/A/${TODAY}`
    const waved = desk.do('resolveException', { exceptionId, note: '', out: { way: 'acknowledge' } })
    expect(refusalCode(waved)).toBe('EXCEPTION_NOT_DISMISSIBLE')
    expect(refusalCode(desk.do('resolveException', { exceptionId: 'x', note: '', out: { way: 'acknowledge' } }))).toBe(
      'EXCEPTION_UNKNOWN',
    )
  })
})
