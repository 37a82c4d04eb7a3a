import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemRng } from '../../../electron/common/adapters.ts'
import { EntryLink, type LinkUse } from '../../../electron/host/http-shell/entry-link.ts'
import { type HttpShell, openHttpShell } from '../../../electron/host/http-shell/http-shell.ts'
import { loadSessionKey } from '../../../electron/host/http-shell/session-key.ts'
import { type PlainAnswer, requestPlainly } from '../../support/http-request.ts'
import { ScriptedDesk } from '../../support/scripted-desk.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { VirtualTime } from '../../support/virtual-time.ts'

const CALL = '/desk/v1/call/hotel.get'
const EVENTS = '/desk/v1/events'
const containing = (text: string): unknown => expect.stringContaining(text)

function refused(code: string): { ok: false; error: { code: string; params: Record<string, never>; retry: 'never' } } {
  return { ok: false, error: { code, params: {}, retry: 'never' } }
}

const PAGE = '<!doctype html><title>the desk</title>'

let directory: ReturnType<typeof temporaryDirectory>
let desk: ScriptedDesk
let time: VirtualTime
let shell: HttpShell
let faults: string[]

beforeEach(async () => {
  directory = temporaryDirectory()
  mkdirSync(join(directory.path, 'renderer/desk'), { recursive: true })
  mkdirSync(join(directory.path, 'assets'))
  writeFileSync(join(directory.path, 'renderer/desk/index.html'), PAGE)
  writeFileSync(join(directory.path, 'assets/desk-1a2b.js'), 'export {}')
  desk = new ScriptedDesk()
  desk.answer('hotel.get', { ok: false, error: { code: 'NOT_READY', params: {}, retry: 'later' } })
  time = new VirtualTime()
  faults = []
  shell = await open('one-time')
})

afterEach(async () => {
  await shell.close()
  directory.remove()
})

function open(use: LinkUse, port = 0): Promise<HttpShell> {
  return openHttpShell(
    {
      handler: desk,
      rendererDirectory: directory.path,
      deviceClass: 'desk',
      sessionKey: loadSessionKey(directory.path, systemRng),
      entryLink: new EntryLink('the-right-token', use),
      rng: systemRng,
      timers: time,
      onFault: (route) => faults.push(route),
    },
    port,
  )
}

const get = (path: string, headers = {}): Promise<PlainAnswer> => requestPlainly(shell.port, { path, headers })

function post(path: string, body: string, headers: Record<string, string>): Promise<PlainAnswer> {
  const origin = `http://127.0.0.1:${shell.port}`
  const sent = { origin, 'content-type': 'application/json', ...headers }
  return requestPlainly(shell.port, { method: 'POST', path, headers: sent, body })
}

