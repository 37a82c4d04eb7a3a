import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rng } from '../../../shared/base/ports.ts'

const KEY_BYTES = 32

/**
 * The key that signs this host's session cookies: 32 bytes in `<dataDirectory>/session.key`, readable by its owner only,
 * made on the first start. It is on disk so that an open page stays signed in across a crash of the host (SHELL-05);
 * removing the file signs every browser out. A file of another length is replaced.
 */
export function loadSessionKey(dataDirectory: string, rng: Rng): Uint8Array {
  const path = join(dataDirectory, 'session.key')
  const found = readKey(path)
  if (found !== null) {
    chmodSync(path, 0o600)
    return found
  }
  const key = rng.bytes(KEY_BYTES)
  writeFileSync(`${path}.new`, key, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
  return key
}

function readKey(path: string): Uint8Array | null {
  try {
    const bytes = readFileSync(path)
    return bytes.length === KEY_BYTES ? new Uint8Array(bytes) : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
