import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RoomNightKind, claimRoomNight } from '../../../shared/domain/room-night.ts'

const KINDS: RoomNightKind[] = ['occupied', 'block', 'assigned']
const claim = fc.record({ kind: fc.constantFrom(...KINDS), refId: fc.constantFrom('a', 'b', 'c') })

describe('room night', () => {
  test('ROOM-01 occupied beats block beats assigned; of equals the first stands', () => {
    const grid = KINDS.map((holder) =>
      KINDS.map((kind) => claimRoomNight({ kind: holder, refId: 'first' }, { kind, refId: 'second' }).outcome),
    )
    expect(grid).toEqual([
      ['loses', 'loses', 'loses'],
      ['displaces', 'loses', 'loses'],
      ['displaces', 'displaces', 'loses'],
    ])
  })

  test('ROOM-02 a free night, or one that the claimant holds, is held; whoever loses is named', () => {
    fc.assert(
      fc.property(fc.option(claim), claim, (holder, claimant) => {
        const decided = claimRoomNight(holder, claimant)
        expect(decided.outcome === 'holds').toBe(holder === null || holder.refId === claimant.refId)
        if (decided.outcome === 'displaces') expect(decided.loser).toEqual(holder)
        if (decided.outcome === 'loses') expect(decided.to).toEqual(holder)
      }),
    )
  })
})
