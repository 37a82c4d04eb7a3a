import { createServer } from 'node:https'
import { afterEach, expect, test } from 'vitest'
import { systemClock, systemTimers } from '../../../../electron/common/adapters.ts'
import { HttpsHubLine } from '../../../../electron/host/attached/hub-line.ts'
import { loadHubCertificate } from '../../../../electron/host/hub/hub-certificate.ts'
import { HEARTBEAT_EVERY_MS, HEARTBEAT_LOST_MS } from '../../../../electron/host/lan/lan-paths.ts'
import type { Timers } from '../../../../shared/base/ports.ts'
import { LanHub } from '../../../support/lan-hub.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'

const closing: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** Real timers, of which the silence watch's runs a hundred times as fast. */
const HASTY: Timers = { after: (ms, run) => systemTimers.after(ms === HEARTBEAT_LOST_MS ? ms / 100 : ms, run) }

test('HUB-09 a hub that is silent counts as lost, from when it was heard last', async () => {
  const directory = temporaryDirectory()
  const { keyPem, certificatePem, fingerprint } = await loadHubCertificate(directory.path, systemClock)
  const silent = createServer({ key: keyPem, cert: certificatePem }, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(': here\n\n')
  })
  const port = await new Promise<number>((resolve) => {
    silent.listen(0, '127.0.0.1', () => resolve((silent.address() as { port: number }).port)) // listening on TCP
  })
  closing.push(() => {
    directory.remove()
    silent.closeAllConnections()
    return new Promise((resolve) => silent.close(resolve))
  })
  const line = new HttpsHubLine({
    certificatePem,
    fingerprint,
    terminalId: 't',
    key: 'k',
    address: () => `127.0.0.1:${port}`,
    clock: systemClock,
    timers: HASTY,
  })
  const reachedAt = Promise.withResolvers<number>()
  const lost = Promise.withResolvers<{ readonly heardAtUtcMs: number; readonly toldAtUtcMs: number }>()
  closing.push(
    line.listen({
      onReached: () => reachedAt.resolve(systemClock.nowUtcMs()),
      onEvent: () => undefined,
      onLost: (heardAtUtcMs) => lost.resolve({ heardAtUtcMs, toldAtUtcMs: systemClock.nowUtcMs() }),
      onKeyRefused: () => undefined,
    }),
  )
  const reachedAtUtcMs = await reachedAt.promise
  const { heardAtUtcMs, toldAtUtcMs } = await lost.promise
  expect(toldAtUtcMs - heardAtUtcMs).toBeGreaterThanOrEqual(HEARTBEAT_LOST_MS / 100 - 5)
  expect(heardAtUtcMs - reachedAtUtcMs).toBeLessThan(HEARTBEAT_LOST_MS / 100)
})

test('HUB-09 a hub that has nothing to tell is heard twice in that time', async () => {
  expect(HEARTBEAT_EVERY_MS * 2).toBeLessThan(HEARTBEAT_LOST_MS)
  const hub = new LanHub()
  await hub.open()
  closing.push(() => hub.close())
  const paired = await hub.pair()
  const line = new HttpsHubLine({ ...paired, address: () => paired.address, clock: systemClock, timers: systemTimers })
  let lost = false
  const reached = Promise.withResolvers<void>()
  const stop = line.listen({
    onReached: () => reached.resolve(),
    onEvent: () => undefined,
    onLost: () => {
      lost = true
    },
    onKeyRefused: () => undefined,
  })
  await reached.promise
  const quiet = Promise.withResolvers<void>()
  setTimeout(() => quiet.resolve(), HEARTBEAT_LOST_MS + 500)
  await quiet.promise
  expect(lost).toBe(false)
  stop()
}, 15_000)

test('HUB-10 a line whose key is refused says so, for calls and events', async () => {
  const hub = new LanHub()
  await hub.open()
  closing.push(() => hub.close())
  const paired = { ...(await hub.pair()), key: 'another' }
  const line = new HttpsHubLine({ ...paired, address: () => paired.address, clock: systemClock, timers: systemTimers })
  expect(await line.call('sync.badge', {})).toEqual({ came: 'keyRefused' })
  const refused = Promise.withResolvers<string>()
  const stop = line.listen({
    onReached: () => refused.resolve('reached'),
    onEvent: () => undefined,
    onLost: () => refused.resolve('lost'),
    onKeyRefused: () => refused.resolve('refused'),
  })
  expect(await refused.promise).toBe('refused')
  stop()
})
