import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BlockId, ReservationId, RoomId } from '../../../../shared/domain/ids.ts'
import { sellLimit } from '../../../../shared/domain/inventory.ts'
import { holdsInventory } from '../../../../shared/domain/lifecycle.ts'
import type { StayLineRow } from '../../../../shared/domain/rows.ts'
import { type LocalDate, addDays, isNightOf } from '../../../../shared/domain/stay-dates.ts'
import { DomainDesk } from '../../../support/domain-desk.ts'
import { TODAY, TYPE_A, TYPE_B } from '../../../support/small-hotel.ts'

const ROOMS = ['101', '102', '103', '201', '202']
const roomId = fc.constantFrom(...ROOMS)
const day = fc.nat(6)
const nights = fc.integer({ min: 1, max: 4 })
const which = fc.nat(20)

const step = fc.oneof(
  fc.record({ do: fc.constant('book' as const), b: fc.boolean(), day, nights, room: fc.option(roomId) }),
  fc.record({ do: fc.constant('arrive' as const), which }),
  fc.record({ do: fc.constant('cancel' as const), which }),
  fc.record({ do: fc.constant('assign' as const), which, room: fc.option(roomId) }),
  fc.record({ do: fc.constant('block' as const), room: roomId, day, nights, oos: fc.boolean() }),
  fc.record({ do: fc.constant('release' as const), which }),
  fc.record({ do: fc.constant('change' as const), which, b: fc.boolean(), day, nights }),
  fc.record({ do: fc.constant('noShow' as const), which, daysLater: fc.nat(3) }),
  fc.record({ do: fc.constant('decline' as const), which }),
  fc.record({
    do: fc.constant('control' as const),
    b: fc.boolean(),
    day,
    nights,
    overbookPct: fc.integer({ min: -100, max: 100 }),
  }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** From which date on a no-show's nights are free. */
type FreeFrom = Map<string, LocalDate>

function take(desk: DomainDesk, taken: Step, freeFrom: FreeFrom): void {
  const reservation = (at: number) =>
    desk.rows.all('reservation')[at % Math.max(1, desk.rows.all('reservation').length)]
  switch (taken.do) {
    case 'book': {
      const arrival = addDays(TODAY, taken.day)
      const stay = { arrival, departure: addDays(arrival, taken.nights) }
      const roomTypeId = taken.b ? TYPE_B : TYPE_A
      desk.do('bookWalkIn', desk.booking({ ...stay, roomTypeId, roomId: taken.room as RoomId | null }), 'landing')
      return
    }
    case 'arrive': {
      const found = reservation(taken.which)
      const due = found?.lines[0]
      if (found && due?.roomId && due.stay === 'expected' && holdsInventory(found.status))
        desk.arrived(found.reservationId)
      return
    }
    case 'cancel':
      desk.do('cancelReservation', {
        reservationId: reservation(taken.which)?.reservationId ?? (desk.id() as ReservationId),
      })
      return
    case 'assign': {
      const reservationId = reservation(taken.which)?.reservationId
      if (reservationId) desk.do('assignRoom', { reservationId, position: 1, roomId: taken.room as RoomId | null })
      return
    }
    case 'block':
      desk.block(taken.room, taken.nights, taken.oos ? 'OOS' : 'OOO', addDays(TODAY, taken.day))
      return
    case 'release': {
      const blocks = desk.rows.all('room_block')
      const block = blocks[taken.which % Math.max(1, blocks.length)]
      desk.do('releaseBlock', { blockId: block?.blockId ?? (desk.id() as BlockId) })
      return
    }
    case 'change': {
      const found = reservation(taken.which)
      const arrival = addDays(TODAY, taken.day)
      const roomTypeId = taken.b ? TYPE_B : TYPE_A
      const nightlyMinor = Array.from({ length: taken.nights }, () => 8_000)
      const stay = { arrival, departure: addDays(arrival, taken.nights), adults: 1, children: 0 }
      const lines = [{ position: 1, roomTypeId, ...stay, nightlyMinor }]
      if (found) desk.change({ reservationId: found.reservationId, lines, guest: null })
      return
    }
    case 'noShow': {
      const found = reservation(taken.which)
      const line = found?.lines[0]
      if (!found || !line) return
      const businessDate = addDays(line.arrival, taken.daysLater)
      const before = line.stay
      desk.noShow(found.reservationId, businessDate)
      const after = desk.peek('reservation', found.reservationId).lines[0]?.stay
      if (before !== after && after === 'no_show') freeFrom.set(line.lineId, businessDate)
      return
    }
    case 'decline': {
      const found = reservation(taken.which)
      if (found) desk.reject(found.reservationId, 'declined')
      return
    }
    case 'control': {
      const from = addDays(TODAY, taken.day)
      const until = addDays(from, taken.nights)
      desk.control({ roomTypeIds: [taken.b ? TYPE_B : TYPE_A], from, until, overbookPct: taken.overbookPct })
    }
  }
}

function assertInvariants(desk: DomainDesk, freeFrom: FreeFrom): void {
  const lines = desk.rows
    .all('reservation')
    .filter((row) => holdsInventory(row.status))
    .flatMap((row) => row.lines)
  const blocks = desk.rows.all('room_block').filter((row) => row.status === 'active' && row.kind === 'OOO')
  const rooms = desk.rows.all('room')
  for (const row of desk.rows.all('inventory')) {
    const sold = lines.filter((line) => line.inventoryType === row.roomTypeId && countsOn(line, row.night, freeFrom))
    const broken = rooms.filter(
      (room) =>
        room.roomTypeId === row.roomTypeId &&
        blocks.some((block) => block.roomId === room.roomId && block.from <= row.night && row.night < block.until),
    )
    expect(row.totalReserved).toBe(sold.length)
    expect(row.outOfOrder).toBe(broken.length)
    expect(row.totalReserved).toBeLessThanOrEqual(sellLimit(row) + row.forced)
    const cover = desk.rows.peek('exception', `oversold/${row.roomTypeId}/${row.night}`)
    expect(cover?.status === 'open' ? cover.params['units'] : 0).toBe(row.forced)
  }
  for (const held of desk.rows.all('room_night')) {
    const byLine = lines.some(
      (line) => line.lineId === held.refId && line.roomId === held.roomId && isNightOf(line, held.night),
    )
    const byBlock = blocks.some((block) => block.blockId === held.refId && block.roomId === held.roomId)
    expect(byLine || byBlock).toBe(true)
  }
  for (const line of lines.filter((candidate) => candidate.roomId !== null)) {
    const nightsHeld = desk.rows.all('room_night').filter((held) => held.refId === line.lineId)
    expect(nightsHeld.length).toBe(line.nightlyMinor.length)
  }
}

function countsOn(line: StayLineRow, night: LocalDate, freeFrom: FreeFrom): boolean {
  const free = freeFrom.get(line.lineId)
  return isNightOf(line, night) && (free === undefined || night < free)
}

describe('invariants of the domain', () => {
  test('INV-06 whatever is done in whatever order: counts equal what stands, forced is covered, one holder a room and night', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        const desk = new DomainDesk()
        const freeFrom: FreeFrom = new Map()
        for (const taken of steps) {
          take(desk, taken, freeFrom)
          assertInvariants(desk, freeFrom)
        }
      }),
      { numRuns: 200 },
    )
  })
})
