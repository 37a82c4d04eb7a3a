import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AttachedDesk } from '../../../../electron/host/attached/attached-desk.ts'
import { SentCommands } from '../../../../electron/host/attached/sent-commands.ts'
import type { DeskHost } from '../../../../electron/host/desk-host.ts'
import { DESK_CALLS, type DeskInput, type DeskOutput } from '../../../../shared/desk-api/contract.ts'
import type { StaffId } from '../../../../shared/domain/ids.ts'
import { hashSecret } from '../../../../shared/domain/pin-hash.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { reservationIdOf } from '../../../support/desk-ops.ts'
import { MemoryHubLine } from '../../../support/memory-hub-line.ts'
import { refusedSale } from '../../../support/open-exception.ts'
import { TODAY, put } from '../../../support/small-hotel.ts'
import { TestDeskHost } from '../../../support/test-desk-host.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'
import { block, walkIn } from '../desk-service/desk-inputs.ts'

/** Two terminals of one hotel, each a real host over a replica of its own; their chains are apart here. */
let hub: TestDeskHost
let own: TestDeskHost
let line: MemoryHubLine
let desk: AttachedDesk
let directory: ReturnType<typeof temporaryDirectory>
const logged: string[] = []

beforeEach(async () => {
  hub = new TestDeskHost()
  own = new TestDeskHost(hub.time, hub.sisters)
  directory = temporaryDirectory()
  logged.splice(0)
  await hub.openReady()
  await own.openReady()
  line = new MemoryHubLine(hub.host, hub.time)
  open(own.host)
})

afterEach(async () => {
  await desk.close()
  await hub.close()
  own.directory.remove()
  directory.remove()
})

function open(standby: DeskHost | null): void {
  const log = (_fields: object, message: string): void => void logged.push(message)
  desk = new AttachedDesk({
    line,
    standby,
    sent: new SentCommands(directory.path, hub.time),
    terminal: { name: 'Desk 2', deviceClass: standby === null ? 'kiosk' : 'desk' },
    clock: hub.time,
    timers: hub.time,
    log: { info: log, warn: log, error: log },
  })
}

async function view(): Promise<DeskOutput<'terminal.get'>> {
  const answer = await desk.handle('terminal.get', {})
  if (!answer.ok) throw new Error(answer.error.code)
  return DESK_CALLS['terminal.get'].output.parse(answer.value)
}

const codeOf = async (call: string, input: unknown, session: string | null = null): Promise<string | null> => {
  const answer = await desk.handle(call, input, session)
  return answer.ok ? null : answer.error.code
}

const PEPPER = new Uint8Array(32).fill(7)

/** Somebody who works at these terminals, known to each of them. */
async function staffOf(terminals: readonly TestDeskHost[]): Promise<DeskInput<'staff.signIn'>> {
  const [staffId, secret] = ['ana' as StaffId, '1111']
  const secretHash = await hashSecret(secret, PEPPER, new Uint8Array(16).fill(3))
  for (const { chain } of terminals) {
    chain.pepper = Buffer.from(PEPPER).toString('base64url')
    chain.change([put('staff_member', { staffId, name: 'Ana', role: 'agent', secretHash, active: true })])
  }
  for (const terminal of terminals) {
    await terminal.host.close()
    await terminal.open(null)
  }
  await hub.time.advance(2_000)
  await desk.close()
  line = new MemoryHubLine(hub.host, hub.time)
  open(own.host)
  return { staffId, secret }
}

/** The session of somebody at whichever host the screen works with. */
async function signIn(known: DeskInput<'staff.signIn'>): Promise<string> {
  const answer = await desk.handle('staff.signIn', known)
  if (!answer.ok) throw new Error(answer.error.code)
  return DESK_CALLS['staff.signIn'].output.parse(answer.value).session
}

/** The names of the guests that arrive today, as that desk knows them. */
async function arrivalsOf(one: TestDeskHost): Promise<string[]> {
  const { arrivals } = await one.read('today.get', {})
  return arrivals.items.map(({ lastName }) => lastName)
}