async function signIn(): Promise<string> {
  const entered = await get('/enter?token=the-right-token')
  return (entered.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
}

test('SHELL-01 a page, an asset, a call and the events each need the session; only /healthz is open', async () => {
  expect(await get('/')).toMatchObject({ status: 401, body: containing('Open the desk from Keyrack') })
  expect((await get('/assets/desk-1a2b.js')).status).toBe(401)
  expect((await get('/renderer/desk/index.html')).status).toBe(401)
  expect((await get(EVENTS)).status).toBe(401)
  expect(await post(CALL, '{}', {})).toMatchObject({ status: 401, body: containing('NOT_SIGNED_IN') })
  expect(desk.asked).toEqual([])
  expect((await get('/healthz')).status).toBe(200)

  const cookie = await signIn()
  expect(await get('/', { cookie })).toMatchObject({ status: 200, body: PAGE })
  expect((await get('/assets/desk-1a2b.js', { cookie })).status).toBe(200)
  expect((await post(CALL, '{}', { cookie })).status).toBe(200)
})

test.each([
  'evil.example',
  'evil.example:PORT',
  '127.0.0.1',
  '127.0.0.1:1',
  '127.0.0.1.evil.example:PORT',
  '[::1]:PORT',
])('SHELL-02 a request whose Host is %s is refused', async (name) => {
  const cookie = await signIn()
  const host = name.replace('PORT', String(shell.port))
  expect((await get('/', { cookie, host })).status).toBe(403)
  expect((await get('/healthz', { host })).status).toBe(403)
})

test('SHELL-02 localhost with the port is as good a Host as 127.0.0.1', async () => {
  expect((await get('/healthz', { host: `localhost:${shell.port}` })).status).toBe(200)
})

test.each(['http://evil.example', 'null', 'https://127.0.0.1:PORT', 'http://localhost:PORT', 'http://127.0.0.1:1'])(
  'SHELL-03 a call from the origin %s is refused and reaches no host',
  async (name) => {
    const cookie = await signIn()
    const origin = name.replace('PORT', String(shell.port))
    expect((await post(CALL, '{}', { cookie, origin })).status).toBe(403)
    expect((await get(EVENTS, { cookie, origin })).status).toBe(403)
    expect(desk.asked).toEqual([])
  },
)

test('SHELL-03 a call without an Origin is refused', async () => {
  const headers = { cookie: await signIn(), 'content-type': 'application/json' }
  const answer = await requestPlainly(shell.port, { method: 'POST', path: CALL, headers, body: '{}' })
  expect(answer.status).toBe(403)
})

test('SHELL-04 the link gives a cookie out of reach of scripts and other sites, named by class and port, and goes to /', async () => {
  const entered = await get('/enter?token=the-right-token')
  expect(entered).toMatchObject({ status: 303, headers: { location: '/' } })
  const [name, ...attributes] = entered.headers['set-cookie']?.[0]?.split('; ') ?? []
  expect(name).toMatch(new RegExp(`^keyrack-desk-${shell.port}=`))
  expect(attributes.sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict'])
})

test('SHELL-04 a wrong token gives no cookie', async () => {
  for (const token of ['', 'x', 'the-right-tokem', 'the-right-token%20']) {
    const answer = await get(`/enter?token=${token}`)
    expect(answer.status).toBe(401)
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
})

test('SHELL-05 a session outlives the host, and dies with its key', async () => {
  const cookie = await signIn()
  const { port } = shell
  await shell.close()
  shell = await open('one-time', port)
  expect((await get('/', { cookie })).status).toBe(200)
  await shell.close()
  writeFileSync(join(directory.path, 'session.key'), systemRng.bytes(32))
  shell = await open('one-time', port)
  expect((await get('/', { cookie })).status).toBe(401)
})

test('SHELL-05 a cookie that the key did not sign, or signed for another port, opens nothing', async () => {
  const [name, value] = (await signIn()).split('=')
  expect((await get('/', { cookie: `${name}=${value}x` })).status).toBe(401)
  expect((await get('/', { cookie: `${name}=abc.def` })).status).toBe(401)
  const other = await open('one-time')
  const cookie = `keyrack-desk-${other.port}=${value}`
  expect((await requestPlainly(other.port, { path: '/', headers: { cookie } })).status).toBe(401)
  await other.close()
})

test('SHELL-06 a one-time link works once, and then only for the browser that it let in', async () => {
  const cookie = await signIn()
  const again = await get('/enter?token=the-right-token')
  expect(again.status).toBe(401)
  expect(again.headers['set-cookie']).toBeUndefined()
  expect((await get('/enter?token=the-right-token', { cookie })).headers.location).toBe('/')
})

test('SHELL-06 a reusable link lets in one browser after another', async () => {
  await shell.close()
  shell = await open('reusable')
  expect(await signIn()).not.toBe(await signIn())
  expect((await get('/', { cookie: await signIn() })).status).toBe(200)
})

test('SHELL-07 every answer carries the policy; the API and pages are not stored', async () => {
  const cookie = await signIn()
  const answers = [
    await get('/'),
    await get('/', { cookie }),
    await post(CALL, '{}', { cookie }),
    await get('/nothing'),
  ]
  for (const answer of answers) {
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['referrer-policy']).toBe('no-referrer')
    const policy = String(answer.headers['content-security-policy'])
    expect(policy.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'self'",
      "font-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "object-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
    ])
  }
})

test('SHELL-08 refusals are 200; faulty requests are 400 or 413, bugs 500, always as an answer', async () => {
  const cookie = await signIn()
  for (const [code, status] of [
    ['NO_AVAILABILITY', 200],
    ['INPUT_INVALID', 400],
    ['INTERNAL', 500],
  ] as const) {
    desk.answer('hotel.get', refused(code))
    const answer = await post(CALL, '{}', { cookie })
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body)).toEqual(refused(code))
  }
  expect(await post('/desk/v1/call/no.such', '{}', { cookie })).toMatchObject({ status: 400 })
  expect(await get('/desk/v2/other', { cookie })).toMatchObject({
    status: 400,
    body: containing('CALL_UNKNOWN'),
  })
  expect(await post(CALL, '{', { cookie })).toMatchObject({
    status: 400,
    body: containing('INPUT_INVALID'),
  })
  expect(await post(CALL, 'x=1', { cookie, 'content-type': 'text/html' })).toMatchObject({ status: 400 })
  expect(await post(CALL, JSON.stringify('x'.repeat(70_000)), { cookie })).toMatchObject({ status: 413 })
  desk.answer('hotel.get', () => Promise.reject(new Error('a bug')))
  expect(await post(CALL, '{}', { cookie })).toMatchObject({ status: 500, body: containing('INTERNAL') })
  expect(faults).toEqual(['/desk/v1/call/:name'])
})

test('SHELL-09 no address leads out of the renderer', async () => {
  const cookie = await signIn()
  writeFileSync(join(directory.path, '.secret'), 'dot')
  for (const path of [
    '/../session.key',
    '/%2e%2e/etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/.secret',
    '/assets/..%5c..%5cx',
  ]) {
    expect((await get(path, { cookie })).status).toBeGreaterThanOrEqual(400)
  }
})

test('SHELL-10 events come as they are told, with a comment every fifteen seconds, and end with the host', async () => {
  const response = await fetch(`http://127.0.0.1:${shell.port}${EVENTS}`, { headers: { cookie: await signIn() } })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  await desk.listenedTo()
  desk.tell({ event: 'rowsChanged' })
  await time.advance(15_000)
  let text = ''
  while (!text.includes(': ping')) text += (await reader?.read())?.value ?? ''
  expect(text).toContain('data: {"event":"rowsChanged"}\n\n')
  const closed = shell.close()
  expect(await reader?.read()).toMatchObject({ done: true })
  await closed
  expect(desk.listeners).toBe(0)
})
