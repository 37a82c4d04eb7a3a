import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DeskFault } from '../common/faults.ts'
import { type HostConfig, hostConfigSchema } from '../common/host-messages.ts'

/**
 * The desk's configuration from the flags `--data-dir` and `--chain-url` (or `KEYRACK_DATA_DIR`, `KEYRACK_CHAIN_URL`) and
 * `KEYRACK_ENROL_CODE`. Chromium's own flags stand among ours and are passed over. Throws a {@link DeskFault}.
 */
export function readDeskConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  defaultDataDirectory: string,
): HostConfig {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { 'data-dir': { type: 'string' }, 'chain-url': { type: 'string' }, name: { type: 'string' } },
  })
  const config = hostConfigSchema.safeParse({
    dataDirectory: resolve(textOf(values['data-dir']) ?? env['KEYRACK_DATA_DIR'] ?? join(defaultDataDirectory, 'desk')),
    chainUrl: textOf(values['chain-url']) ?? env['KEYRACK_CHAIN_URL'],
    enrolCode: env['KEYRACK_ENROL_CODE'] || null,
    terminalName: textOf(values['name']) ?? hostname(),
    deviceClass: 'desk',
  })
  if (config.success) return config.data
  throw new DeskFault(`unusable ${config.error.issues[0]?.path.join('.') ?? 'configuration'}; give --chain-url`)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