/** Sends the guest of a refused sale on to the near hotel. */
function sendOn(): DeskInput<'sister.book'> {
  return {
    reservationId: reservationIdOf(2),
    exceptionId: refusedSale(1).exceptionId,
    out: { way: 'send_on' },
    note: '',
    hotelId: 'oura',
    roomTypeId: 'DBL',
    arrival: TODAY,
    departure: addDays(TODAY, 1),
    adults: 1,
    guest: { firstName: 'Ada', lastName: 'Byron', email: null, phone: null },
  }
}

async function toStandby(): Promise<void> {
  line.cut()
  await hub.time.advance(10_000)
  expect((await view()).role).toBe('standby')
}

async function backToHub(): Promise<void> {
  line.lay()
  await hub.time.advance(15_000)
  expect((await view()).role).toBe('attached')
}

test('HUB-07 with the hub in reach its desk API is this one, but the terminal is its own', async () => {
  line.lay()
  await hub.time.settle()
  const heard: string[] = []
  desk.listen(({ event }) => heard.push(event))
  expect(await codeOf('walkIn.book', walkIn(1))).toBeNull()
  expect([await arrivalsOf(hub), await arrivalsOf(own)]).toEqual([['Guest 1'], []])
  expect(heard).toContain('rowsChanged')
  expect(await desk.handle('hotel.get', {})).toMatchObject({ value: { terminal: { name: 'Desk 2' } } })
  expect(await codeOf('no.such', {})).toBe('CALL_UNKNOWN')
  expect(await codeOf('hub.pair', {})).toBe('NOT_A_HUB')
  expect(await view()).toMatchObject({ role: 'attached', hubAddress: '10.0.0.5:4610', hubLostAtUtcMs: null })
})

test('HUB-08 out of reach nothing is sent, and the answer is there at once, until the standby sells', async () => {
  line.lay()
  line.cut()
  const before = line.sent.length
  expect(await codeOf('today.get', {})).toBe('HUB_UNREACHABLE')
  expect(await codeOf('walkIn.book', walkIn(1))).toBe('HUB_UNREACHABLE')
  expect(line.sent).toHaveLength(before)
  expect(await view()).toMatchObject({ role: 'attached', hubLostAtUtcMs: hub.time.nowUtcMs(), unanswered: 0 })
})

test('HUB-11 after ten seconds without the hub, not before, this terminal sells by itself', async () => {
  line.lay()
  await hub.time.settle()
  const lostAtUtcMs = hub.time.nowUtcMs()
  line.cut()
  const heard: string[] = []
  desk.listen(({ event }) => heard.push(event))
  await hub.time.advance(9_999)
  expect((await view()).role).toBe('attached')
  await hub.time.advance(1)
  expect(await view()).toMatchObject({ role: 'standby', hubLostAtUtcMs: lostAtUtcMs, hasStandby: true })
  expect(heard).toContain('rowsChanged')
  expect(await codeOf('walkIn.book', walkIn(1))).toBeNull()
  expect([await arrivalsOf(hub), await arrivalsOf(own)]).toEqual([[], ['Guest 1']])
})

test('HUB-11 a terminal that starts without its hub waits as long', async () => {
  await hub.time.advance(9_999)
  expect((await view()).role).toBe('attached')
  await hub.time.advance(1)
  expect((await view()).role).toBe('standby')
})

test('HUB-11 a hub that comes and goes within ten seconds changes nothing', async () => {
  for (let times = 0; times < 5; times += 1) {
    line.cut()
    await hub.time.advance(9_000)
    line.lay()
    await hub.time.advance(10)
  }
  expect((await view()).role).toBe('attached')
})

test('HUB-12 with all of its own confirmed, the screens are back after three seconds with the hub', async () => {
  line.lay()
  await toStandby()
  expect(await codeOf('walkIn.book', walkIn(1))).toBeNull()
  await hub.time.advance(2_000)
  expect(await view()).toMatchObject({ unsent: 0 })
  line.lay()
  await hub.time.advance(2_999)
  expect((await view()).role).toBe('standby')
  await hub.time.advance(1)
  expect((await view()).role).toBe('attached')
})

test('HUB-12 with something unsent they wait for the chain, and fifteen seconds at the most', async () => {
  line.lay()
  await toStandby()
  own.line.setFaults({ down: true })
  expect(await codeOf('walkIn.book', walkIn(1))).toBeNull()
  line.lay()
  await hub.time.advance(14_999)
  expect(await view()).toMatchObject({ role: 'standby', unsent: 1 })
  await hub.time.advance(1)
  expect(await view()).toMatchObject({ role: 'attached', unsent: 1 })
  expect(await codeOf('today.get', {})).toBeNull()
})

