import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { DeskFault } from '../../../electron/common/faults.ts'
import type { Keychain } from '../../../electron/common/replica-key.ts'
import { type DeskSurroundings, runDesk } from '../../../electron/main/run-desk.ts'
import {
  FakeContents,
  FakeElectron,
  FakeEvent,
  type FakeHostProcess,
  FakeFrame,
} from '../../support/fake-electron/fake-electron.ts'
import { TEST_KEY } from '../../support/test-vault.ts'
import { VirtualTime } from '../../support/virtual-time.ts'

const config = {
  dataDirectory: '/data',
  chainUrl: 'http://127.0.0.1:1',
  enrolCode: 'code',
  terminalName: 'Desk 1',
  deviceClass: 'desk' as const,
}

const replicaKey = { key: TEST_KEY, keptBy: 'keychain' as const }
let keychain: Keychain | null
let loadKey: DeskSurroundings['loadKey']
let electron: FakeElectron
let time: VirtualTime
let told: string[]

beforeEach(() => {
  electron = new FakeElectron()
  keychain = null
  loadKey = (given) => {
    keychain = given
    return Promise.resolve(replicaKey)
  }
  time = new VirtualTime()
  told = []
})

async function start(): Promise<void> {
  runDesk(electron, {
    config,
    loadKey,
    distDirectory: '/dist',
    platform: 'linux',
    clock: time,
    timers: time,
    onReady: (url) => told.push(url),
    onFailed: (line) => told.push(line),
  })
  electron.app.becomeReady()
  await time.settle()
}

function host(at: number): FakeHostProcess {
  const forked = electron.hosts[at]
  if (forked === undefined) throw new Error(`no host ${at}`)
  return forked.process
}

function askForPort(contents = new FakeContents()): FakeContents {
  electron.ipc.emit('keyrack:request-port', { sender: contents, senderFrame: contents.mainFrame })
  return contents
}

test('SHELL-20 the sandbox and the scheme are set before Electron is ready, and the profile lies with the data', () => {
  runDesk(electron, {
    config,
    loadKey,
    distDirectory: '/dist',
    platform: 'linux',
    clock: time,
    timers: time,
    onReady: () => undefined,
    onFailed: () => undefined,
  })
  expect(electron.app.calls).toEqual(['enableSandbox'])
  expect(electron.app.paths.get('userData')).toBe(join('/data', 'electron'))
  expect(electron.schemes).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
  expect(electron.windows).toEqual([])
})

