import { hostname } from 'node:os'
import { Command, Option } from 'commander'
import { DeskFault } from '../common/faults.ts'
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
 * Reads the host's flags and its two secrets, which come by the environment because other users can read an argument
 * list. `null` after `--help`. Throws a {@link DeskFault} with the line to show.
 */
export function readCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): HostCommandLine | null {
  const command = new Command('keyrack-host')
    .description('The desk host of one hotel, served to the browsers of this machine.')
    .requiredOption('--data-dir <dir>', 'where the replica is kept')
    .requiredOption('--chain-url <url>', 'address of the chain server')
    .option('--port <n>', 'port of the desk on 127.0.0.1; 0 takes any free one', parsePort, 0)
    .option('--name <name>', 'name of this terminal', hostname())
    .addOption(new Option('--device-class <class>').choices(['desk', 'kiosk']).default('desk'))
    .addOption(
      new Option('--link <use>', 'how often the printed link works')
        .choices(['one-time', 'reusable'])
        .default('one-time'),
    )
    .option('--renderer <dir>', 'where the built renderer is, if not beside the host')
    .option('--json', 'print one line of JSON when ready', false)
  const flags = readFlags(command, args)
  if (flags === null) return null
  const config = hostConfigSchema.safeParse({
    dataDirectory: flags['dataDir'],
    chainUrl: flags['chainUrl'],
    enrolCode: env['KEYRACK_ENROL_CODE'] || null,
    terminalName: flags['name'],
    deviceClass: flags['deviceClass'],
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
