import { expect, it } from 'vitest'
import { BENCHES } from '../bench/benches.ts'
import { runNode } from '../support/run-node.ts'
import { type Measure, type Measuring, runMeasuringCommand } from './measuring-command.ts'

const MACHINE = { cpu: 'Z80', cores: 2, memoryGib: 4, load: 0.5, node: '24.0.0', platform: 'linux x64 6.1' }

/** A measure that takes as long as a clock of steps says, and finds what it is told. */
function measureOf(figure: number): Measure {
  const run = ({ rounds, stopwatch, progress }: Measuring) => {
    const startMs = stopwatch.nowMs()
    progress('under way')
    const figures = { 'a.figure': figure, rounds: rounds ?? 0, took_ms: stopwatch.nowMs() - startMs }
    return Promise.resolve({ name: 'sample', figures, wants: { 'a.figure': ['<=', 3] }, durability: 'none' } as const)
  }
  return { about: 'a sample', load: () => Promise.resolve(run) }
}

async function run(...args: string[]) {
  let stdout = ''
  let stderr = ''
  let nowMs = 0
  const ports = {
    stopwatch: { nowMs: () => (nowMs += 7), preemptions: () => 0 },
    machine: () => MACHINE,
    out: (text: string) => void (stdout += text),
    err: (text: string) => void (stderr += text),
  }
  const code = await runMeasuringCommand('bench', { fine: measureOf(2), slow: measureOf(4) }, args, ports)
  return { code, stdout, stderr }
}

it('MEAS-03 with --json the last line of stdout is the report, and progress stays off it', async () => {
  const { stdout, stderr } = await run('fine', '--json')
  expect(stdout.endsWith('}\n')).toBe(true)
  expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    name: 'sample',
    figures: { 'a.figure': 2, took_ms: 7 },
    misses: [],
    machine: MACHINE,
  })
  expect(stderr).toBe('under way\n')
})

it('MEAS-04 without --json a person reads a table', async () => {
  const { stdout } = await run('fine')
  expect(stdout).toMatch(/^sample\n {2}figure/)
  expect(stdout).toMatch(/durability: none\nmachine: Z80.*\n$/)
})

it.each([['--json'], []])(
  'MEAS-05 the code is 1 exactly when something was missed (%s)',
  async (...flags: string[]) => {
    expect((await run('fine', ...flags)).code).toBe(0)
    expect((await run('slow', ...flags)).code).toBe(1)
  },
)

it.each([
  [[], 'bench: say which; there are: fine, slow\n'],
  [['nope'], 'bench: there is no "nope"; there are: fine, slow\n'],
  [['constructor'], 'bench: there is no "constructor"; there are: fine, slow\n'],
])('MEAS-06 %j is code 2 and one line that says what there is', async (args, line) => {
  expect(await run(...args)).toEqual({ code: 2, stdout: '', stderr: line })
})

it.each([
  [['fine', '--rounds', 'many']],
  [['fine', '--rounds', '0']],
  [['fine', '--rounds', '1.5']],
  [['fine', '--hotels', '0']],
  [['fine', '--fast']],
  [['fine', 'slow']],
])('MEAS-06 %j can not be read: code 2, one line, nothing measured', async (args) => {
  const { code, stdout, stderr } = await run(...args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^error: .+\n$/)
})

it('MEAS-06 the rounds that were asked for reach the measure', async () => {
  expect((await run('fine', '--rounds', '5')).stdout).toMatch(/rounds +5\n/)
})

it('MEAS-06 help says what there is and is no failure', async () => {
  const { code, stdout } = await run('--help')
  expect(code).toBe(0)
  expect(stdout).toContain('slow: a sample')
})

it('MEAS-06 npm run bench names its benches', async () => {
  const { exitCode, stdout, stderr } = await runNode(['test/bench/main.ts'])
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toBe(`bench: say which; there are: ${Object.keys(BENCHES).join(', ')}\n`)
})