test('SHELL-20 a page runs sandboxed, isolated, without Node, in a window of at least 1024 by 720', async () => {
  electron.workArea = { x: 0, y: 0, width: 800, height: 600 }
  await start()
  const options = electron.windows[0]?.options
  expect(options).toMatchObject({ width: 1024, height: 720, minWidth: 1024, minHeight: 720 })
  expect(options?.webPreferences).toMatchObject({
    preload: join('/dist', 'preload/preload.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  })
  expect(electron.windows[0]?.window.calls).toContain('load app://keyrack/')
  expect([...electron.handlers.keys()]).toEqual(['app'])
})

test('SHELL-20 every page that comes to be is hardened, and so is the session', async () => {
  await start()
  const contents = new FakeContents()
  electron.app.emit('web-contents-created', new FakeEvent(), contents)
  const away = new FakeEvent('https://evil.example/')
  contents.emit('will-frame-navigate', away)
  expect(away.prevented).toBe(true)
  expect(electron.session.defaultSession.check?.()).toBe(false)
})

test('SHELL-21 a second start opens nothing and brings the first window to the front', async () => {
  electron.app.hasLock = false
  await start()
  expect(electron.app.calls).toContain('quit')
  expect(electron.windows).toEqual([])

  electron = new FakeElectron()
  keychain = null
  loadKey = (given) => {
    keychain = given
    return Promise.resolve(replicaKey)
  }
  await start()
  const window = electron.windows[0]?.window
  if (window !== undefined) window.minimized = true
  electron.app.emit('second-instance')
  expect(window?.calls.slice(-2)).toEqual(['restore', 'focus'])
})

test('SHELL-27 a page that asks gets one end of a fresh channel, the host the other', async () => {
  await start()
  expect(electron.hosts[0]?.modulePath).toBe(join('/dist', 'host/main.js'))
  expect(host(0).sent[0]?.message).toEqual({ type: 'config', config, replicaKey })
  const contents = askForPort()
  expect(host(0).sent[1]).toMatchObject({ message: { type: 'port' }, ports: [{}] })
  expect(contents.mainFrame.posted).toMatchObject([{ channel: 'keyrack:port', ports: [{}] }])
  expect(contents.mainFrame.posted[0]?.ports[0]).not.toBe(host(0).sent[1]?.ports[0])
})

test('SHELL-26 a frame that is not ours gets no port', async () => {
  await start()
  const foreign = askForPort(new FakeContents('https://evil.example/'))
  const sender = new FakeContents()
  const inner = new FakeFrame('app://keyrack/')
  electron.ipc.emit('keyrack:request-port', { sender, senderFrame: inner })
  electron.ipc.emit('keyrack:request-port', { sender, senderFrame: null })
  expect([...foreign.mainFrame.posted, ...inner.posted]).toEqual([])
  expect(host(0).sent).toHaveLength(1)
})

test('SHELL-28 a host that died comes back after a pause and serves the page that asked meanwhile', async () => {
  await start()
  host(0).emit('exit', 1)
  const contents = askForPort()
  expect(contents.mainFrame.posted).toEqual([])
  expect(electron.hosts).toHaveLength(1)
  await time.advance(200)
  expect(electron.hosts).toHaveLength(2)
  expect(host(1).sent.map(({ message }) => message)).toEqual([{ type: 'config', config, replicaKey }, { type: 'port' }])
  expect(contents.mainFrame.posted).toHaveLength(1)
})

test('SHELL-28 the fifth death within a minute ends the desk with one line', async () => {
  await start()
  for (let died = 0; died < 5; died += 1) {
    host(died).emit('exit', 1)
    await time.advance(5_000)
  }
  expect(electron.hosts).toHaveLength(5)
  expect(told).toEqual(['the desk host failed five times within a minute'])
})

test('SHELL-28 a host that can not open says so once and is not started again', async () => {
  await start()
  host(0).emit('message', { type: 'failed', line: 'the disk is full' })
  host(0).emit('exit', 1)
  await time.advance(60_000)
  expect(told).toEqual(['the disk is full'])
  expect(electron.hosts).toHaveLength(1)
})

test('SHELL-29 quitting waits for the host to close its replica', async () => {
  await start()
  const quit = new FakeEvent()
  electron.app.emit('will-quit', quit)
  await time.settle()
  expect(quit.prevented).toBe(true)
  expect(host(0).sent.at(-1)?.message).toEqual({ type: 'stop' })
  expect(electron.app.calls).not.toContain('exit 0')
  host(0).emit('exit', 0)
  await time.settle()
  expect(electron.app.calls).toContain('exit 0')
  expect(electron.hosts).toHaveLength(1)
})

test('SHELL-29 a host that does not end in eight seconds is ended', async () => {
  await start()
  electron.app.emit('will-quit', new FakeEvent())
  await time.advance(7_999)
  expect(host(0).killed).toBe(false)
  await time.advance(1)
  expect(host(0).killed).toBe(true)
})

test('SHELL-20 the desk is ready when both its window is shown and its host is open', async () => {
  await start()
  electron.windows[0]?.window.emit('ready-to-show')
  await time.settle()
  expect(told).toEqual([])
  host(0).emit('message', { type: 'ready' })
  await time.settle()
  expect(told).toEqual(['app://keyrack/'])
  expect(electron.windows[0]?.window.calls).toContain('show')
})

test('REP-28 main asks the keychain once Electron is ready and hands the host the key; without one the file keeps it', async () => {
  await start()
  const sealed = await keychain?.seal('key')
  expect(sealed).not.toContain('key')
  expect(await keychain?.open(sealed ?? '')).toBe('key')
  expect(host(0).sent[0]?.message).toEqual({ type: 'config', config, replicaKey })
  electron = new FakeElectron()
  electron.storageBackend = 'basic_text'
  await start()
  expect(keychain).toBeNull()
  expect(host(0).sent[0]?.message).toEqual({ type: 'config', config, replicaKey })
})

test('REP-28 a key that the keychain does not open ends the desk with one line, before there is a host', async () => {
  loadKey = () => Promise.reject(new DeskFault('no key'))
  await start()
  expect(told).toEqual(['no key'])
  expect(electron.hosts).toEqual([])
})
