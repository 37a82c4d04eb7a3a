import { type ClientRequest, request } from 'node:http'
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'
import { createParser } from 'eventsource-parser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock, systemRng, systemTimers } from '../../electron/common/adapters.ts'
import { AttachedDesk } from '../../electron/host/attached/attached-desk.ts'
import { HttpsHubLine } from '../../electron/host/attached/hub-line.ts'
import { pairWithHub } from '../../electron/host/attached/pair-with-hub.ts'
import { SentCommands } from '../../electron/host/attached/sent-commands.ts'
import { EntryLink } from '../../electron/host/http-shell/entry-link.ts'
import { type HttpShell, openHttpShell } from '../../electron/host/http-shell/http-shell.ts'
import { loadHubCertificate } from '../../electron/host/hub/hub-certificate.ts'
import { openLanShell } from '../../electron/host/hub/lan-shell.ts'
import { fromNodePort } from '../../electron/host/port-shell/host-port.ts'
import { servePort } from '../../electron/host/port-shell/serve-port.ts'
import { type EventStream, httpDeskClient } from '../../renderer/data/http-desk-client.ts'
import { portDeskClient } from '../../renderer/data/port-desk-client.ts'
import { readAnswer } from '../../renderer/data/read-answer.ts'
import type { DeskClient, DeskEvent } from '../../shared/desk-api/contract.ts'
import { requestPlainly } from '../support/http-request.ts'
import { ScriptedDesk } from '../support/scripted-desk.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** A client on its line to a host; the line can be cut and laid again, as when a host dies and comes back. */
interface Line {
  readonly client: DeskClient
  cut(): Promise<void>
  lay(): Promise<void>
  end(): Promise<void>
}

const BADGE = {
  line: 'up' as const,
  lineSinceUtcMs: 1,
  unsent: 0,
  inFlight: 0,
  oldestUnsentAtUtcMs: null,
  needsYou: 0,
  lastPulledAtUtcMs: null,
  lastPushedAtUtcMs: null,
  haltedBy: null,
  clockOffsetMs: null,
}

/** The browser's `EventSource` with the cookie and Origin of a signed-in page, over Node's own HTTP. */
class NodeEventStream implements EventStream {
  readyState = 0
  readonly #heard: { type: string; heard: (event: { readonly data?: unknown }) => void }[] = []
  readonly #sent: ClientRequest

  constructor(url: string, headers: Record<string, string>) {
    const parser = createParser({ onEvent: ({ data }) => this.#tell('message', { data }) })
    this.#sent = request(url, { headers }, (response) => {
      if (response.statusCode !== 200) return this.#fail()
      this.readyState = 1
      this.#tell('open', {})
      response.setEncoding('utf8').on('data', (chunk: string) => parser.feed(chunk))
      response.on('close', () => this.#fail()).on('error', () => this.#fail())
    })
    this.#sent.on('error', () => this.#fail()).end()
  }

  addEventListener(type: string, heard: (event: { readonly data?: unknown }) => void): void {
    this.#heard.push({ type, heard })
  }

  close(): void {
    this.readyState = 2
    this.#sent.destroy()
  }

  #tell(type: string, event: { readonly data?: unknown }): void {
    for (const listener of this.#heard) if (listener.type === type) listener.heard(event)
  }

  #fail(): void {
    if (this.readyState === 2) return
    this.readyState = 2
    this.#tell('error', {})
  }
}

async function openHttpLine(desk: ScriptedDesk): Promise<Line> {
  const sessionKey = systemRng.bytes(32)
  const open = (port: number): Promise<HttpShell> =>
    openHttpShell(
      {
        handler: desk,
        rendererDirectory: import.meta.dirname,
        deviceClass: 'desk',
        sessionKey,
        entryLink: new EntryLink('token', 'one-time'),
        rng: systemRng,
        timers: systemTimers,
        onFault: () => undefined,
      },
      port,
    )
  let shell = await open(0)
  const { port } = shell
  const entered = await requestPlainly(port, { path: '/enter?token=token' })
  const origin = `http://127.0.0.1:${port}`
  const headers = { origin, cookie: entered.headers['set-cookie']?.[0]?.split(';')[0] ?? '' }
  const client = httpDeskClient({
    origin,
    // The client waits two seconds before it opens its stream anew; here it does so at once.
    timers: { after: (ms, run) => systemTimers.after(ms === 2_000 ? 0 : ms, run) },
    headers,
    openStream: (url) => new NodeEventStream(url, headers),
  })
  return {
    client,
    cut: () => shell.close(),
    lay: async () => {
      shell = await open(port)
    },
    end: () => shell.close(),
  }
}

