import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const PEERS = join(import.meta.dirname, 'peers')

/** Installs what the benches are compared with, where it is not: exact versions, by a lock file of their own. */
export function installPeers(progress: (line: string) => void): void {
  if (existsSync(join(PEERS, 'node_modules/.package-lock.json'))) return
  progress('installing the peers')
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: PEERS, stdio: ['ignore', 'ignore', 'inherit'] })
}

export function peerScript(name: string): string {
  return join(PEERS, name)
}
