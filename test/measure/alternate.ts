import { assert, present } from '../../shared/base/assert.ts'
import { median } from './statistics.ts'

/** One of several ways to do a thing, and what one round of it comes to. */
export interface Rival<R extends string, F extends string> {
  readonly name: R
  readonly run: (round: number) => Round<F> | Promise<Round<F>>
}

/** The figures of one round of one rival. */
export type Round<F extends string> = Readonly<Record<F, number>>

export interface Alternation<R extends string, F extends string> {
  /** A rival's figure: the median of its rounds. */
  median(rival: R, figure: F): number
  /**
   * How many times the figure of `base` a rival's figure is: the median of the ratios within each round, so that what
   * slows the machine for a while slows both sides of a ratio.
   */
  medianRatio(rival: R, base: R, figure: F): number
}

/**
 * Runs every rival once a round, each round beginning with another one, so that none always goes first on a warm or a
 * tired disk. Warming up is the caller's.
 */
export async function alternate<R extends string, F extends string>(
  rivals: readonly Rival<R, F>[],
  rounds: number,
): Promise<Alternation<R, F>> {
  assert(rivals.length > 0 && rounds > 0, 'a race has rivals and rounds')
  const seen = new Map<R, Round<F>[]>(rivals.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const first = round % rivals.length
    for (const { name, run } of [...rivals.slice(first), ...rivals.slice(0, first)]) {
      const figures = await run(round)
      seen.get(name)?.push(figures)
    }
  }
  const of = (rival: R, figure: F) => present(seen.get(rival), `a rival ${rival}`).map((round) => round[figure])
  return {
    median: (rival, figure) => median(of(rival, figure)),
    medianRatio(rival, base, figure) {
      const below = of(base, figure)
      return median(of(rival, figure).map((value, round) => value / present(below[round], 'a round of both')))
    },
  }
}
