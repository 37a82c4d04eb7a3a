import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, openSync, readSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { systemTimers } from '../../electron/common/adapters.ts'
import { ensureBuilt } from '../../electron/launch/ensure-built.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const root = resolve(import.meta.dirname, '../..')

interface Entry {
  readonly files?: Readonly<Record<string, Entry>> | undefined
  readonly unpacked?: boolean | undefined
}

const entrySchema: z.ZodType<Entry> = z.object({
  get files() {
    return z.record(z.string(), entrySchema).optional()
  },
  unpacked: z.boolean().optional(),
})

let directory: ReturnType<typeof temporaryDirectory>
let resources: string
let packed: Map<string, Entry>

/** A runtime in name only: what electron-builder copies, without anything that could run. */
function writeRuntimeStub(path: string): void {
  mkdirSync(join(path, 'locales'), { recursive: true })
  mkdirSync(join(path, 'resources'))
  writeFileSync(join(path, 'electron'), '#!/bin/sh\nexit 1\n')
  chmodSync(join(path, 'electron'), 0o755)
  writeFileSync(join(path, 'locales/en-US.pak'), '')
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(path, name), 'stub')
}

/** An archive begins with four sizes and then its list of files as JSON; the last of the sizes is the JSON's. */
function readArchive(path: string): Map<string, Entry> {
  const file = openSync(path, 'r')
  const sizes = Buffer.alloc(16)
  readSync(file, sizes, 0, 16, 0)
  const json = Buffer.alloc(sizes.readUInt32LE(12))
  readSync(file, json, 0, json.length, 16)
  const found = new Map<string, Entry>()
  const walk = (entry: Entry, prefix: string): void => {
    for (const [name, inner] of Object.entries(entry.files ?? {})) {
      found.set(`${prefix}${name}`, inner)
      walk(inner, `${prefix}${name}/`)
    }
  }
  walk(entrySchema.parse(JSON.parse(json.toString('utf8'))), '')
  return found
}

beforeAll(async () => {
  directory = temporaryDirectory()
  await ensureBuilt(root, systemTimers)
  const runtime = join(directory.path, 'runtime')
  writeRuntimeStub(runtime)
  const config = join(directory.path, 'builder.json')
  // Fuses are bits inside the real executable, which the stub has not.
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'electron-builder.yml'),
      electronDist: runtime,
      electronFuses: null,
      directories: { output: join(directory.path, 'release') },
    }),
  )
  const builder = join(root, 'node_modules/electron-builder/cli.js')
  execFileSync(process.execPath, [builder, '--dir', '--linux', '--x64', '--config', config], {
    cwd: root,
    stdio: 'pipe',
  })
  resources = join(directory.path, 'release/linux-unpacked/resources')
  packed = readArchive(join(resources, 'app.asar'))
})

afterAll(() => directory.remove())

test('SHELL-41 the archive holds main, host, preload and renderer, and what starts them', () => {
  for (const path of [
    'package.json',
    'dist/main/main.js',
    'dist/host/main.js',
    'dist/preload/preload.cjs',
    'dist/renderer/renderer/desk/index.html',
  ]) {
    expect([...packed.keys()]).toContain(path)
    expect(packed.get(path)?.unpacked ?? false).toBe(false)
  }
})

test('SHELL-41 the native module lies beside the archive, for the system it was packed for', () => {
  const prebuild = 'node_modules/better-sqlite3/prebuilds/linux-x64.node'
  expect(packed.get(prebuild)?.unpacked).toBe(true)
  expect(existsSync(join(resources, 'app.asar.unpacked', prebuild))).toBe(true)
})

test('SHELL-41 nothing else travels: no sources, no tests, no other package', () => {
  expect(new Set([...packed.keys()].map((path) => path.split('/')[0]))).toEqual(
    new Set(['dist', 'node_modules', 'package.json']),
  )
  expect(readdirSync(join(resources, 'app.asar.unpacked/node_modules'))).toEqual(['better-sqlite3'])
  expect([...packed.keys()].filter((path) => path.endsWith('.map'))).toEqual([])
})
