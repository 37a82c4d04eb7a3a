import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PushResponse } from '../../../shared/wire/sync-messages.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { CHAIN_PROOFS, disprove } from '../../stress/proofs.ts'
import { NOON_UTC_MS, chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { opIdOf } from '../../support/desk-ops.ts'
import { InternalCaller } from '../../support/internal-caller.ts'
import { HOTEL_ID } from '../../support/small-hotel.ts'
import { SyncCaller, outcomesOf, walkInOp } from '../../support/sync-caller.ts'

describeOnBothDatabases('terminals that are taken away, and peers of other versions', (open) => {
  let db: Database
  let chain: Chain
  let desk: SyncCaller
  let staff: InternalCaller
  let path: string

  beforeEach(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    desk = await SyncCaller.open(chain)
    staff = await InternalCaller.open(chain, 'manager')
    path = `/devices/${desk.terminal.deviceId}`
  })
  afterEach(async () => {
    await desk.app.close()
    await staff.app.close()
    await db.close()
  })

  const asks = (...paths: string[]) =>
    Promise.all(paths.map(async (one) => (await desk.ask('GET', one)).code ?? 'answered'))
  const reservations = async () =>
    (await db.query('SELECT reservation_id FROM reservation WHERE hotel_id = $1', [HOTEL_ID])).length
  const held = async () => (await staff.atHotel<{ ops: { seq: number }[] }>('GET', `${path}/quarantine`)).body.ops
  const PULL = 'pull?epoch=1&cursor=0'

  test('SYNC-41 a terminal that was taken away is given nothing; given back, it goes on', async () => {
    expect(await asks(PULL, 'snapshot')).toEqual(['answered', 'answered'])
    expect(await staff.atHotel('POST', `${path}/revoke`)).toMatchObject({ status: 200, body: { state: 'revoked' } })
    expect(await asks(PULL, 'snapshot', 'events')).toEqual(['DEVICE_REVOKED', 'DEVICE_REVOKED', 'DEVICE_REVOKED'])
    const { status, text } = await desk.hello()
    expect([status, JSON.parse(text)]).toMatchObject([403, { code: 'DEVICE_REVOKED', retry: 'never' }])
    const listed = await staff.atHotel<{ devices: object[] }>('GET', '/devices')
    expect(listed.body.devices).toMatchObject([{ state: 'revoked' }])
    expect(await staff.atHotel('POST', `${path}/reinstate`)).toMatchObject({ status: 200, body: { state: 'active' } })
    expect(await asks(PULL)).toEqual(['answered'])
    const nobody = '/devices/01990000-0000-7000-8000-0000000000ee'
    expect((await staff.atHotel('POST', `${nobody}/revoke`)).code).toBe('DEVICE_UNKNOWN')
  })

  test('SYNC-41 the stream of a terminal that is taken away ends with the event `revoke`', async () => {
    const address = await desk.app.listen({ port: 0 })
    const answer = await fetch(`${address}/sync/v1/events`, { headers: desk.headers })
    while (chain.streams.count === 0) await new Promise((resolve) => setImmediate(resolve))
    await staff.atHotel('POST', `${path}/revoke`)
    const heard = await answer.text()
    expect(heard.trimEnd().split('\n').at(-1)).toBe('data: {"event":"revoke"}')
    expect(chain.streams.count).toBe(0)
  })

  test('SYNC-42 what a terminal pushes that was taken away is kept once, answered, and changes nothing', async () => {
    await desk.push([walkInOp(1)])
    await staff.atHotel('POST', `${path}/revoke`)
    const strange = { ...walkInOp(3), type: 'teleportGuest', body: { note: 'a\u0000b' } }
    const pushed = await desk.push([walkInOp(1), walkInOp(2), strange], 77)
    expect(outcomesOf(pushed)).toEqual(['accepted', 'parked DEVICE_REVOKED', 'parked DEVICE_REVOKED'])
    expect(pushed.lastSeq).toBe(3)
    expect(await desk.push([walkInOp(2), strange])).toMatchObject({ outcomes: pushed.outcomes.slice(1) })
    expect(await held()).toMatchObject([
      { seq: 2, opId: opIdOf(2) },
      { seq: 3, body: { note: 'a\u0000b' } },
    ])
    expect(await reservations()).toBe(1)
    const forked = await desk.ask('POST', 'push', { epoch: 1, ops: [walkInOp(2, 9)] })
    expect(forked.code).toBe('DEVICE_FORKED')
    expect(await held()).toHaveLength(2)
  })

  test('SYNC-44 what is released lands as that terminal, in order, once', async () => {
    await staff.atHotel('POST', `${path}/revoke`)
    await desk.push([walkInOp(1), walkInOp(2)])
    await desk.push([walkInOp(3), walkInOp(4)])
    const support = await staff.as('support')
    expect((await support.atHotel('POST', `${path}/quarantine/release`, {})).code).toBe('FORBIDDEN')
    const first = await staff.atHotel('POST', `${path}/quarantine/release`, { throughSeq: 2 })
    expect(first.body).toEqual({ landed: 2, accepted: 2, refused: 0, parked: 0 })
    expect((await held()).map(({ seq }) => seq)).toEqual([3, 4])
    const rest = await staff.atHotel('POST', `${path}/quarantine/release`, {})
    expect(rest.body).toEqual({ landed: 2, accepted: 1, refused: 1, parked: 0 })
    const again = await staff.atHotel('POST', `${path}/quarantine/release`, {})
    expect(again.body).toMatchObject({ landed: 0 })
    expect(await reservations()).toBe(4)
    const [device] = await db.query('SELECT last_seq FROM sync_device WHERE hotel_id = $1', [HOTEL_ID])
    expect(device).toEqual({ last_seq: 4 })
    await staff.atHotel('POST', `${path}/reinstate`)
    expect(outcomesOf(await desk.push([walkInOp(1), walkInOp(2)]))).toEqual(['accepted', 'accepted'])
    expect(await reservations()).toBe(4)
    expect(await disprove(db, CHAIN_PROOFS)).toEqual([])
  })

  test('SYNC-44 a terminal that is given back pushes what was held back itself, and it lands once', async () => {
    await staff.atHotel('POST', `${path}/revoke`)
    await desk.push([walkInOp(1)])
    await staff.atHotel('POST', `${path}/reinstate`)
    expect(outcomesOf(await desk.push([walkInOp(1)]))).toEqual(['accepted'])
    expect(await held()).toEqual([])
    expect((await staff.atHotel('POST', `${path}/quarantine/release`, {})).body).toMatchObject({ landed: 0 })
    expect(await reservations()).toBe(1)
  })

  test('SYNC-45 what is discarded is never done, also when it is pushed again', async () => {
    await staff.atHotel('POST', `${path}/revoke`)
    await desk.push([walkInOp(1), walkInOp(2)])
    const discarded = await staff.atHotel('POST', `${path}/quarantine/discard`, { throughSeq: 1, note: 'Not ours' })
    expect(discarded.body).toEqual({ discarded: 1 })
    await staff.atHotel('POST', `${path}/quarantine/release`, {})
    await staff.atHotel('POST', `${path}/reinstate`)
    expect(outcomesOf(await desk.push([walkInOp(1), walkInOp(2)]))).toEqual(['parked OP_DISCARDED', 'accepted'])
    expect(outcomesOf(await (await desk.another()).push([walkInOp(1)]))).toEqual(['parked OP_DISCARDED'])
    expect(await reservations()).toBe(1)
    const [kept] = await db.query<{ note: string }>(
      "SELECT note FROM sync_quarantine WHERE hotel_id = $1 AND state = 'discarded' ORDER BY seq",
      [HOTEL_ID],
    )
    expect(kept?.note).toMatch(/^staff:.+: Not ours$/)
    expect(await disprove(db, CHAIN_PROOFS)).toEqual([])
  })

  test('SYNC-46 a terminal is forgotten only when it was taken away and nothing of it is held back', async () => {
    await desk.push([walkInOp(1)])
    expect((await staff.atHotel('DELETE', path)).code).toBe('DEVICE_ACTIVE')
    await staff.atHotel('POST', `${path}/revoke`)
    await desk.push([walkInOp(2)])
    expect((await staff.atHotel('DELETE', path)).code).toBe('QUARANTINE_HELD')
    await staff.atHotel('POST', `${path}/quarantine/release`, {})
    expect(await staff.atHotel('DELETE', path)).toMatchObject({ status: 200, body: { removed: true } })
    expect((await desk.ask('POST', 'push', { epoch: 1, ops: [walkInOp(3)] })).code).toBe('DEVICE_UNAUTHORISED')
    expect(outcomesOf(await (await desk.another()).push([walkInOp(1)]))).toEqual(['accepted'])
    expect(await reservations()).toBe(2)
  })

  test('SYNC-48 an old or a new peer is given nothing it would not understand, and its pushes land', async () => {
    for (const protocol of [null, 2, 4, 99]) {
      desk.protocol = protocol
      expect(await asks(PULL, 'snapshot', 'events')).toEqual(Array.from({ length: 3 }, () => 'UPGRADE_REQUIRED'))
      const { status, text } = await desk.hello({ somethingNew: true })
      expect([status, JSON.parse(text)]).toMatchObject([426, { code: 'UPGRADE_REQUIRED', params: { min: 3, max: 3 } }])
    }
  })

  test('SYNC-47 a push is taken of every protocol; what of it can not be read is parked', async () => {
    desk.protocol = 4
    const newer = { ...walkInOp(2), type: 'bookSuite', version: 7, seal: 'x' }
    const pushed = await desk.ask('POST', 'push', { epoch: 55, ops: [walkInOp(1), newer], tag: 'new' })
    expect(outcomesOf(JSON.parse(pushed.text) as PushResponse)).toEqual(['accepted', 'parked OP_TYPE_UNKNOWN'])
    desk.protocol = 3
    expect((await desk.hello()).status).toBe(200)
    expect((await desk.ask('POST', 'push', { epoch: 55, ops: [walkInOp(3)] })).code).toBe('EPOCH_CHANGED')
    expect(await reservations()).toBe(1)
  })

  test('SYNC-56 how far a clock is off is listed for staff; the hello is answered all the same', async () => {
    const offset = async () =>
      (await staff.atHotel<{ devices: { clockOffsetMs: number | null }[] }>('GET', '/devices')).body.devices[0]
        ?.clockOffsetMs
    expect(await offset()).toBeNull()
    const { status, text } = await desk.hello({ clockUtcMs: NOON_UTC_MS - 7 * 3_600_000 })
    expect([status, JSON.parse(text)]).toMatchObject([200, { clockUtcMs: NOON_UTC_MS }])
    expect(await offset()).toBe(-7 * 3_600_000)
  })
})
