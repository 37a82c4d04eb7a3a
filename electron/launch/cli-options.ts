import { resolve } from 'node:path'
import { Command } from 'commander'
import { parsePort } from '../common/port-number.ts'
import { readFlags } from '../common/read-flags.ts'

export interface LaunchOptions {
  readonly dataDirectory: string
  /** The chain's database; `null` keeps it in the data directory. */
  readonly db: string | null
  readonly json: boolean
  readonly open: boolean
  /** Port of the desk; 0 takes any free one. */
  readonly deskPort: number
  /** Port of the chain; 0 takes any free one. */
  readonly chainPort: number
}

export const DEFAULT_DESK_PORT = 4600

/** Reads the flags of `npm start`. `null` after `--help`. Throws a `DeskFault` with the line to show. */
export function readLaunchOptions(args: readonly string[], defaultDataDirectory: string): LaunchOptions | null {
  const command = new Command('keyrack')
    .description('Starts a demonstration chain and the front desk of one of its hotels on this machine.')
    .option('--data-dir <dir>', 'where everything is kept', defaultDataDirectory)
    .option('--db <where>', "the chain's database: a directory, or postgres://… (default: in the data directory)")
    .option('--port <n>', 'port of the desk on 127.0.0.1; 0 takes any free one', parsePort, DEFAULT_DESK_PORT)
    .option('--chain-port <n>', 'port of the chain on 127.0.0.1; 0 takes any free one', parsePort, 0)
    .option('--json', 'for programs: serve the desk over HTTP and print one line of JSON when ready', false)
    .option('--no-open', 'open nothing; the printed link works until Keyrack stops')
  const flags = readFlags(command, args)
  if (flags === null) return null
  return {
    dataDirectory: resolve(String(flags['dataDir'])),
    db: typeof flags['db'] === 'string' ? flags['db'] : null,
    json: flags['json'] === true,
    open: flags['open'] !== false,
    deskPort: Number(flags['port']),
    chainPort: Number(flags['chainPort']),
  }
}