async function openPortLine(desk: ScriptedDesk): Promise<Line> {
  const client = portDeskClient(systemTimers)
  let hostEnd: NodePort
  const lay = (): Promise<void> => {
    const { port1, port2 } = new MessageChannel()
    hostEnd = port1
    servePort(desk, fromNodePort(port1))
    client.attach({
      postMessage: (frame) => port2.postMessage(frame),
      addEventListener: (type, heard) => void port2.on(type, (data?: unknown) => heard({ data })),
      start: () => port2.start(),
    })
    return Promise.resolve()
  }
  const cut = (): Promise<void> => {
    hostEnd.close()
    return Promise.resolve()
  }
  await lay()
  return { client, cut, lay, end: cut }
}

/** A hub that can be cut off and comes back at the same port, and how a terminal that it knows reaches it. */
async function openHub(desk: ScriptedDesk) {
  const directory = temporaryDirectory()
  const certificate = await loadHubCertificate(directory.path, systemClock)
  const options = {
    handler: desk,
    dataDirectory: directory.path,
    certificate,
    chainUrl: null,
    clock: systemClock,
    rng: systemRng,
    timers: systemTimers,
    onFault: () => undefined,
  }
  let shell = await openLanShell(options, '127.0.0.1', 0)
  const { port } = shell
  const { pairingCode } = shell.newPairingCode()
  const terminal = { name: 'Desk 2', deviceClass: 'desk' as const }
  const paired = await pairWithHub(`127.0.0.1:${port}`, pairingCode, terminal, systemTimers)
  const line = new HttpsHubLine({
    ...paired,
    address: () => paired.address,
    clock: systemClock,
    // The line waits a second before it tries again; here it does so at once.
    timers: { after: (ms, run) => systemTimers.after(ms === 1_000 ? 0 : ms, run) },
  })
  return {
    line,
    cut: () => shell.close(),
    lay: async () => {
      shell = await openLanShell(options, '127.0.0.1', port)
    },
    end: async () => {
      await shell.close()
      directory.remove()
    },
  }
}

const UNREACHABLE = { ok: false as const, error: { code: 'HOST_UNREACHABLE', params: {}, retry: 'later' as const } }

/** A terminal straight on its line to the hub. */
async function openLanLine(desk: ScriptedDesk): Promise<Line> {
  const { line, cut, lay, end } = await openHub(desk)
  const client: DeskClient = {
    call: async (name, input) => {
      const answer = await line.call(name, input)
      return answer.came === 'answer' ? readAnswer(name, answer.answer) : UNREACHABLE
    },
    listen: (heard) =>
      line.listen({
        onEvent: (event) => heard.onEvent(event),
        onLost: () => heard.onLost(),
        onReached: () => heard.onBack(),
        onKeyRefused: () => undefined,
      }),
  }
  return { client, cut, lay, end }
}

