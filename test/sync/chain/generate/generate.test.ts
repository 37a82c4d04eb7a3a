import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distanceMetres } from '../../../../shared/domain/place.ts'
import { localDate } from '../../../../shared/domain/stay-dates.ts'
import {
  type ChainPlan,
  placeOf,
  planOccupancyPct,
  postgresDay,
  roomsByType,
} from '../../../../sync/chain/generate/chain-plan.ts'
import { copyRows, rowTemplate } from '../../../../sync/chain/generate/copy-rows.ts'
import { refuseTooSmall } from '../../../../sync/chain/generate/disk-space.ts'
import { HotelRows } from '../../../../sync/chain/generate/hotel-rows.ts'

const PLAN: ChainPlan = { hotels: 3, types: 3, nights: 5, rooms: 12, from: localDate('2026-12-01'), seed: 1 }

describe('a generated hotel', () => {
  test('GEN-01 every room is of a type, and every type has one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 0, max: 4_851 }), (types, more) => {
        const counts = roomsByType({ types, rooms: types + more })
        expect(counts).toHaveLength(types)
        expect(counts.every((count) => count >= 1)).toBe(true)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(types + more)
      }),
    )
  })

  test('GEN-01 is fuller the nearer the night, and never beyond its rooms', () => {
    const monday = localDate('2026-11-30')
    expect([0, 91, 365, 700].map((day) => Math.round(planOccupancyPct(day, monday)))).toEqual([85, 48, 10, 10])
  })

  test('SIS-09 five hotels that follow one another are near, and no two of 5,000 are in one place', () => {
    const [first, fifth, sixth] = [placeOf(1), placeOf(5), placeOf(6)]
    expect(distanceMetres(first, fifth)).toBeLessThan(6_000)
    expect(distanceMetres(fifth, sixth)).toBeGreaterThan(200_000)
    const places = Array.from({ length: 5_000 }, (_, index) => placeOf(index + 1))
    expect(new Set(places.map(({ latitude, longitude }) => `${latitude} ${longitude}`)).size).toBe(5_000)
    expect(places.every(({ latitude, longitude }) => latitude < 53 && longitude > -10 && longitude < 20)).toBe(true)
  })

  test('GEN-04 the rows of a hotel do not depend on the hotels before it', async () => {
    const alone = await copied(new HotelRows(PLAN), [3])
    const last = await copied(new HotelRows(PLAN), [1, 2, 3])
    expect(alone).toHaveLength(7)
    expect(last.slice(-7)).toEqual(alone)
    expect(last.slice(0, 7)).not.toEqual(alone)
  })
})

describe('rows as COPY takes them', () => {
  test('GEN-01 binary rows are laid out as PostgreSQL documents it', () => {
    const bytes = copyRows([[{ text: 'ab' }, { int4: -2 }, { int8: 5 }, { date: 9 }, { bool: true }, { float8: -1.5 }]])
    const header = '5047434f50590aff0d0a00 00000000 00000000'
    const row =
      '0006 000000026162 00000004fffffffe 000000080000000000000005 0000000400000009 0000000101 00000008bff8000000000000'
    expect(bytes.toString('hex')).toBe(`${header}${row}ffff`.replaceAll(' ', ''))
    expect(postgresDay(localDate('2000-01-10'))).toBe(9)
  })

  test('GEN-01 a template knows where its cells are, and has rows of one length', () => {
    const target = { table: 't', columns: ['a', 'b'] }
    const template = rowTemplate(target, [
      [{ text: 'x' }, { int4: 1 }],
      [{ text: 'y' }, { int4: 2 }],
    ])
    const values = [0, 1].map((row) =>
      template.bytes.readInt32BE((template.offsets['b'] ?? 0) + row * template.rowBytes),
    )
    expect(values).toEqual([1, 2])
    expect(() => rowTemplate(target, [[{ text: 'x' }], [{ text: 'longer' }]])).toThrow('differ in length')
  })
})

test('GEN-06 too little disk is one line with both sizes; an unknown disk is no refusal', () => {
  expect(() => refuseTooSmall({ neededBytes: 18e9, freeBytes: 4.2e9 })).toThrow(
    'this needs about 18.0 GB of disk, 4.2 GB are left',
  )
  expect(() => refuseTooSmall({ neededBytes: 18e9, freeBytes: null })).not.toThrow()
  expect(() => refuseTooSmall({ neededBytes: 18e9, freeBytes: 18e9 })).not.toThrow()
})

/** What is copied for some hotels, a buffer a table. */
async function copied(rows: HotelRows, hotels: readonly number[]): Promise<string[]> {
  const sent: string[] = []
  const tx = {
    query: () => Promise.resolve([]),
    copyBinary: (_target: object, bytes: Uint8Array) => {
      sent.push(Buffer.from(bytes).toString('hex'))
      return Promise.resolve()
    },
  }
  for (const hotel of hotels) await rows.copyHotel(tx, hotel)
  return sent
}
