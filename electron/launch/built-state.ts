import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the bundles are made of, from the project's root. */
const SOURCES = ['renderer', 'shared', 'sync', 'electron', 'vite.config.ts', 'package-lock.json']

/** What `vite build` leaves, and its newest and last file last. */
const OUTPUTS = [
  'dist/renderer/renderer/desk/index.html',
  'dist/host/main.js',
  'dist/main/main.js',
  'dist/preload/preload.cjs',
]

/** Whether the bundles are missing or older than a source file. */
export function isBuildStale(root: string): boolean {
  const built = OUTPUTS.map((path) => modifiedAt(join(root, path)))
  const oldest = Math.min(...built.map((at) => at ?? 0))
  return SOURCES.some((path) => newestUnder(join(root, path)) > oldest)
}

function modifiedAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null
}

/** The newest file at or under the path; 0 where there is none (an installed Keyrack brings no sources). */
function newestUnder(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newestUnder(join(path, name))))
}
