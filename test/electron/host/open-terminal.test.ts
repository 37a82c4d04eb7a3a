import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock, systemRng, systemTimers } from '../../../electron/common/adapters.ts'
import type { LanRole } from '../../../electron/common/host-messages.ts'
import type { TerminalHost, TerminalOptions } from '../../../electron/host/open-host.ts'
import { openTerminal } from '../../../electron/host/open-terminal.ts'
import { LanHub } from '../../support/lan-hub.ts'
import { TEST_KEY } from '../../support/test-vault.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

let directory: ReturnType<typeof temporaryDirectory>
let hub: LanHub
const opened: TerminalHost[] = []
const warned: string[] = []

beforeEach(async () => {
  directory = temporaryDirectory()
  hub = new LanHub()
  await hub.open()
  warned.splice(0)
})

afterEach(async () => {
  for (const terminal of opened.splice(0)) await terminal.close()
  await hub.close()
  directory.remove()
})

async function open(part: Partial<TerminalOptions> & { readonly lan: LanRole }): Promise<TerminalHost> {
  const terminal = await openTerminal({
    dataDirectory: join(directory.path, 'desk'),
    chainUrl: null,
    replicaKey: TEST_KEY,
    enrolCode: null,
    terminalName: 'Desk 2',
    deviceClass: 'desk',
    clock: systemClock,
    rng: systemRng,
    timers: systemTimers,
    log: { info: () => undefined, warn: (fields) => warned.push(JSON.stringify(fields)), error: () => undefined },
    ...part,
  })
  opened.push(terminal)
  return terminal
}

const attachedBy = (pairingCode: string | null): LanRole => ({
  role: 'attached',
  address: hub.address,
  pairingCode,
})

async function viewOf(terminal: TerminalHost): Promise<unknown> {
  const answer = await terminal.handle('terminal.get', {})
  return answer.ok ? answer.value : answer.error
}

test('HUB-17 a terminal is attached by a code, and without one from then on', async () => {
  await expect(open({ lan: attachedBy(null) })).rejects.toThrow('not paired with a hub')
  const { pairingCode } = hub.shell.newPairingCode()
  const first = await open({ lan: attachedBy(pairingCode) })
  expect(await viewOf(first)).toMatchObject({ role: 'attached', hubAddress: hub.address, hasStandby: false })
  await opened.pop()?.close()
  await open({ lan: attachedBy(null) })
  await opened.pop()?.close()
  // A code that is spent, as after a restart with the same environment, is no matter.
  await open({ lan: attachedBy(pairingCode) })
  expect(hub.shell.terminals()).toHaveLength(1)
})

test('HUB-17 a desk that can enrol has a standby, a kiosk has none and keeps no replica', async () => {
  const desk = await open({ lan: attachedBy(hub.shell.newPairingCode().pairingCode), enrolCode: 'code' })
  expect(await viewOf(desk)).toMatchObject({ hasStandby: true })
  const kiosk = join(directory.path, 'kiosk')
  const lan = attachedBy(hub.shell.newPairingCode().pairingCode)
  const terminal = await open({ lan, enrolCode: 'code', deviceClass: 'kiosk', dataDirectory: kiosk })
  expect(await viewOf(terminal)).toMatchObject({ hasStandby: false })
  expect(existsSync(join(kiosk, 'replica.sqlite'))).toBe(false)
})

test('HUB-01 a hub tells how it is reached, and a port that is taken is one line', async () => {
  const lan = { role: 'hub' as const, host: '127.0.0.1', port: 0 }
  const terminal = await open({ lan, chainUrl: 'http://127.0.0.1:9', enrolCode: 'code' })
  expect(terminal.hub?.pairingCode).toMatch(/^\w{4}(-\w{4}){3}$/)
  expect(await viewOf(terminal)).toMatchObject({ role: 'hub', hubAddress: null })
  const taken = { ...lan, port: hub.shell.port }
  const elsewhere = join(directory.path, 'other')
  await expect(
    open({ lan: taken, chainUrl: 'http://127.0.0.1:9', enrolCode: 'code', dataDirectory: elsewhere }),
  ).rejects.toThrow(`port ${taken.port} is in use; choose another for the hub with --hub-port`)
})
