import { join } from 'node:path'
import { z } from 'zod'
import type { Rng } from '../../shared/base/ports.ts'
import { DeskFault } from './faults.ts'
import { makeDirectory } from './make-directory.ts'
import { PrivateFile } from './private-file.ts'

/** The keychain of the operating system: what it seals, only this person on this machine opens. */
export interface Keychain {
  seal(text: string): Promise<string>
  /** Throws where the text was sealed by somebody else's keychain. */
  open(sealed: string): Promise<string>
}

/** The key of the replica's personal data: 32 bytes, and what keeps it. */
export interface ReplicaKey {
  readonly key: Uint8Array<ArrayBuffer>
  readonly keptBy: 'file' | 'keychain'
}

const KEY_BYTES = 32
const KEY_TEXT = /^[A-Za-z0-9_-]{43}$/
const keptKeySchema = z.discriminatedUnion('keptBy', [
  z.strictObject({ keptBy: z.literal('file'), key: z.string().regex(KEY_TEXT) }),
  z.strictObject({ keptBy: z.literal('keychain'), sealed: z.string().min(1) }),
])
type KeptKey = z.output<typeof keptKeySchema>

/** The key of the data can not be had; the data is left alone. */
class KeyFault extends DeskFault {
  readonly code = 'REPLICA_LOCKED'

  constructor(path: string, why: string) {
    super(
      `the key of the guests' data can not be used: ${why}; nothing was changed. Where the key is lost, remove ${path} and start once with KEYRACK_ENROL_CODE=<a code of "chain enrol">: what can not be read is put aside`,
    )
  }
}

/**
 * The key from `<dataDirectory>/replica.key` (mode 0600), made on the first start: sealed by the keychain where there is
 * one, else as it is. A key that lay there open is given to the keychain when there is one. Throws a {@link DeskFault} with
 * the code `REPLICA_LOCKED` where there is a key that can not be used, and leaves it as it is. Rule REP-27.
 */
export async function loadReplicaKey(dataDirectory: string, rng: Rng, keychain: Keychain | null): Promise<ReplicaKey> {
  makeDirectory(dataDirectory)
  const path = join(dataDirectory, 'replica.key')
  const file = new PrivateFile(path, keptKeySchema)
  const kept = loadKept(file, path)
  if (kept?.keptBy === 'keychain') {
    if (keychain === null) throw new KeyFault(path, 'the keychain that keeps it is not at hand here')
    return { key: fromText(await openKept(keychain, kept.sealed, path), path), keptBy: 'keychain' }
  }
  const text = kept?.key ?? Buffer.from(rng.bytes(KEY_BYTES)).toString('base64url')
  const key = fromText(text, path)
  if (keychain !== null) {
    file.save({ keptBy: 'keychain', sealed: await keychain.seal(text) })
    return { key, keptBy: 'keychain' }
  }
  if (kept === null) file.save({ keptBy: 'file', key: text })
  return { key, keptBy: 'file' }
}

function loadKept(file: PrivateFile<KeptKey>, path: string): KeptKey | null {
  try {
    return file.load()
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) throw new KeyFault(path, 'its file is damaged')
    throw error
  }
}

async function openKept(keychain: Keychain, sealed: string, path: string): Promise<string> {
  try {
    return await keychain.open(sealed)
  } catch {
    // What a keychain throws is its own and may hold anything; that it does not open the key is all there is to say.
    throw new KeyFault(path, 'the keychain of this person does not open it')
  }
}

function fromText(text: string, path: string): Uint8Array<ArrayBuffer> {
  if (!KEY_TEXT.test(text)) throw new KeyFault(path, 'it is no key')
  return new Uint8Array(Buffer.from(text, 'base64url'))
}
