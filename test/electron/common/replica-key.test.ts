import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemRng } from '../../../electron/common/adapters.ts'
import { type Keychain, loadReplicaKey } from '../../../electron/common/replica-key.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

let directory: ReturnType<typeof temporaryDirectory>
let path: string

beforeEach(() => {
  directory = temporaryDirectory()
  path = join(directory.path, 'desk', 'replica.key')
})
afterEach(() => directory.remove())

const load = (keychain: Keychain | null) => loadReplicaKey(join(directory.path, 'desk'), systemRng, keychain)

function reversed(text: string): string {
  return text.split('').toReversed().join('')
}

/** A keychain that opens only what it sealed itself. */
function keychainOf(person: string): Keychain {
  return {
    seal: (text) => Promise.resolve(`${person}:${reversed(text)}`),
    open: (sealed) => {
      const [owner, text = ''] = sealed.split(':')
      return owner === person ? Promise.resolve(reversed(text)) : Promise.reject(new Error('denied'))
    },
  }
}

test('REP-27 the key is made once, of 32 bytes, in a file that only its owner reads', async () => {
  const first = await load(null)
  expect(first.keptBy).toBe('file')
  expect(first.key).toHaveLength(32)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  chmodSync(path, 0o644)
  expect(await load(null)).toEqual(first)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('REP-27 a keychain seals the key, also one that lay open before, and from then on only it opens it', async () => {
  const open = await load(null)
  const text = Buffer.from(open.key).toString('base64url')
  expect(readFileSync(path, 'utf8')).toContain(text)
  const ada = keychainOf('ada')
  expect(await load(ada)).toEqual({ key: open.key, keptBy: 'keychain' })
  expect(readFileSync(path, 'utf8')).not.toContain(text)
  expect(existsSync(`${path}.new`)).toBe(false)
  expect(await load(ada)).toEqual({ key: open.key, keptBy: 'keychain' })
  const before = readFileSync(path)
  for (const other of [null, keychainOf('grace')]) {
    await expect(load(other)).rejects.toMatchObject({ name: 'DeskFault', code: 'REPLICA_LOCKED' })
  }
  expect(readFileSync(path).equals(before)).toBe(true)
})

test('REP-27 a damaged key file is a fault of one line and stays', async () => {
  await load(null)
  for (const text of ['', '{', '{"keptBy":"file","key":"short"}', '{"keptBy":"nobody"}']) {
    writeFileSync(path, text)
    await expect(load(null)).rejects.toMatchObject({ code: 'REPLICA_LOCKED' })
    await expect(load(null)).rejects.not.toThrow('\n')
    expect(readFileSync(path, 'utf8')).toBe(text)
  }
})
