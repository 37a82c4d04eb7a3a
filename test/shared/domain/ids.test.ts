import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSlug, isUuidV7, newReservationId, parseStayLineId, stayLineId } from '../../../shared/domain/ids.ts'
import { seededRng } from '../../support/seeded-rng.ts'

describe('ids', () => {
  test('ID-01 new ids are UUIDv7, sort by their time, and depend on clock and randomness alone', () => {
    const time = fc.integer({ min: 0, max: 4_000_000_000_000 })
    fc.assert(
      fc.property(time, time, fc.nat(1_000_000), (a, b, seed) => {
        const [first, second] = [a, b].map((now) => newReservationId({ nowUtcMs: () => now }, seededRng(seed)))
        expect(isUuidV7(String(first))).toBe(true)
        expect(newReservationId({ nowUtcMs: () => a }, seededRng(seed))).toBe(first)
        if (a < b) expect(String(first) < String(second)).toBe(true)
      }),
    )
  })

  test('ID-02 a stay line names its reservation and position', () => {
    const id = newReservationId({ nowUtcMs: () => 1 }, seededRng(1))
    expect(parseStayLineId(stayLineId(id, 12))).toEqual({ reservationId: id, position: 12 })
  })

  test('ID-03 other UUIDs and odd texts are no ids', () => {
    expect(isUuidV7('4b2f1c1e-9a55-4d52-8f0c-2a8a1f4be111')).toBe(false)
    expect(isUuidV7('019A0000-0000-7000-8000-000000000001')).toBe(false)
    expect(['A', '101', 'north-wing.2'].every(isSlug)).toBe(true)
    expect(['', 'a/b', '-a', 'ä', 'x'.repeat(33), 'a b'].some(isSlug)).toBe(false)
  })
})
