import { readFileSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock, systemTimers } from '../../../../electron/common/adapters.ts'
import { HttpsHubLine } from '../../../../electron/host/attached/hub-line.ts'
import { type PairedHub, pairWithHub } from '../../../../electron/host/attached/pair-with-hub.ts'
import { loadHubCertificate } from '../../../../electron/host/hub/hub-certificate.ts'
import { openHubDesk } from '../../../../electron/host/hub/hub-desk.ts'
import { DESK_CALLS } from '../../../../shared/desk-api/contract.ts'
import { DESK_EVENTS_PATH, deskCallPath } from '../../../../shared/desk-api/http-paths.ts'
import { LanHub } from '../../../support/lan-hub.ts'
import { ScriptedDesk } from '../../../support/scripted-desk.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'

let hub: LanHub
const closing: (() => void)[] = []

beforeEach(async () => {
  hub = new LanHub()
  await hub.open()
})

afterEach(async () => {
  for (const close of closing.splice(0)) close()
  await hub.close()
})

const BADGE = deskCallPath('sync.badge')
const keyOf = ({ terminalId, key }: PairedHub): string => `${terminalId}.${key}`
const lineOf = (paired: PairedHub): HttpsHubLine =>
  new HttpsHubLine({ ...paired, address: () => paired.address, clock: systemClock, timers: systemTimers })

/** Listens until the line is up; tells when it is lost or the key is refused. */
async function listen(line: HttpsHubLine): Promise<{ readonly ended: Promise<string> }> {
  const up = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<string>()
  const stop = line.listen({
    onReached: () => up.resolve(),
    onEvent: () => undefined,
    onLost: () => ended.resolve('lost'),
    onKeyRefused: () => ended.resolve('key refused'),
  })
  closing.push(stop)
  await up.promise
  return { ended: ended.promise }
}

test('HUB-01 a paired terminal is answered; without a key, with another or from a web page nobody is', async () => {
  const paired = await hub.pair()
  hub.desk.answer('sync.badge', { ok: true, value: [] })
  expect((await hub.ask(BADGE, { key: keyOf(paired) })).status).toBe(200)
  const asked = hub.desk.asked.length
  for (const key of [undefined, 'x', `${paired.terminalId}.x`, `x.${paired.key}`]) {
    expect(await hub.ask(BADGE, key === undefined ? {} : { key })).toMatchObject({ status: 401 })
  }
  const { status } = await hub.ask(DESK_EVENTS_PATH, { method: 'GET' })
  expect(status).toBe(401)
  expect((await hub.ask(BADGE, { key: keyOf(paired), origin: 'https://evil.example' })).status).toBe(403)
  expect(hub.desk.asked).toHaveLength(asked)
  expect(hub.desk.listeners).toBe(0)
})

test('HUB-01 a broken body and an endless one are refused, and what the desk throws names no guest', async () => {
  const key = keyOf(await hub.pair())
  expect((await hub.ask(BADGE, { key, body: '{' })).status).toBe(400)
  expect((await hub.ask(BADGE, { key, body: JSON.stringify('x'.repeat(70_000)) })).status).toBe(413)
  expect((await hub.ask('/elsewhere', { key })).status).toBe(400)
  hub.desk.answer('sync.badge', () => Promise.reject(new Error('broken')))
  const answer = await hub.ask(BADGE, { key })
  expect([answer.status, answer.body.includes('broken')]).toEqual([500, false])
  expect(hub.faults).toEqual(['/desk/v1/call/:name broken'])
})