test('HUB-12 a hub that goes again meanwhile is waited for anew', async () => {
  line.lay()
  await toStandby()
  line.lay()
  await hub.time.advance(2_000)
  line.cut()
  await hub.time.advance(2_000)
  line.lay()
  await hub.time.advance(2_000)
  expect((await view()).role).toBe('standby')
  await hub.time.advance(1_000)
  expect((await view()).role).toBe('attached')
})

test('HUB-13 a command is on disk before it goes out, without what it asks, and is forgotten with its answer', async () => {
  line.lay()
  await hub.time.settle()
  const held = Promise.withResolvers<void>()
  line.hold = held.promise
  const booking = desk.handle('walkIn.book', walkIn(1))
  await hub.time.settle()
  const beside = new SentCommands(directory.path, hub.time)
  expect(beside.unanswered()).toMatchObject([{ call: 'walkIn.book', subject: walkIn(1).reservationId }])
  const bytes = ['', '-wal'].map((end) => readFileSync(join(directory.path, `sent-commands.sqlite${end}`), 'latin1'))
  expect(bytes.join('')).not.toMatch(/Ada|Guest 1/)
  held.resolve()
  expect(await booking).toMatchObject({ ok: true })
  expect(beside.unanswered()).toEqual([])
  beside.close()
})

test.each(['call', 'answer'] as const)(
  'HUB-14 a sale whose %s was lost is carried out by the standby under its own id, once',
  async (lost) => {
    line.lay()
    await hub.time.settle()
    line.loseNext = lost
    expect(await codeOf('walkIn.book', walkIn(1))).toBe('HUB_UNREACHABLE')
    line.cut()
    expect(await view()).toMatchObject({ unanswered: 1 })
    await hub.time.advance(10_000)
    const sold = await desk.handle('walkIn.book', walkIn(1))
    expect(sold).toMatchObject({ ok: true, value: { reservationId: walkIn(1).reservationId } })
    // Pressed once more, with the risk accepted or not: the same sale.
    expect(await desk.handle('walkIn.book', walkIn(1, { acceptRisk: false }))).toEqual(sold)
    expect(await arrivalsOf(own)).toEqual(['Guest 1'])
    expect(await arrivalsOf(hub)).toEqual(lost === 'call' ? [] : ['Guest 1'])
  },
)

test('HUB-14 where the chain has brought what the hub sold, the standby answers with that', async () => {
  line.lay()
  await hub.time.settle()
  line.loseNext = 'answer'
  expect(await codeOf('walkIn.book', walkIn(1))).toBe('HUB_UNREACHABLE')
  await hub.time.advance(2_000)
  const sold = await hub.read('reservation.get', { reservationId: walkIn(1).reservationId })
  own.chain.change(hub.chain.rows())
  await own.time.advance(2_000)
  await toStandby()
  expect(await desk.handle('walkIn.book', walkIn(1))).toEqual({
    ok: true,
    value: {
      reservationId: walkIn(1).reservationId,
      confirmationCode: sold.confirmationCode,
      claim: 'guaranteed',
    },
  })
  expect(await own.read('sync.ops', {})).toEqual([])
})

test('HUB-14 the standby takes no other content under an id that the hub may have used', async () => {
  line.lay()
  await hub.time.settle()
  line.loseNext = 'answer'
  expect(await codeOf('walkIn.book', walkIn(1))).toBe('HUB_UNREACHABLE')
  line.loseNext = 'answer'
  expect(await codeOf('block.set', block(1))).toBe('HUB_UNREACHABLE')
  await toStandby()
  expect(await codeOf('walkIn.book', walkIn(1, { adults: 1 }))).toBe('RESERVATION_ID_REUSED')
  expect(await codeOf('block.set', block(1, { roomId: '101' }))).toBe('BLOCK_ID_REUSED')
  expect(await own.read('sync.ops', {})).toEqual([])
  expect(await codeOf('walkIn.book', walkIn(2))).toBeNull()
})

