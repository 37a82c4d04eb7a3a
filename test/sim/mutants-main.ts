import { Command } from 'commander'
import { MUTANTS } from './mutants.ts'
import { type MutantResult, type MutantRun, runBaseline, runMutant } from './run-mutants.ts'

const program = new Command('sim:mutants')
  .description(
    'takes safeguards away, one at a time, in a copy of the product: the simulation or a test must miss each',
  )
  .argument('[names...]', 'which; all by default')
  .option('--json', 'print one object, as the last line', false)
  .option('--seeds <from-to>', 'where it is looked for, up to the first seed that misses it', '1-60')
  .option('--processes <n>', 'how many seeds run at once', Number, 2)
  .parse()
const { json, ...run } = program.opts<MutantRun & { readonly json: boolean }>()
const wanted = MUTANTS.filter(({ name }) => program.args.length === 0 || program.args.includes(name))

const flaw = await runBaseline(wanted, run)
if (flaw) {
  process.stderr.write(`nothing is taken away yet, and ${flaw.by} misses something: ${flaw.what}\n`)
  process.exit(1)
}
const results: MutantResult[] = []
for (const mutant of wanted) {
  const result = await runMutant(mutant, run)
  results.push(result)
  const { name, by, what, seconds } = result
  const line = `${by === null ? 'NOT CAUGHT' : 'caught'} ${name} (${mutant.safeguard}): ${by ?? 'by nothing'}: ${what} (${seconds} s)\n`
  if (json) process.stderr.write(line)
  else process.stdout.write(line)
}
const caught = results.filter(({ by }) => by !== null).length
if (json) process.stdout.write(`${JSON.stringify({ mutants: results.length, caught, results })}\n`)
else process.stdout.write(`${caught} of ${results.length} caught\n`)
process.exitCode = caught === results.length ? 0 : 1