test('HUB-02 the certificate is made once, is for its owner only, and outlives the hub', async () => {
  const { fingerprint, port } = hub.shell
  const file = join(hub.directory.path, 'hub-certificate.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await hub.shell.close()
  await hub.open(port)
  expect(hub.shell.fingerprint).toBe(fingerprint)
})

test('HUB-02 a terminal sends nothing to who shows another certificate at the address of its hub', async () => {
  const line = lineOf(await hub.pair())
  const { port } = hub.shell
  await hub.shell.close()
  const elsewhere = temporaryDirectory()
  const other = await loadHubCertificate(elsewhere.path, systemClock)
  let asked = 0
  const impostor = createServer({ key: other.keyPem, cert: other.certificatePem }, (_request, response) => {
    asked += 1
    response.end('{"ok":true,"value":{}}')
  })
  await new Promise<void>((resolve) => impostor.listen(port, '127.0.0.1', resolve))
  expect(await line.call('sync.badge', {})).toEqual({ came: 'nothing' })
  expect(asked).toBe(0)
  await new Promise((resolve) => impostor.close(resolve))
  elsewhere.remove()
  await hub.open(port)
})

test('HUB-02 a certificate made anew is a hub that the terminal does not know', async () => {
  const line = lineOf(await hub.pair())
  await hub.loseCertificate()
  expect(await line.call('sync.badge', {})).toEqual({ came: 'nothing' })
})

test('HUB-03 a pairing code pairs one terminal, in any case and without its dashes', async () => {
  const { pairingCode } = hub.shell.newPairingCode()
  expect(pairingCode).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
  const paired = await hub.pair(pairingCode.toLowerCase().replaceAll('-', ''))
  expect(paired).toMatchObject({ chainUrl: 'http://127.0.0.1:4700', fingerprint: hub.shell.fingerprint })
  await expect(hub.pair(pairingCode)).rejects.toThrow('does not take this pairing code')
  expect(hub.shell.terminals().map(({ name }) => name)).toEqual(['Desk 2'])
})

test('HUB-03 a code is void after a quarter of an hour, when there is a newer one, and after five wrong proofs', async () => {
  const late = hub.shell.newPairingCode()
  await hub.time.advance(15 * 60_000)
  expect(hub.time.nowUtcMs()).toBe(late.validUntilUtcMs)
  await expect(hub.pair(late.pairingCode)).rejects.toThrow('does not take')
  const older = hub.shell.newPairingCode()
  hub.shell.newPairingCode()
  await expect(hub.pair(older.pairingCode)).rejects.toThrow('does not take')
  const { pairingCode } = hub.shell.newPairingCode()
  for (let tries = 0; tries < 5; tries += 1)
    await expect(hub.pair('0000-0000-0000-0000')).rejects.toThrow('does not take')
  await expect(hub.pair(pairingCode)).rejects.toThrow('does not take')
  expect(hub.shell.terminals()).toEqual([])
})

test('HUB-03 somebody in between learns no code, and neither side believes him', async () => {
  const elsewhere = temporaryDirectory()
  const other = await loadHubCertificate(elsewhere.path, systemClock)
  const { pairingCode } = hub.shell.newPairingCode()
  const passedOn: string[] = []
  const statuses: number[] = []
  const passOn = async (path: string, body: string): Promise<void> => {
    passedOn.push(body)
    const { status } = await hub.ask(path, { body })
    statuses.push(status)
  }
  const between = createServer({ key: other.keyPem, cert: other.certificatePem }, (request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      // The hub refuses the proof over his certificate, so he makes an answer up.
      const madeUp = JSON.stringify({ terminalId: 't', key: 'k', chainUrl: null, proof: 'p' })
      void passOn(request.url ?? '', body).finally(() => response.end(madeUp))
    })
  })
  const port = await new Promise<number>((resolve) => {
    between.listen(0, '127.0.0.1', () => resolve((between.address() as { port: number }).port)) // listening on TCP
  })
  const terminal = { name: 'Desk 2', deviceClass: 'desk' as const }
  await expect(pairWithHub(`127.0.0.1:${port}`, pairingCode, terminal, systemTimers)).rejects.toThrow(
    'it is not the hub',
  )
  expect(statuses).toEqual([401])
  expect(passedOn.join('')).not.toContain(pairingCode.slice(0, 4))
  await new Promise((resolve) => between.close(resolve))
  elsewhere.remove()
  expect(hub.shell.terminals()).toEqual([])
})

test('HUB-03 where no hub is, pairing says so', async () => {
  const terminal = { name: 'Desk 2', deviceClass: 'desk' as const }
  await expect(pairWithHub('127.0.0.1:9', 'code', terminal, systemTimers)).rejects.toThrow(
    'no hub answers at 127.0.0.1:9',
  )
})

