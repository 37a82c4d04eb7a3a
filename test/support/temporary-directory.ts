import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A fresh directory; `remove` takes it away again. */
export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'keyrack-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
