import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Command, InvalidArgumentError } from 'commander'
import { openPglite } from '../../sync/chain/database/pglite.ts'
import { type SeedResult, runSeed } from './run-seed.ts'
import { runSeeds } from './run-seeds.ts'

interface Flags {
  readonly seeds: readonly [number, number]
  readonly seed?: number
  readonly trace: boolean
  readonly json: boolean
  readonly soakMinutes?: number
  readonly processes: number
  readonly stopAtFirst: boolean
}

const program = new Command('sim')
  .description('hotels in trouble, each from a seed: terminals, channels and staff on real SQL, faults, virtual time')
  .option('--seeds <from-to>', 'the seeds to run', parseRange, [1, 500])
  .option('--seed <n>', 'one seed alone, in this process', parseWhole)
  .option('--trace', 'tell the story of --seed', false)
  .option('--json', 'print one object, as the last line', false)
  .option('--soak-minutes <n>', 'seed after seed from the first of --seeds on, for so long', parsePositive)
  .option('--processes <n>', 'how many seeds run at once', parseWhole, 2)
  .option('--stop-at-first', 'stop at the first seed that fails', false)
  .parse()
const flags = program.opts<Flags>()
process.exitCode = flags.seed === undefined ? await runMany(flags) : await runOne(flags.seed, flags)

/** Answers the exit code: 0 where nothing was violated and everything converged. */
async function runMany({ seeds, json, soakMinutes, processes, stopAtFirst }: Flags): Promise<number> {
  const [from, to] = seeds
  const startMs = performance.now()
  const endMs = soakMinutes === undefined ? null : startMs + soakMinutes * 60_000
  const results: SeedResult[] = []
  let next = from
  await runSeeds({
    processes,
    next: () => {
      if (endMs === null ? next > to : performance.now() >= endMs) return null
      next += 1
      return next - 1
    },
    done: (result) => {
      results.push(result)
      if (stopAtFirst && failed(result)) {
        // What else runs may never end in a product that lacks a safeguard; it ends with this process.
        tellFigures(results, (performance.now() - startMs) / 1_000, json)
        process.exit(1)
      }
      if (failed(result)) process.stderr.write(`${storyOf(result)}\n`)
      else if (!json && results.length % 50 === 0) process.stderr.write(`${results.length} seeds\n`)
    },
  })
  tellFigures(results, (performance.now() - startMs) / 1_000, json)
  return results.some(failed) ? 1 : 0
}

function tellFigures(results: readonly SeedResult[], seconds: number, json: boolean): void {
  const failing = results.filter(failed).toSorted((a, b) => a.seed - b.seed)
  const steps = results.reduce((sum, result) => sum + result.steps, 0)
  const figures = {
    seeds: results.length,
    violations: results.reduce((sum, { violations }) => sum + violations.length, 0),
    diverged: results.reduce((sum, { diverged }) => sum + diverged.length, 0),
    steps,
    steps_per_s: Math.round(steps / seconds),
    seconds: Math.round(seconds),
    failing: failing.map(({ seed }) => seed),
  }
  if (json) process.stdout.write(`${JSON.stringify({ ...figures, failures: failing })}\n`)
  else
    for (const [name, value] of Object.entries(figures))
      process.stdout.write(`${name.padEnd(12)} ${value.toString()}\n`)
}

async function runOne(seed: number, { trace, json }: Flags): Promise<number> {
  const db = await openPglite(null)
  const directory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const result = await runSeed(seed, db, directory, (line) => {
    if (trace) process.stdout.write(`${line}\n`)
  })
  await db.close()
  process.stdout.write(`${json ? JSON.stringify(result) : storyOf(result)}\n`)
  return failed(result) ? 1 : 0
}

function failed({ violations, diverged }: SeedResult): boolean {
  return violations.length > 0 || diverged.length > 0
}

function storyOf(result: SeedResult): string {
  const { seed, steps, violations, diverged } = result
  if (!failed(result)) return `seed ${seed}: ${steps} steps, nothing violated, all converged`
  const lines = [
    ...violations.map(({ proof, example }) => `  violated: ${proof}: ${JSON.stringify(example)}`),
    ...diverged.map(({ name, why }) => `  diverged: ${name} ${why}`),
  ]
  return [`seed ${seed} fails`, ...lines, `  replay: npm run sim -- --seed ${seed} --trace`].join('\n')
}

function parseRange(text: string): readonly [number, number] {
  const [from, to = from] = text.split('-').map(parseWhole)
  if (from === undefined || to === undefined || to < from) throw new InvalidArgumentError('two numbers, as 1-500')
  return [from, to]
}

function parseWhole(text: string): number {
  const whole = Number(text)
  if (!Number.isInteger(whole) || whole < 1) throw new InvalidArgumentError('a whole number from 1')
  return whole
}

function parsePositive(text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new InvalidArgumentError('a number above 0')
  return number
}
