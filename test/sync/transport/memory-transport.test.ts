import { beforeEach, describe, expect, test } from 'vitest'
import type { SyncFault } from '../../../sync/engine/fault.ts'
import { MemoryTransport } from '../../../sync/transport/memory-transport.ts'
import { ENROL_CODE, FakeChain } from '../../support/fake-chain.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { smallHotelRows } from '../../support/small-hotel.ts'
import { VirtualTime } from '../../support/virtual-time.ts'

const HELLO = { protocol: 1, epoch: null, cursor: 0, lastSeq: 0, clockUtcMs: 1 }

let chain: FakeChain
let time: VirtualTime
let token: string | null
let line: MemoryTransport

beforeEach(() => {
  chain = new FakeChain(smallHotelRows())
  time = new VirtualTime()
  token = 'token-1'
  line = new MemoryTransport({ chain, token: () => token, rng: seededRng(1), timers: time })
})

/** The fault that a call ends with, in virtual time. */
async function faultOf(call: Promise<{ ok: true } | { ok: false; error: SyncFault }>): Promise<string> {
  const [answered] = await Promise.all([call, time.advance(20_000)])
  return answered.ok ? 'none' : answered.error.code
}

describe('the line in memory', () => {
  test('TRN-08 it answers as the chain does, and makes the checks of the wire', async () => {
    expect(
      await line.enrol({ protocol: 1, enrolCode: ENROL_CODE, deviceClass: 'desk', deviceName: 'Desk' }),
    ).toMatchObject({
      ok: true,
      value: { token: 'token-1' },
    })
    expect(await line.hello(HELLO)).toMatchObject({ ok: true, value: { epoch: 1, head: 1 } })
    token = null
    expect(await line.hello(HELLO)).toEqual({ ok: false, error: { code: 'DEVICE_UNAUTHORISED', retry: 'never' } })
    token = 'token-1'
    chain.epoch = 0
    expect(await line.hello(HELLO)).toMatchObject({ error: { code: 'RESPONSE_INVALID' } })
  })

  test('TRN-08 a lost request was never handled, a lost answer was', async () => {
    line.setFaults({ dropRequest: 1 })
    expect(await faultOf(line.hello(HELLO))).toBe('LINE_TIMEOUT')
    expect(chain.calls.hello).toBe(0)
    line.setFaults({ dropResponse: 1 })
    expect(await faultOf(line.hello(HELLO))).toBe('LINE_TIMEOUT')
    expect(chain.calls.hello).toBe(1)
    line.setFaults({ down: true })
    expect(await faultOf(line.hello(HELLO))).toBe('LINE_DOWN')
    expect(chain.calls.hello).toBe(1)
  })

  test('TRN-08 a delay passes in virtual time', async () => {
    line.setFaults({ maxDelayMs: 5_000 })
    const started = time.nowUtcMs()
    let answeredAt = 0
    const call = line.hello(HELLO).then(() => (answeredAt = time.nowUtcMs()))
    await Promise.all([call, time.advance(5_000)])
    expect(answeredAt).toBeGreaterThan(started)
    expect(answeredAt).toBeLessThan(started + 5_000)
  })

  test('TRN-08 a stream ends when the line goes down, and hears nothing after it was closed', async () => {
    const heard: string[] = []
    const listener = { onEvent: () => heard.push('event'), onEnd: (fault: SyncFault) => heard.push(fault.code) }
    line.listen(listener)
    await time.settle()
    chain.change([])
    line.setFaults({ down: true })
    chain.change([])
    expect(heard).toEqual(['event', 'LINE_DOWN'])
    line.setFaults({})
    const stream = line.listen(listener)
    await time.settle()
    stream.close()
    chain.change([])
    line.setFaults({ down: true })
    expect(heard).toHaveLength(2)
  })
})
