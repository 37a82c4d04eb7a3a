import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { type Machine, thisMachine } from './machine.ts'
import { type Measurement, jsonOf, reportOf, tableOf } from './report.ts'

/** A clock that only tells how much time went by. */
export interface Stopwatch {
  nowMs(): number
  /** How often so far the system took the core away from this process to give it to another. */
  preemptions(): number
}

/** What a measure is given. */
export interface Measuring {
  /** How many rounds were asked for; `null` leaves it to the measure. */
  readonly rounds: number | null
  /** How long a rival is to run in one round; `null` leaves it to the measure, which may count instead. */
  readonly seconds: number | null
  /** How many hotels there are to be, where a measure makes them; `null` leaves it to the measure. */
  readonly hotels: number | null
  /** How many terminals there are to be, where a measure connects them; `null` leaves it to the measure. */
  readonly terminals: number | null
  readonly stopwatch: Stopwatch
  /** Says how far it is, beside the report. */
  readonly progress: (line: string) => void
}

/** One thing that a measuring command can measure. It is loaded when it is run, so that the others cost nothing. */
export interface Measure {
  readonly about: string
  readonly load: () => Promise<(measuring: Measuring) => Promise<Measurement>>
}

/** How a measuring command reaches the world. */
export interface MeasuringPorts {
  readonly stopwatch: Stopwatch
  readonly machine: () => Machine
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

const PROCESS_PORTS: MeasuringPorts = {
  stopwatch: {
    nowMs: () => performance.now(),
    preemptions: () => process.resourceUsage().involuntaryContextSwitches,
  },
  machine: thisMachine,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
}

/**
 * The one form of every measuring command: `<command> <name> [--json] [--rounds n] [--seconds n] [--hotels n]
 * [--terminals n]`. The report goes to stdout, as a table or, with `--json`, as an object on its last line; progress goes to stderr. Answers the exit
 * code: 0, 1 where a figure is missed, 2 where there is nothing of this name or a flag can not be read. Rules: MEAS-03 to
 * MEAS-06.
 */
export async function runMeasuringCommand(
  command: string,
  measures: Readonly<Record<string, Measure>>,
  args: readonly string[],
  ports: MeasuringPorts = PROCESS_PORTS,
): Promise<number> {
  const asked = parseArgs(command, measures, args, ports)
  if (typeof asked === 'number') return asked
  const { name, json, rounds, seconds, hotels, terminals } = asked
  const measure = name !== null && Object.hasOwn(measures, name) ? measures[name] : undefined
  if (!measure) {
    const problem = name === null ? 'say which' : `there is no "${name}"`
    ports.err(`${command}: ${problem}; there are: ${Object.keys(measures).join(', ')}\n`)
    return 2
  }
  const machine = ports.machine()
  const run = await measure.load()
  const progress = (line: string) => ports.err(`${line}\n`)
  const report = reportOf(
    await run({ rounds, seconds, hotels, terminals, stopwatch: ports.stopwatch, progress }),
    machine,
  )
  ports.out(`${json ? jsonOf(report) : tableOf(report)}\n`)
  return report.misses.length === 0 ? 0 : 1
}

interface Asked {
  readonly name: string | null
  readonly json: boolean
  readonly rounds: number | null
  readonly seconds: number | null
  readonly hotels: number | null
  readonly terminals: number | null
}

interface Flags {
  readonly json: boolean
  readonly rounds?: number
  readonly seconds?: number
  readonly hotels?: number
  readonly terminals?: number
}

/** What was asked for, or the exit code where help was shown or a flag can not be read. */
function parseArgs(
  command: string,
  measures: Readonly<Record<string, Measure>>,
  args: readonly string[],
  ports: MeasuringPorts,
): Asked | number {
  const list = Object.entries(measures).map(([name, { about }]) => `  ${name}: ${about}`)
  const program = new Command(command)
    .argument('[name]', 'what to measure')
    .option('--json', 'print one object, as the last line', false)
    .option('--rounds <n>', 'how many rounds; a figure is their median', parseCount)
    .option('--seconds <n>', 'how long a rival runs in a round, where time bounds it', parseSeconds)
    .option('--hotels <n>', 'how many hotels, where a measure makes them', parseCount)
    .option('--terminals <n>', 'how many terminals, where a measure connects them', parseCount)
    .addHelpText('after', `\nThere are:\n${list.join('\n')}`)
    .configureOutput({ writeOut: ports.out, writeErr: ports.err })
    .exitOverride()
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
  const { json, rounds, seconds, hotels, terminals } = program.opts<Flags>()
  const name = program.args[0] ?? null
  return {
    name,
    json,
    rounds: rounds ?? null,
    seconds: seconds ?? null,
    hotels: hotels ?? null,
    terminals: terminals ?? null,
  }
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('a whole number from 1')
  return count
}

function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (!(seconds > 0 && seconds < Infinity)) throw new InvalidArgumentError('a number above 0')
  return seconds
}
