import { existsSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { type ReplayReport, replay } from './replay.ts'
import type { Mode } from './replay-hotel.ts'

interface Flags {
  readonly csv: string
  readonly terminals: number
  readonly outages: number
  readonly seed: number
  readonly mode: Mode
  readonly days?: number
  readonly json: boolean
}

/** What must be 0 for a replay to have gone well. */
const WANT_NONE = ['lost', 'duplicates', 'diverged', 'oversold_uncovered', 'guaranteed_refused'] as const
const GUARANTEED_SHARE = 0.8

const command = new Command('replay')
  .description('Plays a file of real bookings again through a chain and terminals whose lines break.')
  .requiredOption('--csv <file>', 'bookings, one row each (.csv or .csv.gz)')
  .option('--terminals <n>', 'front desks', count, 3)
  .option('--outages <n>', 'outages of five minutes to three days, on terminals by chance', count, 40)
  .option('--seed <n>', 'what happens by chance', count, 7)
  .addOption(
    new Option('--mode <mode>', 'faithful: every real stay fits; tight: not one room more than there were')
      .choices(['faithful', 'tight'])
      .default('faithful'),
  )
  .option('--days <n>', 'only the arrivals of the first days', count)
  .option('--json', 'print the report as one line of JSON', false)
  .parse()

process.exitCode = await run(command.opts<Flags>())

async function run({ json, days, ...flags }: Flags): Promise<number> {
  if (!existsSync(flags.csv)) {
    process.stderr.write(`replay: no such file: ${flags.csv}\n`)
    return 2
  }
  const progress = (line: string): void => void process.stderr.write(`${line}\n`)
  const report = await replay({ ...flags, days: days ?? null, progress })
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : tableOf(report))
  const failed = WANT_NONE.filter((name) => report[name] !== 0)
  const missed = [
    ...failed,
    ...(flags.mode === 'faithful' && report.refused_stays > 0 ? ['refused_stays'] : []),
    ...(report.guaranteed_share < GUARANTEED_SHARE ? ['guaranteed_share'] : []),
  ]
  if (missed.length > 0) process.stderr.write(`replay: missed: ${missed.join(', ')}; --seed ${flags.seed} replays it\n`)
  return missed.length === 0 ? 0 : 1
}

function tableOf(report: ReplayReport): string {
  const lines = Object.entries(report).map(([name, value]) => {
    const shown = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return `${name.padEnd(24)}${shown}`
  })
  return `${lines.join('\n')}\n`
}

function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number')
  return Number(text)
}
