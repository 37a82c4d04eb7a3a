import { Buffer } from 'node:buffer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DeskCallName, DeskInput } from '../../../../shared/desk-api/contract.ts'
import type { StaffId } from '../../../../shared/domain/ids.ts'
import { hashSecret } from '../../../../shared/domain/pin-hash.ts'
import type { StaffRole } from '../../../../shared/domain/staff.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { TODAY, TYPE_A, put } from '../../../support/small-hotel.ts'
import { TestDeskHost } from '../../../support/test-desk-host.ts'
import { walkIn } from './desk-inputs.ts'

const PEPPER = new Uint8Array(32).fill(7)
const hashes = new Map<string, string>()
const id = (staffId: string) => staffId as StaffId

let desk: TestDeskHost

beforeEach(async () => {
  desk = new TestDeskHost()
  desk.chain.pepper = Buffer.from(PEPPER).toString('base64url')
  desk.chain.change([await member('ana', 'agent', '1111'), await member('sol', 'supervisor', '2222')])
  await desk.openReady()
})
afterEach(() => desk.close())

async function member(staffId: string, role: StaffRole, secret: string, active = true) {
  const secretHash = hashes.get(secret) ?? (await hashSecret(secret, PEPPER, new Uint8Array(16).fill(3)))
  hashes.set(secret, secretHash)
  return put('staff_member', { staffId: id(staffId), name: `Name of ${staffId}`, role, secretHash, active })
}

async function signIn(staffId: string, secret: string): Promise<string> {
  return (await desk.read('staff.signIn', { staffId: id(staffId), secret })).session
}

async function codeAs<N extends DeskCallName>(session: string | null, call: N, input: DeskInput<N>) {
  const answer = await desk.host.handle(call, input, session)
  return answer.ok ? 'ok' : answer.error.code
}

const quote = async (session: string): Promise<number> => {
  const stay = { roomTypeId: TYPE_A, arrival: TODAY, departure: addDays(TODAY, 1) }
  const answer = await desk.host.handle('stay.quote', stay, session)
  if (!answer.ok || answer.value === null || !('totalMinor' in answer.value)) throw new Error('a quote')
  return answer.value.totalMinor
}

test('STAFF-04 before anybody has signed in, the desk tells who may, and nothing of guests', async () => {
  expect((await desk.read('staff.list', {})).map(({ staffId }) => staffId)).toEqual(['ana', 'sol'])
  expect(JSON.stringify(await desk.read('staff.list', {}))).not.toContain('argon2id')
  expect(await desk.refusal('today.get', {})).toBe('SIGNED_OUT')
  expect(await desk.refusal('sync.badge', {})).toBeNull()
  const session = await signIn('ana', '1111')
  expect(await codeAs(session, 'today.get', {})).toBe('ok')
  expect(await codeAs('made up', 'today.get', {})).toBe('SIGNED_OUT')
  await desk.host.handle('staff.signOut', {}, session)
  expect(await codeAs(session, 'today.get', {})).toBe('SIGNED_OUT')
})

test('STAFF-04 a hotel without staff has no sign-in, and who is taken off the staff is out at once', async () => {
  const session = await signIn('ana', '1111')
  desk.chain.change([await member('ana', 'agent', '1111', false)])
  await desk.time.advance(20_000)
  expect(await codeAs(session, 'today.get', {})).toBe('SIGNED_OUT')
  desk.chain.change([await member('sol', 'supervisor', '2222', false)])
  await desk.time.advance(20_000)
  expect(await desk.refusal('today.get', {})).toBeNull()
})

test('STAFF-05 a role is refused in the host what it may not do, and an approval is good for one call', async () => {
  desk.line.setFaults({ down: true })
  await desk.time.advance(20_000)
  const agent = await signIn('ana', '1111')
  const risky = walkIn(1, { agreedTotalMinor: await quote(agent), acceptRisk: true })
  expect(await codeAs(agent, 'walkIn.book', risky)).toBe('NOT_PERMITTED')
  expect(await codeAs(agent, 'hub.pair', {})).toBe('NOT_PERMITTED')
  expect(await codeAs(agent, 'night.roll', { date: TODAY })).toBe('NOT_PERMITTED')
  const asAgent = { staffId: id('ana'), secret: '1111', permission: 'sell_at_risk' } as const
  expect(await codeAs(agent, 'staff.approve', asAgent)).toBe('NOT_PERMITTED')
  const { approval } = await desk.read('staff.approve', { ...asAgent, staffId: id('sol'), secret: '2222' })
  expect(await codeAs(agent, 'walkIn.book', { ...risky, approval })).toBe('ok')
  const second = walkIn(2, { agreedTotalMinor: await quote(agent), acceptRisk: true })
  expect(await codeAs(agent, 'walkIn.book', { ...second, approval })).toBe('NOT_PERMITTED')
  expect(await codeAs(await signIn('sol', '2222'), 'walkIn.book', second)).toBe('ok')
  desk.line.setFaults({ down: false })
  await desk.time.advance(120_000)
  const sales = desk.chain.ops.filter(({ type }) => type === 'bookWalkIn')
  expect(sales.map(({ staffId, body }) => [staffId, body['approvedBy'], body['claim']])).toEqual([
    ['ana', 'sol', 'at_risk'],
    ['sol', 'sol', 'at_risk'],
  ])
})

