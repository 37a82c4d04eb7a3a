import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { parseHubAddress } from '../common/hub-address.ts'
import { DEFAULT_HUB_PORT } from '../common/hub-port.ts'
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
  readonly name: string
  /** What this desk is on the LAN of its hotel; `null`: alone. */
  readonly lan: LaunchLan | null
}

export type LaunchLan =
  | { readonly role: 'hub'; readonly host: string; readonly port: number }
  /** No chain is started here. `chainUrl`: `null` for what the hub told when they were paired. */
  | { readonly role: 'attached'; readonly address: string; readonly chainUrl: string | null }

export const DEFAULT_DESK_PORT = 4600

/** Reads the flags of `npm start`. `null` after `--help`. Throws a `DeskFault` with the line to show. */
export function readLaunchOptions(args: readonly string[], defaultDataDirectory: string): LaunchOptions | null {
  const command = new Command('keyrack')
    .description('Starts a demonstration chain and the front desk of one of its hotels on this machine.')
    .option('--data-dir <dir>', 'where everything is kept', defaultDataDirectory)
    .option('--db <where>', "the chain's database: a directory, or postgres://… (default: in the data directory)")
    .option('--port <n>', 'port of the desk on 127.0.0.1; 0 takes any free one', parsePort, DEFAULT_DESK_PORT)
    .option('--chain-port <n>', 'port of the chain on 127.0.0.1; 0 takes any free one', parsePort, 0)
    .option('--name <name>', 'name of this desk', 'Front desk')
    .option('--hub', 'be the hub of the hotel: other desks may work with this one', false)
    .option('--hub-port <n>', 'port of the hub on the LAN; 0 takes any free one', parsePort, DEFAULT_HUB_PORT)
    .option('--hub-host <address>', 'address of this machine that the hub listens on', '0.0.0.0')
    .addOption(
      new Option(
        '--attach <address>',
        'work with the hub at host:port, or with the one that is found (auto); no chain here',
      )
        .argParser(parseHubAddress)
        .conflicts('hub'),
    )
    .option('--chain-url <url>', 'with --attach: the chain, where the hub knows it by another address')
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
    name: String(flags['name']),
    lan: lanOf(flags),
  }
}

function lanOf(flags: Record<string, unknown>): LaunchLan | null {
  if (flags['hub'] === true) return { role: 'hub', host: String(flags['hubHost']), port: Number(flags['hubPort']) }
  if (typeof flags['attach'] !== 'string') return null
  const chainUrl = typeof flags['chainUrl'] === 'string' ? flags['chainUrl'] : null
  return { role: 'attached', address: flags['attach'], chainUrl }
}
