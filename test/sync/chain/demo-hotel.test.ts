import { describe, expect, test } from 'vitest'
import { holdsInventory } from '../../../shared/domain/lifecycle.ts'
import type { EntityName, RowOf } from '../../../shared/domain/rows.ts'
import { isNightOf, localDate } from '../../../shared/domain/stay-dates.ts'
import { distanceMetres } from '../../../shared/domain/place.ts'
import { demoHotel } from '../../../sync/chain/demo/demo-hotel.ts'
import { DEMO_PLACE, demoSisters } from '../../../sync/chain/demo/demo-sisters.ts'

const TODAY = localDate('2026-11-22')

describe('the demo hotel', () => {
  const { rows, codesUsed, hotel } = demoHotel(TODAY, 'Europe/Lisbon')
  const all = <E extends EntityName>(entity: E) =>
    rows.filter((write) => write.entity === entity).map((write) => write.row as RowOf[E])
  const lines = all('reservation').flatMap((row) => (holdsInventory(row.status) ? row.lines : []))

  test('CHAIN-09 it has 210 rooms, and arrivals, departures and guests in house around its day', () => {
    expect([hotel.businessDate, all('room').length, all('room_type').length]).toEqual([TODAY, 210, 9])
    const arrivals = lines.filter((line) => line.arrival === TODAY)
    const departures = lines.filter((line) => line.departure === TODAY)
    const inHouse = lines.filter((line) => line.stay === 'in_house')
    expect(arrivals.filter((line) => line.stay === 'expected').length).toBeGreaterThan(10)
    expect(arrivals.some((line) => line.stay === 'in_house')).toBe(true)
    expect(departures.filter((line) => line.stay === 'in_house').length).toBeGreaterThan(10)
    expect(inHouse.length).toBeGreaterThan(60)
    const occupied = inHouse.map((line) => line.roomId)
    expect(occupied).not.toContain(null)
    expect(new Set(occupied).size).toBe(occupied.length)
  })

  test('CHAIN-09 its counts equal its bookings, night by night, and no night is oversold', () => {
    for (const row of all('inventory')) {
      const sold = lines.filter((line) => line.inventoryType === row.roomTypeId && isNightOf(line, row.night))
      expect(row.totalReserved).toBe(sold.length)
      expect(row.forced).toBe(0)
    }
    const codes = new Set(all('reservation').map((row) => row.code))
    expect([codes.size, codesUsed]).toEqual([all('reservation').length, codesUsed])
    expect(codes.size).toBe(codesUsed)
  })

  test('CHAIN-09 a day makes the same hotel each time', () => {
    expect(demoHotel(TODAY, 'Europe/Lisbon').rows).toEqual(rows)
  })

  test('SIS-09 two hotels near it have rooms on sale from its day on', () => {
    const sisters = demoSisters(TODAY, 'Europe/Lisbon')
    expect(sisters.map(({ place }) => Math.round(distanceMetres(DEMO_PLACE, place) / 1_000))).toEqual([2, 12])
    for (const sister of sisters) {
      const count = (entity: EntityName) => sister.rows.filter((write) => write.entity === entity).length
      expect(sister.hotel.businessDate).toBe(TODAY)
      expect(count('room')).toBeGreaterThan(10)
      expect([count('inventory'), count('rate')]).toEqual([count('room_type') * 400, count('room_type') * 400])
    }
  })
})