test('STAFF-05 a kiosk, which holds no staff, does nothing that somebody has to answer for', async () => {
  const kiosk = new TestDeskHost()
  await kiosk.open(undefined, 'kiosk')
  await kiosk.time.advance(2_000)
  const [from, until] = [TODAY, addDays(TODAY, 1)]
  const { totalMinor } = await kiosk.read('stay.quote', { roomTypeId: TYPE_A, arrival: from, departure: until })
  kiosk.line.setFaults({ down: true })
  await kiosk.time.advance(20_000)
  const risky = walkIn(1, { agreedTotalMinor: totalMinor, acceptRisk: true })
  expect(await kiosk.refusal('walkIn.book', risky)).toBe('NOT_PERMITTED')
  expect(await kiosk.refusal('walkIn.book', { ...risky, acceptRisk: false })).toBe('AT_RISK')
  expect(await kiosk.refusal('night.roll', { date: TODAY })).toBe('NOT_PERMITTED')
  expect(await kiosk.refusal('hub.pair', {})).toBe('NOT_PERMITTED')
  await kiosk.close()
})

test('STAFF-06 five wrong tries make a pause that a new start does not end, each further one a longer pause', async () => {
  const wrong = { staffId: id('ana'), secret: '9999' }
  const answers = []
  for (let n = 0; n < 5; n += 1) answers.push(await desk.call('staff.signIn', wrong))
  expect(answers.map((answer) => (answer.ok ? null : answer.error.params['triesLeft']))).toEqual([
    4,
    3,
    2,
    1,
    undefined,
  ])
  expect(await desk.refusal('staff.signIn', { ...wrong, secret: '1111' })).toBe('SIGN_IN_LOCKED')
  expect(await desk.refusal('staff.signIn', { staffId: id('sol'), secret: '2222' })).toBeNull()
  await desk.host.close()
  await desk.open(null)
  expect(await desk.refusal('staff.signIn', { ...wrong, secret: '1111' })).toBe('SIGN_IN_LOCKED')
  await desk.time.advance(31_000)
  expect(await desk.refusal('staff.signIn', wrong)).toBe('SIGN_IN_LOCKED')
  await desk.time.advance(31_000)
  expect(await desk.refusal('staff.signIn', { ...wrong, secret: '1111' })).toBe('SIGN_IN_LOCKED')
  await desk.time.advance(31_000)
  expect(await desk.refusal('staff.signIn', { ...wrong, secret: '1111' })).toBeNull()
})

test('STAFF-06 a clock that is set back neither ends a pause nor makes it longer than it is', async () => {
  const right = { staffId: id('ana'), secret: '1111' }
  for (let n = 0; n < 5; n += 1) await desk.call('staff.signIn', { ...right, secret: '9999' })
  desk.time.setBack(86_400_000)
  expect(await desk.refusal('staff.signIn', right)).toBe('SIGN_IN_LOCKED')
  await desk.time.advance(29_000)
  expect(await desk.refusal('staff.signIn', right)).toBe('SIGN_IN_LOCKED')
  await desk.time.advance(2_000)
  expect(await desk.refusal('staff.signIn', right)).toBeNull()
})

test('STAFF-07 a new secret ends what was signed in with the one before', async () => {
  const session = await signIn('ana', '1111')
  desk.chain.change([await member('ana', 'agent', '4444')])
  await desk.time.advance(20_000)
  expect(await codeAs(session, 'today.get', {})).toBe('SIGNED_OUT')
  expect(await codeAs(await signIn('ana', '4444'), 'today.get', {})).toBe('ok')
})

test('STAFF-07 staff sign in with the line down, and a session ends after a long shift', async () => {
  desk.line.setFaults({ down: true })
  await desk.time.advance(20_000)
  const session = await signIn('sol', '2222')
  expect(await codeAs(session, 'today.get', {})).toBe('ok')
  await desk.time.advance(12 * 3_600_000)
  expect(await codeAs(session, 'today.get', {})).toBe('SIGNED_OUT')
})
