import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'

/** When a terminal is out of touch, and how its line ends. */
export interface Outage {
  readonly terminal: number
  readonly fromUtcMs: number
  readonly untilUtcMs: number
  /** The terminal's host is killed and started again while it is out of touch. */
  readonly crash: boolean
}

const SHORTEST_MS = 5 * 60_000
const LONGEST_MS = 3 * 86_400_000

/**
 * Outages of minutes to three days, most of them short, on terminals drawn from the seed; those of one terminal do not
 * overlap.
 */
export function drawOutages(
  seed: number,
  wanted: {
    readonly count: number
    readonly terminals: number
    readonly fromUtcMs: number
    readonly untilUtcMs: number
  },
): Outage[] {
  const random = new SeededRandom(seed)
  const outages: Outage[] = []
  for (let tries = 0; outages.length < wanted.count && tries < wanted.count * 100; tries += 1) {
    const terminal = Math.floor(random.next() * wanted.terminals)
    const lasts = SHORTEST_MS * (LONGEST_MS / SHORTEST_MS) ** random.next()
    const fromUtcMs = wanted.fromUtcMs + random.next() * (wanted.untilUtcMs - wanted.fromUtcMs - lasts)
    const outage = { terminal, fromUtcMs, untilUtcMs: fromUtcMs + lasts, crash: random.chance(0.3) }
    const meets = outages.some(
      (other) =>
        other.terminal === terminal && other.fromUtcMs < outage.untilUtcMs && outage.fromUtcMs < other.untilUtcMs,
    )
    if (!meets) outages.push(outage)
  }
  return outages.sort((a, b) => a.fromUtcMs - b.fromUtcMs)
}
