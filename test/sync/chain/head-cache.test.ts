import { beforeEach, describe, expect, test } from 'vitest'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { HeadCache } from '../../../sync/chain/cache/head-cache.ts'
import type { SharedAnswers } from '../../../sync/chain/cache/shared-answers.ts'
import { HeadPokes } from '../../../sync/chain/write-path/head-pokes.ts'
import { HOTEL_ID } from '../../support/small-hotel.ts'

interface Answer {
  readonly read: number
}

const OTHER_HOTEL = 'other' as HotelId
const MOVED = { version: 1, epoch: 1 }

describe('the cache of what belongs to a hotel’s head', () => {
  let now: number
  let reads: number
  let pokes: HeadPokes
  let cache: HeadCache<Answer>
  const clock = { nowUtcMs: () => now }

  beforeEach(() => {
    now = 1_000_000
    reads = 0
    pokes = new HeadPokes()
    cache = new HeadCache({ pokes, clock })
  })

  const read = () => {
    reads += 1
    return Promise.resolve({ read: reads })
  }
  const ask = async (about = 'this', hotelId = HOTEL_ID, from = cache) =>
    (await from.get(hotelId, { about, read, isKept: () => true })).read

  test('CHAIN-16 an answer is kept for a second, by hotel and question', async () => {
    expect([await ask(), await ask(), await ask('that'), await ask('this', OTHER_HOTEL)]).toEqual([1, 1, 2, 3])
    now += 999
    expect(await ask()).toBe(1)
    now += 2
    expect(await ask()).toBe(4)
    expect(cache.counts).toEqual({ process: 2, shared: 0, database: 4 })
  })

  test('CHAIN-16 an answer is as old as the question to the database, however long that took', async () => {
    const slow = async () => {
      now += 700
      return read()
    }
    await cache.get(HOTEL_ID, { about: 'this', read: slow, isKept: () => true })
    now += 250
    expect(await ask()).toBe(1)
    now += 51
    expect(await ask()).toBe(2)
  })

  test('CHAIN-17 a change of the hotel drops its answers at once, and no other hotel’s', async () => {
    await ask()
    await ask('this', OTHER_HOTEL)
    pokes.poke(HOTEL_ID, MOVED)
    expect([await ask(), await ask('this', OTHER_HOTEL)]).toEqual([3, 2])
  })

  test('CHAIN-17 a cache that is not about what changed keeps its answers', async () => {
    const terms = new HeadCache<Answer>({ pokes, clock, isTouchedBy: ({ bookingsOnly }) => !bookingsOnly })
    await ask('this', HOTEL_ID, terms)
    pokes.poke(HOTEL_ID, { ...MOVED, bookingsOnly: true })
    expect(await ask('this', HOTEL_ID, terms)).toBe(1)
    pokes.poke(HOTEL_ID, MOVED)
    expect(await ask('this', HOTEL_ID, terms)).toBe(2)
  })

  test('CHAIN-17 an answer that a change overtakes while it is read is not kept', async () => {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const slow = cache.get(HOTEL_ID, { about: 'this', read: () => promise, isKept: () => true })
    pokes.poke(HOTEL_ID, MOVED)
    resolve({ read: -1 })
    expect((await slow).read).toBe(-1)
    expect(await ask()).toBe(1)
  })

  test('CHAIN-18 askers of the same thing at the same time share one read; failures and refusals are not kept', async () => {
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
    const failing = () => Promise.reject(new Error('database away'))
    const failed = cache.get(HOTEL_ID, { about: 'that', read: failing, isKept: () => true })
    await expect(failed).rejects.toThrow('database away')
    expect(await ask('that')).toBe(2)
    const refused = () => cache.get(OTHER_HOTEL, { about: 'this', read, isKept: () => false })
    expect([(await refused()).read, (await refused()).read]).toEqual([3, 4])
  })

  test('CHAIN-18 who asks when a read hangs for a second does not get what it brings', async () => {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const hanging = cache.get(HOTEL_ID, { about: 'this', read: () => promise, isKept: () => true })
    now += 1_000
    expect(await ask()).toBe(1)
    resolve({ read: -1 })
    expect((await hanging).read).toBe(-1)
    expect(await ask()).toBe(1)
  })

  describe('with answers of other processes', () => {
    let found: { answer: Answer; ageMs: number } | null
    let left: Answer[]
    const shared: SharedAnswers<Answer> = {
      look: () => Promise.resolve({ found, keep: (answer) => void left.push(answer) }),
    }

    beforeEach(() => {
      found = null
      left = []
      cache = new HeadCache({ pokes, clock, shared })
    })

    test('CHAIN-29 what is read is left for the others', async () => {
      await ask()
      expect(left).toEqual([{ read: 1 }])
    })

    test('CHAIN-29 a shared answer is taken with the age that it has, and ends when it is a second old', async () => {
      await ask()
      now += 2_000
      found = { answer: { read: 99 }, ageMs: 600 }
      expect(await ask()).toBe(99)
      found = null
      now += 399
      expect(await ask()).toBe(99)
      now += 2
      expect(await ask()).toBe(2)
    })

    test('CHAIN-29 a shared answer from before a change that was heard of is not taken, nor one from before the first look', async () => {
      found = { answer: { read: 99 }, ageMs: 1 }
      expect(await ask()).toBe(1)
      now += 2_000
      pokes.poke(HOTEL_ID, MOVED)
      now += 100
      found = { answer: { read: 99 }, ageMs: 100 }
      expect(await ask('that')).toBe(2)
      found = { answer: { read: 99 }, ageMs: 99 }
      expect(await ask('another')).toBe(99)
      now += 2_000
      found = { answer: { read: 99 }, ageMs: 1_000 }
      expect(await ask('another')).toBe(3)
    })
  })
})
