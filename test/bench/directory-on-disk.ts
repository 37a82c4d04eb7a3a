import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A directory of its own beside the sources, because a temporary directory is memory on many machines and an fsync there
 * costs nothing.
 */
export function directoryOnDisk(): { readonly path: string; remove(): void } {
  const parent = join(import.meta.dirname, '../../test-output')
  mkdirSync(parent, { recursive: true })
  const path = mkdtempSync(join(parent, 'bench-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
