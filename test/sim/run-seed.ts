import type { Database } from '../../sync/chain/database/port.ts'
import type { Violation } from '../stress/proofs.ts'
import { type Divergence, checkInvariants, checkNothingLost, divergences } from './invariants.ts'
import { World } from './world.ts'

const ACTIONS_A_SEED = 60
const CHECK_EVERY = 15
/** All has to have converged within so much virtual time after nothing goes wrong any more. */
const CONVERGE_WITHIN_MS = 180_000
const CONVERGE_STEP_MS = 5_000

/** What came of one seed's world. */
export interface SeedResult {
  readonly seed: number
  readonly steps: number
  readonly violations: readonly Violation[]
  readonly diverged: readonly Divergence[]
}

/** Runs one seed's world: trouble for a while, then none, and all must converge. The same seed tells the same story. */
export async function runSeed(
  seed: number,
  real: Database,
  directory: string,
  tell: (line: string) => void = () => undefined,
): Promise<SeedResult> {
  const world = new World(seed, real, directory, tell)
  const { trace, time, random } = world
  let diverged: Divergence[] = []
  try {
    await world.open()
    for (let n = 1; n <= ACTIONS_A_SEED && trace.violations.length === 0; n += 1) {
      await world.act()
      await time.advance(waitAfter(random.next()))
      if (n % CHECK_EVERY === 0) await checkInvariants(world)
    }
    if (trace.violations.length === 0) {
      world.mend()
      for (let waited = 0; waited < CONVERGE_WITHIN_MS; waited += CONVERGE_STEP_MS) {
        await time.advance(CONVERGE_STEP_MS)
        await world.giveCodes()
        diverged = await divergences(world)
        if (diverged.length === 0) break
      }
      for (const { name, why } of diverged) trace.step('DIVERGED', `${name} ${why}`)
      await checkInvariants(world)
      await checkNothingLost(world)
    }
  } finally {
    await world.close()
  }
  return { seed, steps: trace.steps, violations: trace.violations, diverged }
}

/** Mostly a moment, now and then nothing at all or a long pause. */
function waitAfter(chance: number): number {
  if (chance < 0.35) return 0
  if (chance < 0.9) return Math.floor((chance - 0.35) * 8_000)
  return Math.floor((chance - 0.9) * 300_000)
}
