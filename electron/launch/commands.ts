import { join } from 'node:path'
import type { ChildCommand } from './child-process.ts'
import type { LaunchLan, LaunchOptions } from './cli-options.ts'
import type { ChainReady } from './ready-lines.ts'

/** How the children are started; the launcher is given it so that its tests start small ones. */
export interface LaunchCommands {
  chain(port: number, internalPort: number): ChildCommand
  /** `chain`: `null` for an attached desk, which starts none. `entryToken`: `null` makes a one-time link of the host's own; a token makes a link that outlives its restarts. */
  host(chain: ChainReady | null, port: number, entryToken: string | null): ChildCommand
  electron(runtime: string, chain: ChainReady | null): ChildCommand
}

/** The real children, from a checkout or an installed package at `root`. */
export function realCommands(
  root: string,
  { dataDirectory, db, name, lan }: Pick<LaunchOptions, 'dataDirectory' | 'db' | 'name' | 'lan'>,
): LaunchCommands {
  const log = (child: string): string => join(dataDirectory, 'logs', `${child}.log`)
  const deskDirectory = join(dataDirectory, 'desk')
  const chainMain = join(root, 'sync/chain/cli/main.ts')
  const hostMain = join(root, 'dist/host/main.js')
  return {
    chain: (port, internalPort) => ({
      name: 'the chain',
      file: process.execPath,
      args: [chainMain, 'serve', '--demo', '--json', `--port=${port}`, `--internal-port=${internalPort}`],
      env: { KEYRACK_DB: db ?? join(dataDirectory, 'chain') },
      logFile: log('chain'),
    }),
    host: (chain, port, entryToken) => ({
      name: 'the desk',
      file: process.execPath,
      args: [
        hostMain,
        '--json',
        `--data-dir=${deskDirectory}`,
        ...chainFlags(chain, lan),
        ...lanFlags(lan),
        `--port=${port}`,
        `--name=${name}`,
        `--link=${entryToken === null ? 'one-time' : 'reusable'}`,
      ],
      env: { ...enrolment(chain), ...(entryToken === null ? {} : { KEYRACK_ENTRY_TOKEN: entryToken }) },
      logFile: log('desk'),
    }),
    electron: (runtime, chain) => ({
      name: 'the desk window',
      file: runtime,
      args: [root, `--data-dir=${deskDirectory}`, ...chainFlags(chain, lan), ...lanFlags(lan), `--name=${name}`],
      env: enrolment(chain),
      logFile: log('desk'),
    }),
  }
}

function chainFlags(chain: ChainReady | null, lan: LaunchLan | null): readonly string[] {
  const url = chain?.chain ?? (lan?.role === 'attached' ? lan.chainUrl : null)
  return url === null ? [] : [`--chain-url=${url}`]
}

function lanFlags(lan: LaunchLan | null): readonly string[] {
  if (lan === null) return []
  return lan.role === 'hub'
    ? ['--hub', `--hub-port=${lan.port}`, `--hub-host=${lan.host}`]
    : [`--attach=${lan.address}`]
}

/** By the environment, since other users of the machine can read an argument list. */
function enrolment(chain: ChainReady | null): Record<string, string> {
  return chain === null || chain.enrolCode === null ? {} : { KEYRACK_ENROL_CODE: chain.enrolCode }
}
