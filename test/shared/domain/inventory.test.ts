import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import {
  forcedUnits,
  requestFits,
  sellLimit,
  sellable,
  unitsLeft,
  unitsLeftForStay,
  withCounts,
} from '../../../shared/domain/inventory.ts'
import type { InventoryRow } from '../../../shared/domain/rows.ts'
import { localDate } from '../../../shared/domain/stay-dates.ts'

const EMPTY: InventoryRow = {
  roomTypeId: 'A' as RoomTypeId,
  night: localDate('2026-12-24'),
  totalInventory: 10,
  outOfOrder: 0,
  overbookPct: 10,
  totalReserved: 0,
  leased: 0,
  forced: 0,
}

const anyRow: fc.Arbitrary<InventoryRow> = fc
  .record({
    totalInventory: fc.nat(200),
    outOfOrder: fc.nat(220),
    overbookPct: fc.integer({ min: 0, max: 100 }),
    totalReserved: fc.nat(300),
    leased: fc.nat(30),
  })
  .map((counts) => withCounts({ ...EMPTY, ...counts }, {}))

describe('inventory', () => {
  test('INV-01 the sell limit is floor(sellable x 1.10): under 10 rooms there is no extra room', () => {
    const limits = [0, 1, 9, 10, 19, 20, 75].map((totalInventory) => sellLimit({ ...EMPTY, totalInventory }))
    expect(limits).toEqual([0, 1, 9, 11, 20, 22, 82])
  })

  test('INV-02 rooms out of order leave what can be sold, never below zero', () => {
    expect(sellLimit({ ...EMPTY, outOfOrder: 1 })).toBe(9)
    expect(sellable({ totalInventory: 2, outOfOrder: 5 })).toBe(0)
  })

  test('INV-03 a request passes exactly when it stays within the limit; forced is never headroom', () => {
    fc.assert(
      fc.property(anyRow, fc.integer({ min: 1, max: 5 }), (row, units) => {
        expect(requestFits(row, units)).toBe(row.totalReserved + row.leased + units <= sellLimit(row))
        expect(requestFits({ ...row, forced: row.forced + 10 }, units)).toBe(requestFits(row, units))
        if (row.forced > 0) expect(requestFits(row, 1)).toBe(false)
        expect(unitsLeft(row) > 0).toBe(requestFits(row, 1))
      }),
    )
  })

  test('INV-04 every write leaves forced as exactly what is beyond the limit, so the table check holds', () => {
    fc.assert(
      fc.property(anyRow, fc.nat(300), fc.nat(220), (row, totalReserved, outOfOrder) => {
        const written = withCounts(row, { totalReserved, outOfOrder })
        expect(written.forced).toBe(forcedUnits(written))
        expect(written.totalReserved + written.leased).toBeLessThanOrEqual(sellLimit(written) + written.forced)
        expect(written.forced === 0 || written.totalReserved + written.leased > sellLimit(written)).toBe(true)
      }),
    )
  })

  test('INV-05 a stay has as many units left as its fullest night, and none without nights', () => {
    const nights = [0, 7, 3].map((totalReserved) => ({ ...EMPTY, totalReserved }))
    expect(unitsLeftForStay(nights)).toBe(4)
    expect(unitsLeftForStay([])).toBe(0)
  })
})
