import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Mutant } from './mutants.ts'

const ROOT = join(import.meta.dirname, '../..')
const COPIED = [
  'shared',
  'sync',
  'electron',
  'renderer',
  'test',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.tools.json',
  'vite.config.ts',
]

/** How a mutant fared; `by` is the seed or the test that missed its safeguard, `null` where nothing did. */
export interface MutantResult {
  readonly name: string
  readonly by: string | null
  readonly what: string
  readonly seconds: number
}

export interface MutantRun {
  /** As `1-500`: it is looked for in these, up to the first that misses the safeguard. */
  readonly seeds: string
  readonly processes: number
}

/** Takes one safeguard away in a copy of the product, and looks who misses it. */
export async function runMutant(mutant: Mutant, { seeds, processes }: MutantRun): Promise<MutantResult> {
  const startMs = performance.now()
  const directory = copyOfProduct()
  try {
    patch(directory, mutant)
    const missed =
      mutant.test === undefined
        ? await missedBySeed(directory, { seeds, processes })
        : await missedByTest(directory, mutant.test)
    return { name: mutant.name, ...missed, seconds: Math.round((performance.now() - startMs) / 1_000) }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function copyOfProduct(): string {
  const directory = mkdtempSync(join(tmpdir(), 'keyrack-mutant-'))
  for (const path of COPIED) cpSync(join(ROOT, path), join(directory, path), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
  return directory
}

function patch(directory: string, { name, also = [], ...first }: Mutant): void {
  for (const { file, find, replace } of [first, ...also]) {
    const path = join(directory, file)
    const parts = readFileSync(path, 'utf8').split(find)
    if (parts.length !== 2) throw new Error(`${name}: its text stands ${parts.length - 1} times in ${file}`)
    writeFileSync(path, parts.join(replace))
  }
}

/** Who misses something in the product as it is: nobody must, or a mutant that is caught says nothing. */
export async function runBaseline(mutants: readonly Mutant[], run: MutantRun): Promise<MutantResult | null> {
  const startMs = performance.now()
  const directory = copyOfProduct()
  try {
    const tests = [...new Set(mutants.flatMap(({ test }) => test ?? []))]
    const runs = [
      ...(mutants.some(({ test }) => test === undefined) ? [() => missedBySeed(directory, run)] : []),
      ...tests.map((test) => () => missedByTest(directory, test)),
    ]
    for (const look of runs) {
      const missed = await look()
      const seconds = Math.round((performance.now() - startMs) / 1_000)
      if (missed.by !== null) return { name: 'baseline', ...missed, seconds }
    }
    return null
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function missedBySeed(
  directory: string,
  { seeds, processes }: MutantRun,
): Promise<Pick<MutantResult, 'by' | 'what'>> {
  const args = ['test/sim/main.ts', '--seeds', seeds, '--json', '--stop-at-first', '--processes', String(processes)]
  const { output } = await run(directory, process.execPath, args)
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  const { failures } = JSON.parse(last) as {
    failures: { seed: number; violations: { proof: string }[]; diverged: { why: string }[] }[]
  } // as main.ts prints it
  const [first] = failures
  if (!first) return { by: null, what: `nothing in seeds ${seeds}` }
  return { by: `seed ${first.seed}`, what: first.violations[0]?.proof ?? `diverged: ${first.diverged[0]?.why}` }
}

async function missedByTest(directory: string, test: string): Promise<Pick<MutantResult, 'by' | 'what'>> {
  const vitest = join(directory, 'node_modules/vitest/vitest.mjs')
  const { code, output } = await run(directory, process.execPath, [vitest, 'run', '--project', 'contract', test])
  const failed = /^ *(?:FAIL|×) .*$/m.exec(stripVTControlCharacters(output))?.[0].trim()
  return code === 0 || failed === undefined ? { by: null, what: `nothing in ${test}` } : { by: test, what: failed }
}

function run(cwd: string, command: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}
