import { beforeEach, describe, expect, test } from 'vitest'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { AvailabilityCache } from '../../../sync/chain/reservations/availability-cache.ts'
import { HeadPokes } from '../../../sync/chain/write-path/head-pokes.ts'
import { HOTEL_ID, TODAY } from '../../support/small-hotel.ts'

const STAY = { arrival: TODAY, departure: addDays(TODAY, 2) }
const OTHER_STAY = { arrival: TODAY, departure: addDays(TODAY, 3) }
const OTHER_HOTEL = 'other' as typeof HOTEL_ID

describe('the cache of availability', () => {
  let now: number
  let reads: number
  let pokes: HeadPokes
  let cache: AvailabilityCache<{ read: number }>

  beforeEach(() => {
    now = 1_000_000
    reads = 0
    pokes = new HeadPokes()
    cache = new AvailabilityCache(pokes, { nowUtcMs: () => now })
  })

  const read = () => {
    reads += 1
    return Promise.resolve({ read: reads })
  }
  const ask = async (stay = STAY, hotelId = HOTEL_ID) => (await cache.get(hotelId, stay, read, () => true)).read

  test('CHAIN-16 an answer is kept for a second, by hotel and stay', async () => {
    expect([await ask(), await ask(), await ask(OTHER_STAY), await ask(STAY, OTHER_HOTEL)]).toEqual([1, 1, 2, 3])
    now += 999
    expect(await ask()).toBe(1)
    now += 2
    expect(await ask()).toBe(4)
  })

  test('CHAIN-17 a change of the hotel drops its answers at once, and no other hotel’s', async () => {
    await ask()
    await ask(STAY, OTHER_HOTEL)
    pokes.poke(HOTEL_ID, { version: 1, epoch: 1 })
    expect([await ask(), await ask(STAY, OTHER_HOTEL)]).toEqual([3, 2])
  })

  test('CHAIN-17 an answer that a change overtakes while it is read is not kept', async () => {
    const { promise, resolve } = Promise.withResolvers<{ read: number }>()
    const slow = cache.get(
      HOTEL_ID,
      STAY,
      () => promise,
      () => true,
    )
    pokes.poke(HOTEL_ID, { version: 1, epoch: 1 })
    resolve({ read: -1 })
    expect((await slow).read).toBe(-1)
    expect(await ask()).toBe(1)
  })

  test('CHAIN-18 askers of the same thing at the same time share one read; failures and refusals are not kept', async () => {
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
    const failing = () => Promise.reject(new Error('database away'))
    const failed = cache.get(HOTEL_ID, OTHER_STAY, failing, () => true)
    await expect(failed).rejects.toThrow('database away')
    expect(await ask(OTHER_STAY)).toBe(2)
    const refused = () => cache.get(OTHER_HOTEL, STAY, read, () => false)
    expect([(await refused()).read, (await refused()).read]).toEqual([3, 4])
  })
})
