import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DeskFault } from '../common/faults.ts'
import { hubAddressOf } from '../common/hub-address.ts'
import { DEFAULT_HUB_PORT } from '../common/hub-port.ts'
import { type HostConfig, hostConfigSchema } from '../common/host-messages.ts'

/**
 * The desk's configuration from the flags `--data-dir` and `--chain-url` (or `KEYRACK_DATA_DIR`, `KEYRACK_CHAIN_URL`) and
 * `KEYRACK_ENROL_CODE`; what it is on the LAN from `--hub`, `--hub-port`, `--hub-host`, or `--attach` and
 * `KEYRACK_PAIRING_CODE`. Chromium's own flags stand among ours and are passed over. Throws a {@link DeskFault}.
 */
export function readDeskConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  defaultDataDirectory: string,
): HostConfig {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      'data-dir': { type: 'string' },
      'chain-url': { type: 'string' },
      name: { type: 'string' },
      hub: { type: 'boolean' },
      'hub-port': { type: 'string' },
      'hub-host': { type: 'string' },
      attach: { type: 'string' },
    },
  })
  const config = hostConfigSchema.safeParse({
    dataDirectory: resolve(textOf(values['data-dir']) ?? env['KEYRACK_DATA_DIR'] ?? join(defaultDataDirectory, 'desk')),
    chainUrl: textOf(values['chain-url']) ?? env['KEYRACK_CHAIN_URL'] ?? null,
    enrolCode: env['KEYRACK_ENROL_CODE'] || null,
    terminalName: textOf(values['name']) ?? hostname(),
    deviceClass: 'desk',
    ...lanOf(values, env['KEYRACK_PAIRING_CODE'] || null),
  })
  if (config.success) return config.data
  throw new DeskFault(`unusable ${config.error.issues[0]?.path.join('.') ?? 'configuration'}; give --chain-url`)
}

function lanOf(values: Record<string, unknown>, pairingCode: string | null): { readonly lan?: unknown } {
  const port = textOf(values['hub-port'])
  if (values['hub'] === true) {
    const lan = { role: 'hub', host: textOf(values['hub-host']) ?? '0.0.0.0', port: Number(port ?? DEFAULT_HUB_PORT) }
    return { lan }
  }
  const address = textOf(values['attach'])
  return address === null ? {} : { lan: { role: 'attached', address: hubAddressOf(address), pairingCode } }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
