import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decideRestart } from '../../../electron/common/restart-policy.ts'
import { isBuildStale } from '../../../electron/launch/built-state.ts'
import { DEFAULT_DESK_PORT, readLaunchOptions } from '../../../electron/launch/cli-options.ts'
import { prepareDataDirectory } from '../../../electron/launch/data-directory.ts'
import {
  FetchMemory,
  canShowElectron,
  chooseElectron,
  findElectron,
} from '../../../electron/launch/electron-runtime.ts'
import { takeLaunchLock } from '../../../electron/launch/launch-lock.ts'
import { browserCommand, canShowWindow } from '../../../electron/launch/open-browser.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { VirtualTime } from '../../support/virtual-time.ts'

let directory: ReturnType<typeof temporaryDirectory>
const at = (path: string): string => join(directory.path, path)

const none = (): boolean => false

function write(path: string, second: number): void {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), '')
  utimesSync(at(path), second, second)
}

beforeEach(() => {
  directory = temporaryDirectory()
})

afterEach(() => directory.remove())

test('HUB-17 npm start is a hub, or attached to one and then without a chain, never both', () => {
  const lanOf = (...flags: string[]) => readLaunchOptions(flags, '/home')?.lan
  expect(lanOf('--hub')).toEqual({ role: 'hub', host: '0.0.0.0', port: 4610 })
  expect(lanOf('--hub', '--hub-port', '0', '--hub-host', '10.0.0.5')).toEqual({
    role: 'hub',
    host: '10.0.0.5',
    port: 0,
  })
  expect(lanOf('--attach', 'desk-1.lan')).toEqual({ role: 'attached', address: 'desk-1.lan:4610', chainUrl: null })
  expect(lanOf('--attach', '[fe80::1]:443', '--chain-url', 'https://chain.example')).toEqual({
    role: 'attached',
    address: '[fe80::1]:443',
    chainUrl: 'https://chain.example',
  })
  expect(lanOf('--attach', 'auto')).toMatchObject({ address: 'auto' })
  for (const address of ['', 'a b', 'http://x', 'x/y', 'me@x', ':4610', 'x:70000']) {
    expect(() => lanOf('--attach', address)).toThrow('expected host:port, or auto')
  }
  expect(() => lanOf('--hub', '--attach', 'x')).toThrow('cannot be used with')
})

test('SHELL-31 without flags the desk takes its usual port, the chain any, and the browser is opened', () => {
  expect(readLaunchOptions([], '/home/me/keyrack')).toEqual({
    dataDirectory: '/home/me/keyrack',
    db: null,
    json: false,
    open: true,
    deskPort: DEFAULT_DESK_PORT,
    chainPort: 0,
    name: 'Front desk',
    lan: null,
  })
  expect(readLaunchOptions(['--no-open', '--json', '--port', '0'], '/d')).toMatchObject({
    open: false,
    json: true,
    deskPort: 0,
  })
})

test('SHELL-33 a directory is marked once and then known again; a foreign marker is refused', () => {
  prepareDataDirectory(at('data/deep'))
  prepareDataDirectory(at('data/deep'))
  writeFileSync(at('data/deep/keyrack.json'), 'not json')
  expect(() => prepareDataDirectory(at('data/deep'))).toThrow('is no data directory of Keyrack')
})

test('SHELL-34 a lock of a process that is gone is taken over, and its children that still run are known', () => {
  const gone = { pid: 2 ** 22 + 1, began: null }
  const self = { pid: process.pid, began: null }
  writeFileSync(at('keyrack.lock'), JSON.stringify({ launcher: gone, children: [gone, self] }))
  const lock = takeLaunchLock(directory.path, process.pid)
  expect(lock.leftBehind).toEqual([self])
  expect(() => takeLaunchLock(directory.path, process.pid)).toThrow('already running')
  lock.release()
  takeLaunchLock(directory.path, process.pid).release()
})

test.runIf(process.platform === 'linux')(
  'SHELL-34 a lock that names a number now used by another process is not held',
  () => {
    const reused = { pid: process.pid, began: '1' }
    writeFileSync(at('keyrack.lock'), JSON.stringify({ launcher: reused, children: [] }))
    const lock = takeLaunchLock(directory.path, process.pid)
    expect(lock.leftBehind).toEqual([])
    lock.release()
  },
)

