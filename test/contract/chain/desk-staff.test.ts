import { Buffer } from 'node:buffer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OpId, StaffId } from '../../../shared/domain/ids.ts'
import { ok } from '../../../shared/base/result.ts'
import { secretMatches } from '../../../shared/domain/pin-hash.ts'
import { requestedSale } from '../../../shared/domain/ops/op.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { pepperOf } from '../../../sync/chain/hotels/desk-staff.ts'
import { entitiesOf } from '../../../sync/chain/sync/scope.ts'
import { NOON_UTC_MS, chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { ChainDesk, syncAll } from '../../support/chain-desks.ts'
import { InternalCaller } from '../../support/internal-caller.ts'
import { HOTEL_ID } from '../../support/small-hotel.ts'
import { newKey } from '../../support/test-payments.ts'

describeOnBothDatabases('who works at the desks', (openDatabase) => {
  let db: Database
  let chain: Chain
  let admin: InternalCaller
  let desk: ChainDesk

  beforeEach(async () => {
    db = await openDatabase()
    chain = await chainWithSmallHotel(db)
    admin = await InternalCaller.open(chain)
    desk = await ChainDesk.open(chain)
  })
  afterEach(async () => {
    desk.replica.close()
    await admin.app.close()
    await db.close()
  })

  const ana = { name: 'Ana Reis', role: 'supervisor', secret: '4711' }
  const putAna = (change: object = {}) => admin.atHotel('PUT', '/desk-staff/ana', { ...ana, ...change })

  test('STAFF-03 staff is put in place, shown without secrets, and known to every desk', async () => {
    expect((await putAna()).status).toBe(201)
    expect((await putAna({ role: 'manager', secret: null })).status).toBe(200)
    expect((await admin.atHotel('PUT', '/desk-staff/bo', { ...ana, secret: null })).code).toBe('STAFF_SECRET_MISSING')
    expect((await putAna({ secret: '12' })).code).toBe('REQUEST_INVALID')
    expect((await putAna({ role: 'manager', active: false, secret: null })).code).toBe('STAFF_LAST')
    const listed = await admin.atHotel('GET', '/desk-staff')
    expect(listed.body).toEqual({ staff: [{ staffId: 'ana', name: 'Ana Reis', role: 'manager', active: true }] })
    await syncAll(desk)
    const row = desk.row('staff_member', 'ana')
    expect(row).toMatchObject({ name: 'Ana Reis', role: 'manager' })
    expect(await secretMatches('4711', pepperOf(chain.access.tokens, HOTEL_ID), row?.secretHash ?? '')).toBe(true)
    expect(entitiesOf('kiosk')).not.toContain('staff_member')
  })

  test('STAFF-02 the pepper is sealed in the replica, and the chain keeps it in no table', async () => {
    const pepper = Buffer.from(pepperOf(chain.access.tokens, HOTEL_ID)).toString('base64url')
    expect(desk.replica.keepPepper(pepper)).toEqual(ok(undefined))
    const kept = desk.replica.db.one<{ pepper: unknown }>('SELECT pepper FROM device')
    expect(kept?.pepper).toBeInstanceOf(Uint8Array)
    expect(Buffer.from(kept?.pepper as Uint8Array).includes(pepper)).toBe(false)
    expect(pepperOf(chain.access.tokens, HOTEL_ID)).not.toEqual(pepperOf(chain.access.tokens, 'other' as never))
  })

  test('STAFF-08 an op says who did it, and what nobody known did is parked and not dropped', async () => {
    await putAna()
    await syncAll(desk)
    const book = (staffId: string) => {
      const body = requestedSale(desk.booking(), NOON_UTC_MS)
      const op = { opId: newKey() as OpId, type: 'bookWalkIn' as const, body }
      return desk.replica.record<never>(NOON_UTC_MS, () => ok(op), staffId as StaffId)
    }
    expect([book('ana').ok, book('nobody').ok]).toEqual([true, true])
    expect(await desk.sync()).toEqual(['accepted', 'STAFF_UNKNOWN'])
    const kept = await db.query<{ staff_id: string; outcome: string }>(
      'SELECT staff_id, outcome FROM sync_op WHERE hotel_id = $1 ORDER BY seq',
      [HOTEL_ID],
    )
    expect(kept).toEqual([
      { staff_id: 'ana', outcome: 'accepted' },
      { staff_id: 'nobody', outcome: 'parked' },
    ])
    await syncAll(desk)
    expect(desk.openOf('OP_PARKED')).toMatchObject({ params: { code: 'STAFF_UNKNOWN' } })
  })

  test('PAY-13 what a desk may take by card unasked is set for the hotel and reaches the desk', async () => {
    const caps = { perPaymentMinor: 30_000, storedTotalMinor: 200_000 }
    expect((await admin.atHotel('PUT', '/offline-card', caps)).body).toEqual(caps)
    expect((await admin.atHotel('PUT', '/offline-card', { ...caps, perPaymentMinor: -1 })).code).toBe('REQUEST_INVALID')
    await syncAll(desk)
    expect(desk.row('hotel', HOTEL_ID)?.offlineCard).toEqual(caps)
  })
})