/** A screen at an attached terminal, which works with the hub. */
async function openAttachedLine(desk: ScriptedDesk): Promise<Line> {
  const hub = await openHub(desk)
  const directory = temporaryDirectory()
  const reached = Promise.withResolvers<void>()
  const watching = new Set<{ onLost(): void; onBack(): void }>()
  const attached = new AttachedDesk({
    line: {
      address: hub.line.address,
      call: (call, input) => hub.line.call(call, input),
      listen: (heard) =>
        hub.line.listen({
          ...heard,
          onReached: () => {
            heard.onReached()
            reached.resolve()
            for (const watch of watching) watch.onBack()
          },
          onLost: (heardAtUtcMs) => {
            heard.onLost(heardAtUtcMs)
            for (const watch of watching) watch.onLost()
          },
        }),
    },
    standby: null,
    sent: new SentCommands(directory.path, systemClock),
    terminal: { name: 'Desk 2', deviceClass: 'desk' },
    clock: systemClock,
    timers: systemTimers,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  await reached.promise
  return {
    client: {
      call: async (name, input) => readAnswer(name, await attached.handle(name, input)),
      listen: (heard) => {
        watching.add(heard)
        const stop = attached.listen((event) => heard.onEvent(event))
        return () => {
          watching.delete(heard)
          stop()
        }
      },
    },
    cut: hub.cut,
    lay: hub.lay,
    end: async () => {
      await attached.close()
      await hub.end()
      directory.remove()
    },
  }
}

const transports = [
  { name: 'HTTP', open: openHttpLine },
  { name: 'MessagePort', open: openPortLine },
  { name: 'the LAN', open: openLanLine },
  { name: 'the LAN through an attached terminal', open: openAttachedLine },
]

describe.each(transports)('over $name', ({ open }) => {
  let desk: ScriptedDesk
  let line: Line

  beforeEach(async () => {
    desk = new ScriptedDesk()
    line = await open(desk)
  })

  afterEach(() => line.end())

  /** Listens until the line is known to be up; keeps what is heard and tells when there is more. */
  async function listen(): Promise<{ heard: string[]; until: (told: string) => Promise<void>; stop: () => void }> {
    const heard: string[] = []
    let more = Promise.withResolvers<void>()
    const note = (told: string): void => {
      heard.push(told)
      more.resolve()
      more = Promise.withResolvers<void>()
    }
    const stop = line.client.listen({
      onEvent: (event: DeskEvent) => note(event.event),
      onLost: () => note('lost'),
      onBack: () => note('back'),
    })
    const until = async (told: string): Promise<void> => {
      while (!heard.includes(told)) await more.promise
    }
    await desk.listenedTo()
    return { heard, until, stop }
  }

  test('SHELL-11 a call reaches the host as it was made and its answer comes back', async () => {
    desk.answer('sync.badge', { ok: true, value: BADGE })
    expect(await line.client.call('sync.badge', {})).toEqual({ ok: true, value: BADGE })
    expect(desk.asked).toEqual([{ call: 'sync.badge', input: {} }])
  })

  test('SHELL-11 an input keeps its letters, its nulls and its shape', async () => {
    desk.answer('exception.resolve', { ok: true, value: {} })
    const input = { exceptionId: 'ROOM_LOST:é/漢', note: 'zwei\nZeilen "und" mehr 🗝' }
    expect(await line.client.call('exception.resolve', input)).toEqual({ ok: true, value: {} })
    expect(desk.asked[0]?.input).toEqual(input)
  })

  test.each([
    'NO_AVAILABILITY',
    'QUOTE_CHANGED',
    'NOT_READY',
    'DISK_FULL',
    'INPUT_INVALID',
    'CALL_UNKNOWN',
    'INTERNAL',
  ])('SHELL-11 the refusal %s arrives with its parameters and retry class', async (code) => {
    const refusal = { ok: false as const, error: { code, params: { night: '2026-11-22' }, retry: 'later' as const } }
    desk.answer('sync.badge', refusal)
    expect(await line.client.call('sync.badge', {})).toEqual(refusal)
  })

  test('SHELL-12 calls at the same time get each its own answer, whichever is ready first', async () => {
    const slow = Promise.withResolvers<void>()
    desk.answer('sync.ops', async () => {
      await slow.promise
      return { ok: true, value: [] }
    })
    desk.answer('sync.badge', { ok: true, value: BADGE })
    const first = line.client.call('sync.ops', {})
    expect(await line.client.call('sync.badge', {})).toEqual({ ok: true, value: BADGE })
    slow.resolve()
    expect(await first).toEqual({ ok: true, value: [] })
  })

  test('SHELL-13 events come in the order they were told, until nobody listens', async () => {
    const { heard, until, stop } = await listen()
    desk.tell({ event: 'rowsChanged' })
    desk.tell({ event: 'badgeChanged' })
    await until('badgeChanged')
    expect(heard.filter((told) => told !== 'back')).toEqual(['rowsChanged', 'badgeChanged'])
    stop()
  })

  test('SHELL-14 a host that goes away is noticed, and so is its return; calls and events work again', async () => {
    const { heard, until, stop } = await listen()
    await line.cut()
    await until('lost')
    heard.splice(0)
    await line.lay()
    await until('back')
    await desk.listenedTo()
    desk.tell({ event: 'rowsChanged' })
    await until('rowsChanged')
    desk.answer('sync.badge', { ok: true, value: BADGE })
    expect(await line.client.call('sync.badge', {})).toEqual({ ok: true, value: BADGE })
    stop()
  })

  test('SHELL-14 a host that lost its screen stops telling it', async () => {
    const { until, stop } = await listen()
    await line.cut()
    await until('lost')
    expect(desk.listeners).toBe(0)
    stop()
  })
})
