import { join } from 'node:path'
import type { ChildCommand } from './child-process.ts'
import type { ChainReady } from './ready-lines.ts'

/** How the children are started; the launcher is given it so that its tests start small ones. */
export interface LaunchCommands {
  chain(port: number, internalPort: number): ChildCommand
  /** `entryToken`: `null` makes a one-time link of the host's own; a token makes a link that outlives its restarts. */
  host(chain: ChainReady, port: number, entryToken: string | null): ChildCommand
  electron(runtime: string, chain: ChainReady): ChildCommand
}

/** The real children, from a checkout or an installed package at `root`. */
export function realCommands(root: string, dataDirectory: string, db: string | null): LaunchCommands {
  const log = (name: string): string => join(dataDirectory, 'logs', `${name}.log`)
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
        `--chain-url=${chain.chain}`,
        `--port=${port}`,
        '--name=Front desk',
        `--link=${entryToken === null ? 'one-time' : 'reusable'}`,
      ],
      env: { ...enrolment(chain), ...(entryToken === null ? {} : { KEYRACK_ENTRY_TOKEN: entryToken }) },
      logFile: log('desk'),
    }),
    electron: (runtime, chain) => ({
      name: 'the desk window',
      file: runtime,
      args: [root, `--data-dir=${deskDirectory}`, `--chain-url=${chain.chain}`],
      env: enrolment(chain),
      logFile: log('desk'),
    }),
  }
}

/** By the environment, since other users of the machine can read an argument list. */
function enrolment(chain: ChainReady): Record<string, string> {
  return chain.enrolCode === null ? {} : { KEYRACK_ENROL_CODE: chain.enrolCode }
}
