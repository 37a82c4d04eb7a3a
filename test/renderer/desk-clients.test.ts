import { createServer } from 'node:http'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { type EventStream, httpDeskClient } from '../../renderer/data/http-desk-client.ts'
import { portDeskClient } from '../../renderer/data/port-desk-client.ts'
import type { Timers } from '../../shared/base/ports.ts'
import type { PortCallFrame } from '../../shared/desk-api/port-frames.ts'

/** Timers that fire when the test says so. */
function heldTimers(): Timers & { fireAll(): void } {
  const held = new Set<() => void>()
  return {
    after: (_ms, run) => {
      held.add(run)
      return { cancel: () => held.delete(run) }
    },
    fireAll: () => {
      for (const run of held) run()
    },
  }
}

/** An event stream whose server is the test. */
class HeldStream implements EventStream {
  readyState = 0
  readonly #heard = new Map<string, (event: { readonly data?: unknown }) => void>()
  addEventListener(type: string, heard: (event: { readonly data?: unknown }) => void): void {
    this.#heard.set(type, heard)
  }
  close(): void {
    this.readyState = 2
  }
  send(type: string, data?: unknown): void {
    this.#heard.get(type)?.({ data })
  }
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function httpClientOf(status: number, body: string) {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const stream = new HeldStream()
  const client = httpDeskClient({
    origin: `http://127.0.0.1:${port}`,
    timers: heldTimers(),
    openStream: () => stream,
  })
  return { client, server, stream }
}

test('UI-10 over HTTP an answer of the contract comes back, a refusal as a refusal', async () => {
  const fine = await httpClientOf(200, '{"ok":true,"value":[]}')
  expect(await fine.client.call('blocks.list', {})).toEqual({ ok: true, value: [] })
  const error = { code: 'RESERVATION_UNKNOWN', params: {}, retry: 'never' }
  const refused = await httpClientOf(409, JSON.stringify({ ok: false, error }))
  expect(await refused.client.call('blocks.list', {})).toEqual({ ok: false, error })
})

test('UI-11 over HTTP no call rejects: no host, not signed in, and an answer of another shape are codes', async () => {
  const unsigned = await httpClientOf(401, 'sign in first')
  expect(await unsigned.client.call('blocks.list', {})).toMatchObject({ error: { code: 'NOT_SIGNED_IN' } })
  const odd = await httpClientOf(200, '{"ok":true,"value":[{"roomId":7}]}')
  expect(await odd.client.call('blocks.list', {})).toMatchObject({ error: { code: 'INTERNAL' } })
  const gone = await httpClientOf(200, '')
  await new Promise((resolve) => gone.server.close(resolve))
  expect(await gone.client.call('blocks.list', {})).toMatchObject({
    error: { code: 'HOST_UNREACHABLE', retry: 'later' },
  })
})

test('UI-12 over HTTP events are heard, a lost host is told once and its return too', async () => {
  const { client, stream } = await httpClientOf(200, '')
  const heard: string[] = []
  const stop = client.listen({
    onEvent: ({ event }) => heard.push(event),
    onLost: () => heard.push('lost'),
    onBack: () => heard.push('back'),
  })
  stream.send('open')
  stream.send('message', '{"event":"rowsChanged"}')
  stream.send('message', 'no json')
  stream.send('error')
  stream.send('error')
  stream.send('open')
  stop()
  expect(heard).toEqual(['back', 'rowsChanged', 'lost', 'back'])
})

function portPair(answer: (frame: PortCallFrame) => unknown) {
  const { port1, port2 } = new MessageChannel()
  closing.push(() => port1.close())
  port2.on('message', (frame: PortCallFrame) => {
    const said = answer(frame)
    if (said !== undefined) port2.postMessage({ id: frame.id, answer: said })
  })
  return { near: port1, far: port2 }
}

test('UI-10 over a MessagePort each call gets its own answer', async () => {
  const client = portDeskClient(heldTimers())
  const { near } = portPair(({ call }) =>
    call === 'blocks.list'
      ? { ok: true, value: [] }
      : { ok: false, error: { code: 'NOT_READY', params: {}, retry: 'later' } },
  )
  client.attach(near)
  const [blocks, badge] = await Promise.all([client.call('blocks.list', {}), client.call('sync.badge', {})])
  expect(blocks).toEqual({ ok: true, value: [] })
  expect(badge).toMatchObject({ error: { code: 'NOT_READY' } })
})

test('UI-11 over a MessagePort a call without an answer becomes HOST_UNREACHABLE', async () => {
  const timers = heldTimers()
  const client = portDeskClient(timers)
  const call = client.call('blocks.list', {})
  timers.fireAll()
  expect(await call).toMatchObject({ error: { code: 'HOST_UNREACHABLE', retry: 'later' } })
})

test('UI-12 over a MessagePort events are heard, and the loss of the host', async () => {
  const client = portDeskClient(heldTimers())
  const { near, far } = portPair(() => undefined)
  const heard: string[] = []
  const lost = new Promise<void>((resolve) => {
    client.listen({
      onEvent: ({ event }) => heard.push(event),
      onBack: () => heard.push('back'),
      onLost: () => resolve(),
    })
  })
  client.attach(near)
  far.postMessage({ id: null, event: { event: 'badgeChanged' } })
  far.close()
  await lost
  expect(heard).toEqual(['back', 'badgeChanged'])
})

test('UI-13 when a host restarts, what still waits is asked again at the new port', async () => {
  const client = portDeskClient(heldTimers())
  const silent = portPair(() => undefined)
  client.attach(silent.near)
  const call = client.call('blocks.list', {})
  silent.far.close()
  client.attach(portPair(() => ({ ok: true, value: [] })).near)
  expect(await call).toEqual({ ok: true, value: [] })
})
