import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ok } from '../../../shared/base/result.ts'
import type { SnapshotLine } from '../../../shared/wire/sync-messages.ts'
import type { SyncFault } from '../../../sync/engine/fault.ts'
import { ANSWER_TIMEOUT_MS, HttpTransport, STREAM_SILENCE_MS } from '../../../sync/transport/http-transport.ts'
import { VirtualTime } from '../../support/virtual-time.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const HELLO = { protocol: 1, epoch: null, cursor: 0, lastSeq: 0, clockUtcMs: 1 }
const HELLO_ANSWER = { epoch: 1, head: 7, lastSeq: 0, clockUtcMs: 2, pepper: null }

let server: Server
let handler: Handler
let asked: { method: string; url: string; authorization: string | undefined; body: string }[]
let time: VirtualTime
let transport: HttpTransport
let chainUrl: string

beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      const { method = '', url = '' } = request
      asked.push({ method, url, authorization: request.headers.authorization, body })
      handler(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  chainUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // listening on a port
  time = new VirtualTime()
  transport = new HttpTransport({ chainUrl, token: () => 'secret', timers: time })
})
afterEach(async () => {
  transport.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

function answer(status: number, body: unknown): void {
  handler = (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
}

function heardOf() {
  const events: unknown[] = []
  const end = Promise.withResolvers<SyncFault>()
  return {
    events,
    ended: end.promise,
    onEvent: (event: unknown) => void events.push(event),
    onEnd: (fault: SyncFault) => end.resolve(fault),
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

describe('the HTTP line', () => {
  test('TRN-01 each call goes to its own path with the token, and its answer is checked', async () => {
    answer(200, HELLO_ANSWER)
    expect(await transport.hello(HELLO)).toEqual(ok(HELLO_ANSWER))
    answer(200, { epoch: 1, cursor: 7, head: 7, lastSeq: 0, changes: [] })
    expect((await transport.pull({ epoch: 1, cursor: 5 })).ok).toBe(true)
    answer(200, { lastSeq: 0, head: 7, outcomes: [] })
    expect((await transport.push({ epoch: 1, ops: [] })).ok).toBe(true)
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /sync/v1/hello',
      'GET /sync/v1/pull?epoch=1&cursor=5',
      'POST /sync/v1/push',
    ])
    expect(asked.every(({ authorization }) => authorization === 'Bearer secret')).toBe(true)
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(HELLO)
  })

  test('TRN-01 without a token none is sent', async () => {
    const fresh = new HttpTransport({ chainUrl, token: () => null, timers: time })
    answer(401, {})
    await fresh.hello(HELLO)
    expect(asked[0]?.authorization).toBeUndefined()
    fresh.close()
  })

  test.each([
    [409, { code: 'EPOCH_CHANGED', retry: 'afterPull' }, { code: 'EPOCH_CHANGED', retry: 'afterPull' }],
    [426, { code: 'UPGRADE_REQUIRED', retry: 'never' }, { code: 'UPGRADE_REQUIRED', retry: 'never' }],
    [503, { code: 'BUSY', retry: 'backoff' }, { code: 'BUSY', retry: 'backoff' }],
  ])('TRN-02 a problem of the chain (%i) is a fault of its code and retry class', async (status, problem, fault) => {
    answer(status, { type: 'about:blank', title: 'x', status, params: {}, ...problem })
    expect(await transport.hello(HELLO)).toEqual({ ok: false, error: fault })
  })

  test('TRN-02 what comes from a proxy in between is tried again, never taken for the chain', async () => {
    const faults: SyncFault[] = []
    for (const [status, body] of [
      [502, 'x'],
      [429, {}],
      [302, {}],
      [404, {}],
      [200, '<html>'],
      [200, { epoch: 0 }],
    ] as const) {
      answer(status, body)
      const answered = await transport.hello(HELLO)
      if (!answered.ok) faults.push(answered.error)
    }
    expect(faults.map((fault) => fault.code)).toEqual([
      'HTTP_502',
      'HTTP_429',
      'RESPONSE_INVALID',
      'RESPONSE_INVALID',
      'RESPONSE_INVALID',
      'RESPONSE_INVALID',
    ])
    expect(faults.every((fault) => fault.retry === 'backoff')).toBe(true)
  })

  test('TRN-03 no connection, a reset and a close are a lost line', async () => {
    handler = (request) => request.socket.destroy()
    expect(await transport.hello(HELLO)).toEqual({ ok: false, error: { code: 'LINE_DOWN', retry: 'backoff' } })
    const nowhere = new HttpTransport({ chainUrl: 'http://127.0.0.1:1', token: () => null, timers: time })
    expect(await nowhere.hello(HELLO)).toMatchObject({ error: { code: 'LINE_DOWN' } })
    handler = () => transport.close()
    expect(await transport.hello(HELLO)).toMatchObject({ error: { code: 'LINE_DOWN' } })
  })

  test('SYNC-59 the pause that a busy chain asks for comes with the fault', async () => {
    const busy = { type: 'about:blank', title: 'x', status: 503, code: 'BUSY', params: {}, retry: 'backoff' }
    handler = (_request, response) => void response.writeHead(503, { 'retry-after': '7' }).end(JSON.stringify(busy))
    expect(await transport.hello(HELLO)).toEqual({
      ok: false,
      error: { code: 'BUSY', retry: 'backoff', retryAfterMs: 7_000 },
    })
  })

  test('TRN-04 a snapshot is handed over line by line, whatever the chunks, and checked', async () => {
    const lines = [
      { mark: 'begin', protocol: 1, epoch: 1, cursor: 3, lastSeq: 0 },
      {
        mark: 'row',
        change: { entity: 'room_type', key: 'A', row: { roomTypeId: 'A', name: 'Café', position: 1, maxOccupancy: 2 } },
      },
      { mark: 'end', rows: 1 },
    ]
    const bytes = Buffer.from(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
    handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      for (let at = 0; at < bytes.length; at += 7) response.write(bytes.subarray(at, at + 7))
      response.end()
    }
    const taken: SnapshotLine[] = []
    expect(await transport.snapshot((line) => ok(void taken.push(line)))).toEqual(ok(undefined))
    expect(taken).toEqual(lines)
  })

  test('TRN-04 a line that is none, and a line that is not taken, end the snapshot', async () => {
    handler = (_request, response) => void response.writeHead(200).end('{"mark":"begin"}\n')
    expect(await transport.snapshot(() => ok(undefined))).toMatchObject({ error: { code: 'RESPONSE_INVALID' } })
    handler = (_request, response) =>
      void response.writeHead(200).end('{"mark":"end","rows":0}\n{"mark":"end","rows":0}\n')
    let seen = 0
    const full = { ok: false, error: { code: 'DISK_FULL', retry: 'backoff' } } as const
    expect(
      await transport.snapshot(() => {
        seen += 1
        return full
      }),
    ).toEqual(full)
    expect(seen).toBe(1)
  })

  test('TRN-04 a problem instead of a snapshot is that problem', async () => {
    answer(401, {
      type: 'about:blank',
      title: 'x',
      status: 401,
      code: 'DEVICE_UNAUTHORISED',
      params: {},
      retry: 'never',
    })
    expect(await transport.snapshot(() => ok(undefined))).toMatchObject({ error: { code: 'DEVICE_UNAUTHORISED' } })
  })

  test('TRN-05 events are heard as they come; comments and unknown ones are passed over', async () => {
    let live: ServerResponse | null = null
    handler = (_request, response) => {
      live = response
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': ping\n\ndata: {"event":"recall"}\n\ndata: nonsense\n\ndata: {"event":"head",')
      response.write('"head":9,"epoch":2}\n\n')
    }
    const heard = heardOf()
    transport.listen(heard)
    await until(() => heard.events.length > 0)
    expect(heard.events).toEqual([{ event: 'head', head: 9, epoch: 2 }])
    await until(() => live !== null)
    server.closeAllConnections()
    expect(await heard.ended).toEqual({ code: 'LINE_DOWN', retry: 'backoff' })
  })

  test('TRN-06 a stream that is silent for 40 s is lost; each byte starts the count again', async () => {
    const live: ServerResponse[] = []
    handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"event":"head","head":1,"epoch":1}\n\n')
      live.push(response)
    }
    const heard = heardOf()
    transport.listen(heard)
    await until(() => heard.events.length === 1)
    await time.advance(STREAM_SILENCE_MS - 1)
    live[0]?.write('data: {"event":"head","head":2,"epoch":1}\n\n')
    await until(() => heard.events.length === 2)
    await time.advance(STREAM_SILENCE_MS - 1)
    expect(heard.events).toHaveLength(2)
    await time.advance(1)
    expect(await heard.ended).toEqual({ code: 'LINE_TIMEOUT', retry: 'backoff' })
  })

  test('TRN-06 a stream that is not answered within 10 s is lost', async () => {
    handler = () => undefined
    const heard = heardOf()
    transport.listen(heard)
    await until(() => asked.length === 1)
    await time.advance(ANSWER_TIMEOUT_MS)
    expect(await heard.ended).toEqual({ code: 'LINE_TIMEOUT', retry: 'backoff' })
  })

  test('TRN-07 a stream that was closed says nothing more', async () => {
    handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"event":"head","head":1,"epoch":1}\n\n')
    }
    const heard = heardOf()
    let ended = false
    const stream = transport.listen({ onEvent: heard.onEvent, onEnd: () => (ended = true) })
    await until(() => heard.events.length === 1)
    stream.close()
    await new Promise((resolve) => server.close(resolve))
    expect(ended).toBe(false)
    expect(heard.events).toHaveLength(1)
  })
})
