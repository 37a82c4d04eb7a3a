import pino from 'pino'
import { beforeEach, expect, test } from 'vitest'
import type { ElectronPortLike } from '../../../electron/host/port-shell/host-port.ts'
import { runUtilityHost } from '../../../electron/host/run-utility-host.ts'
import type { HostOpener } from '../../../electron/host/open-host.ts'
import { ScriptedDesk } from '../../support/scripted-desk.ts'
import { TEST_KEY } from '../../support/test-vault.ts'
import { VirtualTime } from '../../support/virtual-time.ts'

const config = {
  dataDirectory: '/data',
  chainUrl: 'http://127.0.0.1:9',
  enrolCode: null,
  terminalName: 'Desk 1',
  deviceClass: 'desk' as const,
}

const replicaKey = { key: TEST_KEY, keptBy: 'keychain' as const }

/** An Electron port whose other end is the test. */
class PagePort implements ElectronPortLike {
  readonly posted: unknown[] = []
  started = false
  #heard: ((event: { data: unknown }) => void) | null = null

  postMessage(message: unknown): void {
    this.posted.push(message)
  }
  on(event: 'message' | 'close', heard: (event: { data: unknown }) => void): void {
    if (event === 'message') this.#heard = heard
  }
  start(): void {
    this.started = true
  }
  close(): void {
    this.started = false
  }
  say(data: unknown): void {
    this.#heard?.({ data })
  }
}

let desk: ScriptedDesk
let time: VirtualTime
let toHost: (data: unknown, ports?: ElectronPortLike[]) => void
let fromHost: unknown[]
let exits: number[]
let closed: boolean

beforeEach(() => {
  desk = new ScriptedDesk()
  time = new VirtualTime()
  fromHost = []
  exits = []
  closed = false
})

function run(open: HostOpener): void {
  runUtilityHost(
    {
      on: (_event, heard) => {
        toHost = (data, ports = []) => heard({ data, ports })
      },
      postMessage: (message) => fromHost.push(message),
    },
    open,
    pino({ level: 'silent' }),
    (code) => exits.push(code),
  )
}

const openDesk: HostOpener = () =>
  Promise.resolve({
    handle: (call, input) => desk.handle(call, input),
    listen: (heard) => desk.listen(heard),
    close: () => {
      closed = true
      return Promise.resolve()
    },
  })

test('SHELL-27 a host in a utility process serves each port, also one that came before it was open', async () => {
  run(openDesk)
  const early = new PagePort()
  toHost({ type: 'port' }, [early])
  toHost({ type: 'config', config, replicaKey })
  await time.settle()
  expect(fromHost).toEqual([{ type: 'ready' }])
  const late = new PagePort()
  toHost({ type: 'port' }, [late])
  desk.answer('exception.resolve', { ok: true, value: {} })
  for (const port of [early, late]) {
    expect(port.started).toBe(true)
    port.say({ id: 7, call: 'exception.resolve', input: {} })
    await time.settle()
    expect(port.posted).toEqual([{ id: 7, answer: { ok: true, value: {} } }])
  }
})

test('SHELL-12 what is no call is passed over, and the port goes on', async () => {
  run(openDesk)
  toHost({ type: 'config', config, replicaKey })
  await time.settle()
  const port = new PagePort()
  toHost({ type: 'port' }, [port])
  for (const message of [null, 'text', { id: 'x', call: 'a', input: {} }, { id: 1 }, { id: -1, call: 'a', input: 1 }]) {
    port.say(message)
  }
  await time.settle()
  expect(desk.asked).toEqual([])
  port.say({ id: 1, call: 'no.such', input: {} })
  await time.settle()
  expect(port.posted).toMatchObject([{ id: 1, answer: { ok: false, error: { code: 'CALL_UNKNOWN' } } }])
})

test('SHELL-16 stop closes the replica before the process ends', async () => {
  run(openDesk)
  toHost({ type: 'config', config, replicaKey })
  toHost({ type: 'stop' })
  await time.settle()
  expect(closed).toBe(true)
  expect(exits).toEqual([0])
})

test('SHELL-28 a host that can not open tells main its line and ends with code 1', async () => {
  run(() => Promise.reject(Object.assign(new Error('newer'), { code: 'REPLICA_NEWER' })))
  toHost({ type: 'config', config, replicaKey })
  await time.settle()
  expect(fromHost).toMatchObject([{ type: 'failed', line: expect.stringContaining('newer Keyrack') as unknown }])
  expect(exits).toEqual([1])
})

test('SHELL-27 a message that is none of ours opens nothing', async () => {
  let opened = 0
  run((options) => {
    opened += 1
    return openDesk(options)
  })
  for (const data of [
    null,
    {},
    { type: 'config', config: { ...config, more: 1 }, replicaKey },
    { type: 'eval', code: '1' },
  ]) {
    toHost(data)
  }
  await time.settle()
  expect(opened).toBe(0)
})
