import { expect, it } from 'vitest'
import { alternate } from './alternate.ts'

/** Rivals whose rounds are given, and the order in which they ran. */
function scripted(rounds: { readonly [name: string]: readonly number[] }) {
  const order: string[] = []
  const rivals = Object.entries(rounds).map(([name, values]) => ({
    name,
    run: (round: number) => {
      order.push(`${name}${round}`)
      return { ms: values[round] ?? Number.NaN }
    },
  }))
  return { rivals, order }
}

it('MEAS-08 every rival runs once a round, and each round begins with another one', async () => {
  const { rivals, order } = scripted({ a: [1, 1, 1, 1], b: [1, 1, 1, 1], c: [1, 1, 1, 1] })
  await alternate(rivals, 4)
  expect(order.join(' ')).toBe('a0 b0 c0 b1 c1 a1 c2 a2 b2 a3 b3 c3')
})

it('MEAS-08 a rival that is slow to answer ends before the next one begins', async () => {
  const order: string[] = []
  const run = (name: string) => async () => {
    order.push(`${name} begins`)
    await Promise.resolve()
    order.push(`${name} ends`)
    return { ms: 1 }
  }
  await alternate(
    [
      { name: 'a', run: run('a') },
      { name: 'b', run: run('b') },
    ],
    1,
  )
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})

it('MEAS-08 a figure is the median of its rounds, a ratio the median of the ratios within each round', async () => {
  // The third round met a machine ten times slower: both sides of its ratio did.
  const { rivals } = scripted({ ours: [2, 4, 30], theirs: [1, 1, 10] })
  const race = await alternate(rivals, 3)
  expect(race.median('ours', 'ms')).toBe(4)
  expect(race.median('theirs', 'ms')).toBe(1)
  expect(race.medianRatio('ours', 'theirs', 'ms')).toBe(3)
  expect(race.medianRatio('theirs', 'ours', 'ms')).toBeCloseTo(1 / 3)
})
