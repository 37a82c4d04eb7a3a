import { Command, InvalidArgumentError, Option } from 'commander'
import { OperatorError } from '../database/port.ts'
import { DEFAULT_SETTINGS } from '../gateway/settings.ts'
import { DEFAULT_KEEP_DAYS } from '../archive/archive-hotel.ts'
import { type ArchiveOptions, archiveCommand, parseKeepDays } from './archive.ts'
import { addAccessCommands, parseCount } from './access.ts'
import { addDeviceCommands } from './devices.ts'
import { enrolCommand } from './enrol.ts'
import { type GenerateOptions, countUpTo, generateCommand, parseDay, parseSeed } from './generate.ts'
import { importCommand } from './import.ts'
import { type MigrateOptions, migrateCommand } from './migrate.ts'
import { servePaymentsCommand } from './serve-payments.ts'
import { type ServeOptions, serveCommand } from './serve.ts'

const DB_HELP = 'a directory for the embedded PGlite, or postgres://…'

const program = new Command('chain').description('The chain database and its server')

program
  .command('serve')
  .description('serve the public API and the sync protocol')
  .addOption(dbOption())
  .option('--port <n>', 'port to listen on, 0 for any', parsePort, 4700)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--demo', 'create the demo hotel when the chain has none, and give out a code to enrol a desk there', false)
  .option('--internal-port <n>', 'serve the internal API on this port, 0 for any (default: not at all)', parsePort)
  .option('--internal-host <address>', 'address of the internal API', '127.0.0.1')
  .addOption(limit('--per-minute-key', 'requests a minute of a key without an allowance of its own', 'perMinuteKey'))
  .addOption(limit('--per-minute-address', 'requests a minute of an address without a key', 'perMinuteAddress'))
  .addOption(limit('--per-minute-device', 'requests a minute of a terminal', 'perMinuteDevice'))
  .addOption(limit('--max-in-flight', 'requests at once, before more are told to come again', 'maxInFlight'))
  .addOption(limit('--max-delay-ms', 'how late the process may run before it takes on no more', 'maxDelayMs'))
  .addOption(
    new Option('--payments-db <where>', 'where payments stand (default: beside the chain)').env('KEYRACK_PAYMENTS_DB'),
  )
  .option('--payments-url <url>', 'the payment service of another process, by KEYRACK_PAYMENTS_SECRET')
  .addOption(
    new Option('--redis <url>', 'what the processes of one chain share their reads through').env('KEYRACK_REDIS'),
  )
  .option('--json', 'print one line of JSON when ready', false)
  .addOption(new Option('--only <part>', 'serve one part alone, on a database of its own').choices(['payments']))
  .action((options: ServeOptions & { readonly only?: 'payments' }) =>
    options.only === 'payments' ? servePaymentsCommand(options) : serveCommand(options),
  )

program
  .command('migrate')
  .description("bring the database to this build's schema")
  .addOption(dbOption())
  .option('--distribute', 'spread the hotels over the nodes of Citus too, where the server has it', false)
  .action((options: MigrateOptions) => migrateCommand(options))

program
  .command('import')
  .description('import historic bookings from a CSV file')
  .argument('<file>', 'a bookings file, .csv or .csv.gz')
  .requiredOption('--hotel <name>', 'the hotel; created when there is none of this name')
  .addOption(dbOption())
  .option('--rooms <counts>', 'rooms by type for a new hotel, e.g. A=75,B=2 (default: the most occupied at once)')
  .option('--currency <code>', 'currency of a new hotel, ISO 4217', 'EUR')
  .option('--strict', 'stop before the first write when a row is bad', false)
  .option('--json', 'print the summary as one line of JSON', false)
  .action(importCommand)

program
  .command('enrol')
  .description('give out a one-time code with which a terminal of a hotel enrols')
  .requiredOption('--hotel <id>', "the hotel's id")
  .addOption(dbOption())
  .action(enrolCommand)

program
  .command('generate')
  .description('fill a database with hotels, rooms, rates and inventory; goes on where it was broken off')
  .addOption(dbOption())
  .option('--hotels <n>', 'hotels', countUpTo('hotels'), 5_000)
  .option('--types <n>', 'room types of a hotel', countUpTo('types'), 20)
  .option('--nights <n>', 'nights on sale', countUpTo('nights'), 730)
  .option('--rooms <n>', 'rooms of a hotel', countUpTo('rooms'), 200)
  .option('--from <date>', 'first night (default: of the hotels that are there, else today)', parseDay)
  .option('--seed <n>', 'the same seed gives the same rows', parseSeed, 1)
  .option('--json', 'print the summary as one line of JSON', false)
  .action((options: GenerateOptions) => generateCommand(options))

program
  .command('archive')
  .description('move old nights and the stays that are over to history tables')
  .addOption(dbOption())
  .option('--before <date>', 'only what lies before this day', parseDay)
  .option(
    '--keep-days <n>',
    "days before a hotel's business date that stay in any case",
    parseKeepDays,
    DEFAULT_KEEP_DAYS,
  )
  .option('--json', 'print the summary as one line of JSON', false)
  .action((options: ArchiveOptions) => archiveCommand(options))

addAccessCommands(program, dbOption)
addDeviceCommands(program, dbOption)

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof OperatorError)) throw error
  process.stderr.write(`keyrack: ${error.message}\n`)
  process.exitCode = 1
}

/** By the environment too: an address may hold a password, and other users of the machine can read an argument list. */
function dbOption(): Option {
  return new Option('--db <where>', DB_HELP).env('KEYRACK_DB').makeOptionMandatory()
}

/** A limit of the server, by flag or by environment: `--per-minute-key` is `KEYRACK_PER_MINUTE_KEY`. */
function limit(flag: string, description: string, setting: keyof typeof DEFAULT_SETTINGS): Option {
  const variable = `KEYRACK_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`
  return new Option(`${flag} <n>`, description).env(variable).default(DEFAULT_SETTINGS[setting]).argParser(parseCount)
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('a port, 0 to 65535')
  return port
}
