import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RoomId } from '../../../../shared/domain/ids.ts'
import { sellLimit } from '../../../../shared/domain/inventory.ts'
import { holdsInventory } from '../../../../shared/domain/lifecycle.ts'
import type { OpType } from '../../../../shared/domain/ops/op.ts'
import type { FolioLineRow, ReservationRow, StayLineRow } from '../../../../shared/domain/rows.ts'
import { isNightOf, nightsOf } from '../../../../shared/domain/stay-dates.ts'
import { DomainDesk } from '../../../support/domain-desk.ts'
import { type Step, anyStep, stateOf, takeStep } from '../../../support/domain-steps.ts'
import { TODAY } from '../../../support/small-hotel.ts'

const anySteps = fc.array(anyStep, { minLength: 1, maxLength: 60, size: 'max' })
const RUNS = { numRuns: 120 }

/** What says "once more" and not "as it shall be": its op id, which the outbox and the chain know, makes it once. */
const RELATIVE: ReadonlySet<OpType> = new Set(['swapRooms', 'returnAllotment'])

const standing = (desk: DomainDesk) => desk.rows.all('reservation').filter((row) => holdsInventory(row.status))
const linesOf = (desk: DomainDesk) => standing(desk).flatMap((row) => row.lines)
const openOf = (desk: DomainDesk) => desk.rows.all('exception').filter((row) => row.status === 'open')

function assertCounts(desk: DomainDesk): void {
  const { businessDate } = desk
  const lines = linesOf(desk).filter((line) => line.stay !== 'no_show')
  const blocks = desk.rows.all('room_block').filter((row) => row.status === 'active' && row.kind === 'OOO')
  const rooms = desk.rows.all('room')
  const leases = desk.rows.all('allotment_line')
  for (const row of desk.rows.all('inventory')) {
    const { roomTypeId, night, forced, totalReserved, leased } = row
    const place = `${roomTypeId}/${night}`
    const kept = leases.filter((line) => line.roomTypeId === roomTypeId && line.night === night)
    expect([place, leased]).toEqual([place, kept.reduce((sum, line) => sum + line.units, 0)])
    expect([place, forced]).toEqual([place, Math.max(0, totalReserved + leased - sellLimit(row))])
    const cover = desk.rows.peek('exception', `oversold/${place}`)
    const covered = cover?.status === 'open' ? cover.params['units'] : 0
    expect([place, covered]).toEqual([place, night < businessDate ? 0 : forced])
    if (night < businessDate) continue
    const sold = lines.filter((line) => line.inventoryType === roomTypeId && isNightOf(line, night))
    expect([place, totalReserved]).toEqual([place, sold.length])
    const broken = rooms.filter(
      (room) =>
        room.roomTypeId === roomTypeId &&
        blocks.some((block) => block.roomId === room.roomId && block.from <= night && night < block.until),
    )
    expect([place, row.outOfOrder]).toEqual([place, broken.length])
  }
}

const KIND_OF: Partial<Record<StayLineRow['stay'], string>> = { expected: 'assigned', in_house: 'occupied' }

function assertRooms(desk: DomainDesk): void {
  const { businessDate } = desk
  const lines = linesOf(desk)
  const blocks = desk.rows.all('room_block').filter((row) => row.status === 'active' && row.kind === 'OOO')
  for (const held of desk.rows.all('room_night').filter(({ night }) => night >= businessDate)) {
    const byLine = lines.some(
      (line) =>
        line.lineId === held.refId &&
        line.roomId === held.roomId &&
        isNightOf(line, held.night) &&
        (line.stay === 'departed' || held.kind === KIND_OF[line.stay]),
    )
    const byBlock = blocks.some((block) => block.blockId === held.refId && block.roomId === held.roomId)
    expect(byLine || byBlock, `${held.roomId} on ${held.night} by ${held.kind} ${held.refId}`).toBe(true)
  }
  for (const line of lines) {
    if (line.roomId === null) continue
    for (const night of nightsOf(line).filter((each) => each >= businessDate)) {
      const held = desk.rows.peek('room_night', `${line.roomId}/${night}`)
      expect(held?.refId, `${line.roomId} on ${night} for a line ${line.stay}`).toBe(line.lineId)
    }
  }
}

/** What is asked about still is a question. */
function assertQuestions(desk: DomainDesk): void {
  const lines = new Map(linesOf(desk).map((line) => [String(line.lineId), line]))
  for (const { exceptionId, kind, params } of openOf(desk)) {
    const lineId = exceptionId.split('/').slice(-2).join('/')
    if (kind === 'ROOM_LOST' || kind === 'ROOM_OCCUPIED_TWICE') {
      const line = lines.get(lineId)
      expect([exceptionId, line?.roomId]).toEqual([exceptionId, null])
      expect(['expected', 'in_house']).toContain(line?.stay)
    }
    if (kind === 'MOVE_GUEST') {
      const line = lines.get(lineId)
      expect([exceptionId, line?.stay, line?.roomId]).toEqual([exceptionId, 'in_house', params['roomId']])
    }
  }
}