test('HUB-14 a command without an id of its own is not done twice: the standby waits for the hub to tell', async () => {
  line.lay()
  await hub.time.settle()
  line.loseNext = 'answer'
  expect(await codeOf('drawer.open', { amountMinor: 500 })).toBe('HUB_UNREACHABLE')
  await toStandby()
  expect(await codeOf('drawer.open', { amountMinor: 500 })).toBe('HUB_ANSWER_UNKNOWN')
  expect(await codeOf('drawer.open', { amountMinor: 600 })).toBe('CALL_UNKNOWN')
})

test('HUB-14 what a terminal did not hear an answer to, it knows after a restart too', async () => {
  line.lay()
  await hub.time.settle()
  line.loseNext = 'answer'
  expect(await codeOf('walkIn.book', walkIn(1))).toBe('HUB_UNREACHABLE')
  await desk.close()
  own = new TestDeskHost(hub.time)
  await own.openReady()
  line.cut()
  open(own.host)
  await hub.time.advance(10_000)
  expect(await view()).toMatchObject({ role: 'standby', unanswered: 1 })
  expect(await codeOf('walkIn.book', walkIn(1, { adults: 1 }))).toBe('RESERVATION_ID_REUSED')
})

test.each(['call', 'answer'] as const)(
  'SIS-08 where the %s of a booking at a near hotel was lost, the standby finishes it with the same booking',
  async (lost) => {
    for (const one of [hub, own]) one.chain.change([put('exception', refusedSale(1))])
    line.lay()
    await hub.time.advance(2_000)
    const input = sendOn()
    line.loseNext = lost
    expect(await codeOf('sister.book', input)).toBe('HUB_UNREACHABLE')
    await toStandby()
    const booked = await desk.handle('sister.book', input)
    expect(booked).toMatchObject({ ok: true, value: { confirmationCode: 'SIS-1' } })
    expect(await desk.handle('sister.book', input)).toEqual(booked)
    expect(hub.sisters.bookings).toBe(1)
    const ops = async (one: TestDeskHost) => (await one.read('sync.ops', {})).map(({ opId }) => opId)
    expect([await ops(hub), await ops(own)]).toEqual([
      lost === 'call' ? [] : [input.reservationId],
      [input.reservationId],
    ])
  },
)

test('SIS-08 where the chain has brought what the hub resolved, the standby answers with the booking', async () => {
  hub.chain.change([put('exception', refusedSale(1))])
  line.lay()
  await hub.time.advance(2_000)
  const input = sendOn()
  line.loseNext = 'answer'
  expect(await codeOf('sister.book', input)).toBe('HUB_UNREACHABLE')
  await hub.time.advance(2_000)
  own.chain.change(hub.chain.rows())
  await own.time.advance(2_000)
  await toStandby()
  expect(await desk.handle('sister.book', input)).toMatchObject({ ok: true, value: { confirmationCode: 'SIS-1' } })
  expect([hub.sisters.bookings, await own.read('sync.ops', {})]).toEqual([1, []])
})

test.each(['call', 'answer'] as const)('HUB-15 a hub that is back tells what became of a lost %s', async (lost) => {
  line.lay()
  await hub.time.settle()
  for (const [call, input] of [
    ['walkIn.book', walkIn(1)],
    ['block.set', block(1)],
    ['block.release', { blockId: block(1).blockId }],
  ] as const) {
    line.loseNext = lost
    expect(await codeOf(call, input)).toBe('HUB_UNREACHABLE')
  }
  line.cut()
  expect(await view()).toMatchObject({ unanswered: 3 })
  line.lay()
  await hub.time.settle()
  expect(await view()).toMatchObject({ unanswered: 0 })
  // And it answers again, whichever it was.
  expect(await codeOf('walkIn.book', walkIn(1))).toBeNull()
  expect(await arrivalsOf(hub)).toEqual(['Guest 1'])
})

