import { hostname } from 'node:os'
import { Command, Option } from 'commander'
import { DeskFault } from '../common/faults.ts'
import { parseHubAddress } from '../common/hub-address.ts'
import { DEFAULT_HUB_PORT } from '../common/hub-port.ts'
import { type HostConfig, hostConfigSchema } from '../common/host-messages.ts'
import { parsePort } from '../common/port-number.ts'
import { readFlags } from '../common/read-flags.ts'
import type { LinkUse } from './http-shell/entry-link.ts'

export interface HostCommandLine {
  readonly config: HostConfig
  readonly port: number
  readonly link: LinkUse
  readonly json: boolean
  /** The built renderer where it lies elsewhere than usual. */
  readonly rendererDirectory: string | null
  /** The entry link's token where the launcher chose it, so that the link outlives a restart of the host. */
  readonly entryToken: string | null
}

/**
 * Reads the host's flags and its secrets, which come by the environment because other users can read an argument
 * list. `null` after `--help`. Throws a {@link DeskFault} with the line to show.
 */
export function readCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): HostCommandLine | null {
  const command = new Command('keyrack-host')
    .description('The desk host of one hotel, served to the browsers of this machine.')
    .requiredOption('--data-dir <dir>', 'where the replica is kept')
    .option('--chain-url <url>', 'address of the chain server; an attached desk may learn it from its hub')
    .option('--port <n>', 'port of the desk on 127.0.0.1; 0 takes any free one', parsePort, 0)
    .option('--name <name>', 'name of this terminal', hostname())
    .addOption(new Option('--device-class <class>').choices(['desk', 'kiosk']).default('desk'))
    .addOption(
      new Option('--link <use>', 'how often the printed link works')
        .choices(['one-time', 'reusable'])
        .default('one-time'),
    )
    .option('--hub', 'be the hub of the hotel: the other desks work with this one', false)
    .option('--hub-port <n>', 'port of the hub on the LAN; 0 takes any free one', parsePort, DEFAULT_HUB_PORT)
    .option('--hub-host <address>', 'address of this machine that the hub listens on', '0.0.0.0')
    .addOption(
      new Option('--attach <address>', 'work with the hub at host:port, or with the one that is found (auto)')
        .argParser(parseHubAddress)
        .conflicts('hub'),
    )
    .option('--renderer <dir>', 'where the built renderer is, if not beside the host')
    .option('--json', 'print one line of JSON when ready', false)
  const flags = readFlags(command, args)
  if (flags === null) return null
  const config = hostConfigSchema.safeParse({
    dataDirectory: flags['dataDir'],
    chainUrl: flags['chainUrl'] ?? null,
    enrolCode: env['KEYRACK_ENROL_CODE'] || null,
    terminalName: flags['name'],
    deviceClass: flags['deviceClass'],
    ...lanOf(flags, env['KEYRACK_PAIRING_CODE'] || null),
  })
  if (!config.success) throw new DeskFault(`unusable ${config.error.issues[0]?.path.join('.') ?? 'configuration'}`)
  return {
    config: config.data,
    port: Number(flags['port']),
    link: flags['link'] === 'reusable' ? 'reusable' : 'one-time',
    json: flags['json'] === true,
    rendererDirectory: typeof flags['renderer'] === 'string' ? flags['renderer'] : null,
    entryToken: env['KEYRACK_ENTRY_TOKEN'] || null,
  }
}

function lanOf(flags: Record<string, unknown>, pairingCode: string | null): { readonly lan?: unknown } {
  if (flags['hub'] === true) return { lan: { role: 'hub', host: flags['hubHost'], port: flags['hubPort'] } }
  if (flags['attach'] === undefined) return {}
  return { lan: { role: 'attached', address: flags['attach'], pairingCode } }
}