function assertMoney(desk: DomainDesk, before: ReadonlyMap<string, string>): Map<string, string> {
  const folio = desk.rows.all('folio_line')
  const now = new Map(folio.map((line) => [line.folioLineId, JSON.stringify(line)]))
  for (const [id, line] of before) expect(now.get(id), `posting ${id}`).toBe(line)
  const transfers = folio.filter(({ folioLineId }) => folioLineId.includes('/transfer/'))
  expect(sumOf(transfers)).toBe(0)
  for (const row of desk.rows.all('reservation')) {
    for (const line of row.lines) assertLineMoney(row, line, folio)
  }
  return now
}

function assertLineMoney({ reservationId, mergedInto }: ReservationRow, line: StayLineRow, all: FolioLineRow[]): void {
  if (mergedInto !== null) return
  const start = `${reservationId}/${line.position}/`
  const folio = all.filter(({ folioLineId }) => folioLineId.startsWith(start))
  const nights = folio.filter(({ folioLineId }) => folioLineId.startsWith(`${start}charge/`))
  const taxes = folio.filter(({ folioLineId }) => folioLineId.startsWith(`${start}tax/`))
  const quoted = line.nightlyMinor.reduce((sum, minor) => sum + minor, 0)
  const added = line.taxes.filter(({ included }) => !included).reduce((sum, tax) => sum + tax.amountMinor, 0)
  if (line.stay === 'expected' || line.stay === 'no_show') expect([start, sumOf(nights)]).toEqual([start, 0])
  if (line.stay !== 'departed') return
  expect([start, nightsCharged(nights)]).toEqual([start, line.nightlyMinor.length])
  expect(sumOf(nights)).toBeGreaterThanOrEqual(Math.min(quoted, 8_000 * line.nightlyMinor.length))
  expect([start, sumOf(taxes)]).toEqual([start, added])
}

function nightsCharged(postings: readonly FolioLineRow[]): number {
  const byNight = Map.groupBy(postings, ({ night }) => night)
  return [...byNight.values()].filter((posted) => sumOf(posted) !== 0).length
}

function sumOf(postings: readonly FolioLineRow[]): number {
  return postings.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}

const plain = {
  which: 0,
  other: 0,
  room: '101' as RoomId,
  day: 0,
  nights: 1,
  device: 0,
  interactive: false,
  madeOn: 0 as const,
  b: false,
}
/** A guest whose room another is in tonight had been promised it from tomorrow on; seen once in 3,736 runs. */
const FOUND_LATER_NIGHTS: Step[] = [
  { ...plain, what: 'dayAfter' },
  { ...plain, what: 'bookWalkIn' },
  { ...plain, what: 'rollBusinessDate' },
  { ...plain, what: 'checkIn', room: '102' as RoomId },
  { ...plain, what: 'bookWalkIn', nights: 2 },
  { ...plain, what: 'blockRoom', b: true },
  { ...plain, what: 'checkIn', which: 22, room: null },
  { ...plain, what: 'bookWalkIn' },
]

test('INV-06 whatever is done in whatever order: counts equal what stands, forced is covered, one holder a room and night', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const desk = new DomainDesk()
      for (const step of steps) {
        takeStep(desk, step)
        assertCounts(desk)
        assertRooms(desk)
        assertQuestions(desk)
      }
    }),
    { ...RUNS, examples: [[FOUND_LATER_NIGHTS]] },
  )
})

test('INV-07 whatever is done in whatever order: no posting changes, each night slept is charged once, and what is added to it', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const desk = new DomainDesk()
      let folio = new Map<string, string>()
      for (const step of steps) {
        takeStep(desk, step)
        folio = assertMoney(desk, folio)
      }
    }),
    RUNS,
  )
})

test('INV-08 the same op lands a second time and changes nothing', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const desk = new DomainDesk()
      for (const step of steps) {
        const before = stateOf(desk)
        const op = takeStep(desk, step)
        const after = stateOf(desk)
        const refused = before.length === after.length && before.every((row, index) => row === after[index])
        if (op === null || RELATIVE.has(op.type) || refused) continue
        desk.doOp(op, 'landing')
        expect([op.type, stateOf(desk)]).toEqual([op.type, after])
      }
    }),
    RUNS,
  )
})

test('INV-06 the steps reach every state of a stay and every kind of conflict', () => {
  const seen = new Set<string>()
  for (const steps of fc.sample(anySteps, { seed: 42, numRuns: 300 })) {
    const desk = new DomainDesk()
    for (const step of steps) takeStep(desk, step)
    for (const row of desk.rows.all('exception')) seen.add(row.kind).add(row.resolution ?? '')
    for (const row of desk.rows.all('reservation')) for (const line of row.lines) seen.add(line.stay)
    if (desk.businessDate > TODAY) seen.add('rolled')
  }
  const wanted = ['expected', 'in_house', 'departed', 'no_show', 'ROOM_LOST', 'MOVE_GUEST', 'OVERSOLD_NIGHT']
  const more = [
    'ROOM_OCCUPIED_TWICE',
    'CHECKED_IN_TWICE',
    'REINSTATED',
    'UNKNOWN_CODE',
    'MONEY_UNAPPLIED',
    'cleared',
    'rolled',
  ]
  expect([...wanted, ...more, 'acknowledged'].filter((one) => !seen.has(one))).toEqual([])
})