test('HUB-04 an address that guesses is not listened to for a minute, with the right key neither', async () => {
  const key = keyOf(await hub.pair())
  hub.desk.answer('sync.badge', { ok: true, value: [] })
  for (let tries = 0; tries < 20; tries += 1) expect((await hub.ask(BADGE, { key: 'a.b' })).status).toBe(401)
  expect((await hub.ask(BADGE, { key: 'a.b' })).status).toBe(429)
  expect((await hub.ask(BADGE, { key })).status).toBe(429)
  await hub.time.advance(60_000)
  expect((await hub.ask(BADGE, { key })).status).toBe(200)
})

test('HUB-05 a revoked key is void at once and for good; the others go on', async () => {
  const [one, other] = [await hub.pair(undefined, 'Desk 2'), await hub.pair(undefined, 'Desk 3')]
  const line = lineOf(one)
  const { ended } = await listen(line)
  expect(hub.shell.terminals().map(({ connected }) => connected)).toEqual([true, false])
  expect(hub.shell.revoke(one.terminalId)).toBe(true)
  expect(await ended).toBe('lost')
  expect(await line.call('sync.badge', {})).toEqual({ came: 'keyRefused' })
  expect(hub.shell.revoke('nobody')).toBe(false)

  const { port } = hub.shell
  await hub.shell.close()
  await hub.open(port)
  expect(await lineOf(one).call('sync.badge', {})).toEqual({ came: 'keyRefused' })
  hub.desk.answer('sync.badge', { ok: true, value: [] })
  expect((await hub.ask(BADGE, { key: keyOf(other) })).status).toBe(200)
})

test("HUB-05 the hub's disk holds nothing that opens the hub", async () => {
  const { key } = await hub.pair()
  for (const name of readdirSync(hub.directory.path)) {
    const path = join(hub.directory.path, name)
    expect(readFileSync(path, 'utf8')).not.toContain(key)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  }
})

test("HUB-06 only the hub's own screen pairs, lists and revokes", async () => {
  const paired = await hub.pair()
  for (const call of ['hub.pair', 'hub.terminals', 'hub.revoke', 'hub.anything']) {
    const { body } = await hub.ask(`/desk/v1/call/${call}`, { key: keyOf(paired), body: '{"terminalId":"x"}' })
    expect(JSON.parse(body)).toMatchObject({ ok: false, error: { code: 'NOT_A_HUB' } })
  }
  expect(hub.desk.asked).toEqual([])
  const inner = new ScriptedDesk()
  const alone = { ok: false, error: { code: 'NOT_A_HUB', params: {}, retry: 'never' } } as const
  for (const call of ['hub.pair', 'hub.terminals', 'hub.revoke']) inner.answer(call, alone)
  const desk = openHubDesk(
    {
      handle: (call, input) => inner.handle(call, input),
      listen: (heard) => inner.listen(heard),
      close: () => Promise.resolve(),
    },
    { ...hub.shell, close: () => Promise.resolve() },
    hub.time,
  )
  const code = await desk.handle('hub.pair', {})
  expect(DESK_CALLS['hub.pair'].output.parse(code.ok ? code.value : null).pairingCode).toMatch(/^\w{4}-/)
  const listed = await desk.handle('hub.terminals', {})
  expect(listed).toMatchObject({ ok: true, value: [{ terminalId: paired.terminalId, revokedAtUtcMs: null }] })
  expect(JSON.stringify(listed)).not.toContain('keyHash')
  expect(await desk.handle('hub.revoke', { terminalId: 'x' })).toMatchObject({ error: { code: 'TERMINAL_UNKNOWN' } })
  expect(await desk.handle('hub.revoke', {})).toMatchObject({ error: { code: 'INPUT_INVALID' } })
  expect(await desk.handle('hub.revoke', { terminalId: paired.terminalId })).toEqual({ ok: true, value: {} })
  expect((await hub.ask(BADGE, { key: keyOf(paired) })).status).toBe(401)
})