describe('restart policy', () => {
  test('SHELL-36 pauses double, and failures older than a minute are forgotten', () => {
    let failures: readonly number[] = []
    const pauses: number[] = []
    for (const nowUtcMs of [0, 1_000, 2_000, 3_000, 60_500]) {
      const decision = decideRestart(failures, nowUtcMs)
      if (decision.kind === 'giveUp') throw new Error('gave up')
      failures = decision.failuresUtcMs
      pauses.push(decision.afterMs)
    }
    expect(pauses).toEqual([200, 400, 800, 1_600, 1_600])
    expect(decideRestart(failures, 60_600)).toEqual({ kind: 'giveUp' })
  })
})

describe('Electron', () => {
  const surroundings = { platform: 'linux', env: { DISPLAY: ':0' }, isRoot: false } as const

  test('SHELL-39 on Linux it needs a display and a user other than root; elsewhere nothing', () => {
    expect(canShowElectron(surroundings)).toBe(true)
    expect(canShowElectron({ ...surroundings, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(true)
    expect(canShowElectron({ ...surroundings, env: {} })).toBe(false)
    expect(canShowElectron({ ...surroundings, isRoot: true })).toBe(false)
    expect(canShowElectron({ ...surroundings, platform: 'darwin', env: {} })).toBe(true)
  })

  test('SHELL-39 without a display nothing is opened, and the printed link is one for a person', () => {
    expect(canShowWindow('linux', {})).toBe(false)
    expect(canShowWindow('linux', { DISPLAY: ':0' })).toBe(true)
    expect(canShowWindow('win32', {})).toBe(true)
  })

  test('SHELL-39 it is found where the package or the override says, if the file is there', () => {
    expect(findElectron(directory.path, {})).toBeNull()
    writeFileSync(at('path.txt'), 'electron')
    expect(findElectron(directory.path, {})).toBeNull()
    mkdirSync(at('dist'))
    writeFileSync(at('dist/electron'), '')
    expect(findElectron(directory.path, {})).toBe(at('dist/electron'))
    expect(findElectron(directory.path, { ELECTRON_OVERRIDE_DIST_PATH: at('other') })).toBeNull()
  })

  test('SHELL-39 a runtime that could not be fetched is told once and not tried again for a day', async () => {
    const time = new VirtualTime()
    const memory = new FetchMemory(directory.path, time)
    const told: string[] = []
    let fetches = 0
    const choose = (): Promise<string | null> =>
      chooseElectron(
        surroundings,
        memory,
        () => null,
        () => {
          fetches += 1
          return Promise.resolve()
        },
        (line) => told.push(line),
      )
    expect(await choose()).toBeNull()
    expect(await choose()).toBeNull()
    expect(fetches).toBe(1)
    expect(told).toEqual(['the Electron runtime could not be fetched; the desk opens in the browser'])
    await time.advance(24 * 3_600_000)
    await choose()
    expect(fetches).toBe(2)
  })

  test('SHELL-39 a Chromium opens the desk in a window of its own, else the default browser', () => {
    const url = 'http://127.0.0.1:4600/enter?token=x'
    expect(browserCommand(url, 'linux', '/bin:/usr/bin', (file) => file === '/usr/bin/chromium')).toEqual({
      file: '/usr/bin/chromium',
      args: [`--app=${url}`],
    })
    expect(browserCommand(url, 'linux', '/usr/bin', none)).toEqual({ file: 'xdg-open', args: [url] })
    expect(browserCommand(url, 'darwin', '', none)).toEqual({ file: 'open', args: [url] })
    expect(browserCommand(url, 'win32', '', none).args).toContain(`--app=${url}`)
  })
})

test('SHELL-40 bundles are stale when one is missing or a source is newer', () => {
  const outputs = [
    'dist/renderer/renderer/desk/index.html',
    'dist/host/main.js',
    'dist/main/main.js',
    'dist/preload/preload.cjs',
  ]
  write('shared/base/a.ts', 100)
  expect(isBuildStale(directory.path)).toBe(true)
  for (const path of outputs) write(path, 200)
  expect(isBuildStale(directory.path)).toBe(false)
  write('renderer/desk/deep/b.tsx', 201)
  expect(isBuildStale(directory.path)).toBe(true)
})