test('HUB-15 a hub with staff tells what became of a lost call as soon as somebody has signed in there again', async () => {
  const known = await staffOf([hub, own])
  line.lay()
  await hub.time.settle()
  const atHub = await signIn(known)
  line.loseNext = 'answer'
  expect(await codeOf('walkIn.book', walkIn(1), atHub)).toBe('HUB_UNREACHABLE')
  await toStandby()
  // Both terminals draw from the same seed: so the hub has given nobody a session of this name.
  await signIn(known)
  const atStandby = await signIn(known)
  expect(await codeOf('today.get', {}, atStandby)).toBeNull()
  await backToHub()
  expect(await codeOf('today.get', {}, atStandby)).toBe('SIGNED_OUT')
  expect(await view()).toMatchObject({ unanswered: 1 })
  await signIn(known)
  expect(await codeOf('today.get', {}, await signIn(known))).toBeNull()
  await hub.time.settle()
  expect(await view()).toMatchObject({ unanswered: 0 })
})

test('STAFF-04 what waits for an answer goes on for whoever asked it, whoever asks something meanwhile', async () => {
  const known = await staffOf([hub, own])
  line.lay()
  await hub.time.settle()
  const atHub = await signIn(known)
  line.loseNext = 'call'
  expect(await codeOf('walkIn.book', walkIn(1), atHub)).toBe('HUB_UNREACHABLE')
  await toStandby()
  const atStandby = await signIn(known)
  const nobody = desk.handle('walkIn.book', walkIn(1), 'made up')
  const meanwhile = desk.handle('today.get', {}, atStandby)
  expect(await nobody).toMatchObject({ error: { code: 'SIGNED_OUT' } })
  expect(await meanwhile).toMatchObject({ ok: true })
  const asked = desk.handle('walkIn.book', walkIn(1), atStandby)
  void desk.handle('staff.list', {})
  expect(await asked).toMatchObject({ ok: true })
})

test('HUB-16 what the standby did, it answers for also when the screens are back at the hub', async () => {
  line.lay()
  await toStandby()
  const sold = await desk.handle('walkIn.book', walkIn(1))
  expect(sold.ok).toBe(true)
  await backToHub()
  expect(await desk.handle('walkIn.book', walkIn(1))).toEqual(sold)
  expect(await arrivalsOf(hub)).toEqual([])
  expect(await codeOf('walkIn.book', walkIn(2))).toBeNull()
  expect(await arrivalsOf(hub)).toEqual(['Guest 2'])
})

test('HUB-16 what the standby refused is no matter of its own', async () => {
  line.lay()
  await toStandby()
  expect(await codeOf('walkIn.book', walkIn(1, { agreedTotalMinor: 1 }))).toBe('QUOTE_CHANGED')
  await backToHub()
  expect(await codeOf('walkIn.book', walkIn(1))).toBeNull()
  expect([await arrivalsOf(hub), await arrivalsOf(own)]).toEqual([['Guest 1'], []])
})

test('HUB-10 a terminal whose key the hub refuses does nothing, by its standby neither, until it is taken again', async () => {
  line.lay()
  await hub.time.settle()
  line.refuseKey()
  await hub.time.advance(60_000)
  expect(await view()).toMatchObject({ role: 'attached', keyRefused: true })
  for (const call of ['today.get', 'walkIn.book']) expect(await codeOf(call, walkIn(1))).toBe('HUB_KEY_REFUSED')
  line.lay()
  await hub.time.settle()
  expect(await codeOf('today.get', {})).toBeNull()
})

test('HUB-17 a kiosk has no standby: without its hub it does nothing', async () => {
  await desk.close()
  own = new TestDeskHost(hub.time)
  open(null)
  line.lay()
  line.cut()
  await hub.time.advance(60_000)
  expect(await view()).toMatchObject({ role: 'attached', hasStandby: false, unsent: 0 })
  expect(await codeOf('today.get', {})).toBe('HUB_UNREACHABLE')
})

test('HUB-11 a standby without the rows of its hotel is not worked with', async () => {
  await desk.close()
  own = new TestDeskHost(hub.time)
  own.chain.problems.snapshot = { code: 'BUSY', retry: 'backoff' }
  await own.openReady()
  open(own.host)
  await hub.time.advance(60_000)
  expect((await view()).role).toBe('attached')
  own.chain.problems = {}
  await hub.time.advance(120_000)
  expect((await view()).role).toBe('standby')
})

test('HUB-13 nothing that is written to the log names a guest', async () => {
  line.lay()
  await toStandby()
  await desk.handle('walkIn.book', walkIn(1))
  await backToHub()
  expect(logged.length).toBeGreaterThan(0)
  expect(logged.join(' ')).not.toMatch(/Ada|Guest/)
})
