import { closeSync, openSync, readFileSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { insertOp, loadPendingOps } from '../../../sync/replica/queries/outbox.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import { openRescuing } from '../../../sync/replica/open-rescuing.ts'
import type { Replica } from '../../../sync/replica/replica.ts'
import { BigHotel } from '../../support/big-hotel.ts'
import { blockIdOf, opIdOf, recordBlock, recordWalkIn, reservationIdOf } from '../../support/desk-ops.ts'
import { loadRows, openEnrolledReplica } from '../../support/enrolled-replica.ts'
import { DEVICE_ID } from '../../support/fake-chain.ts'
import { HOTEL_ID, smallHotelRows } from '../../support/small-hotel.ts'
import { TEST_VAULT } from '../../support/test-vault.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const NOW = 1_763_800_000_000
const PAGE = 4096
let directory: ReturnType<typeof temporaryDirectory>
let path: string

beforeEach(() => {
  directory = temporaryDirectory()
  path = join(directory.path, 'replica.sqlite')
})
afterEach(() => directory.remove())

/** A hotel large enough that most pages are its rows, and three ops of which the first is acknowledged. */
function fill(): void {
  const replica = openEnrolledReplica(path)
  recordWalkIn(replica, 1)
  recordWalkIn(replica, 2, { roomId: '101' })
  recordBlock(replica, 3, '201')
  replica.saveOutcomes([{ seq: 1, opId: opIdOf(1), outcome: 'accepted' }], NOW)
  replica.close()
}

/** Overwrites the pages that `isHit` names with noise, as a failing disk would. */
function damage(isHit: (page: Buffer, number: number) => boolean): number {
  const bytes = readFileSync(path)
  const file = openSync(path, 'r+')
  let hit = 0
  for (let at = 0; at < bytes.length; at += PAGE) {
    if (!isHit(bytes.subarray(at, at + PAGE), at / PAGE + 1)) continue
    writeSync(file, Buffer.alloc(PAGE, 0xa5), 0, PAGE, at)
    hit += 1
  }
  closeSync(file)
  return hit
}

const opened = (): { readonly replica: Replica; readonly rescue: ReturnType<typeof openRescuing>['rescue'] } =>
  openRescuing(path, TEST_VAULT, NOW, 'fail')

test('REP-22 a file that is whole is opened as it is', () => {
  fill()
  const { replica, rescue } = opened()
  expect(rescue).toBeNull()
  expect(loadPendingOps(replica.db)).toHaveLength(3)
  replica.close()
})

test('REP-22 damaged rows: the file is put aside, the terminal goes on as itself with its whole queue', () => {
  fill()
  expect(damage((page) => page.includes('Type A') || page.includes('2026-12-01'))).toBeGreaterThan(0)
  const { replica, rescue } = opened()
  expect(rescue).toMatchObject({ ops: 3, lost: 0, keepsIdentity: true })
  expect(statSync(rescue?.asidePath ?? '').size).toBeGreaterThan(0)
  expect(replica.device()).toMatchObject({ deviceId: DEVICE_ID, lastSeq: 3, codeCounter: 2 })
  expect(replica.position()).toMatchObject({ epoch: null, lastSeq: 3, answeredSeq: 1 })
  expect(replica.opsToPush(1, 100, 1_000_000).map(({ opId }) => opId)).toEqual([opIdOf(2), opIdOf(3)])
  loadRows(replica, smallHotelRows(), { epoch: 1, cursor: 5, lastSeq: 1 })
  expect(loadRow(replica.db, 'reservation', reservationIdOf(2))?.lines[0]?.roomId).toBe('101')
  expect(loadRow(replica.db, 'room_block', blockIdOf(3))?.status).toBe('active')
  replica.close()
})

test('REP-22 a file of which nothing can be read is put aside too; the terminal enrols anew', () => {
  writeFileSync(path, 'not a database, but long enough to have a header of one'.repeat(200))
  const { replica, rescue } = opened()
  expect(rescue).toMatchObject({ ops: 0, keepsIdentity: false })
  expect(replica.device()).toBeNull()
  expect(readdirSync(directory.path).some((name) => name.includes('damaged'))).toBe(true)
  replica.close()
})

test('REP-22 an op that can not be read is told, and those that can are numbered anew under another identity', () => {
  const replica = openEnrolledReplica(path, new BigHotel().rows())
  replica.close()
  fillMany()
  const hits = damage((page) => page.includes('guest 0150 '))
  expect(hits).toBeGreaterThan(0)
  const { replica: fresh, rescue } = opened()
  expect(rescue?.keepsIdentity).toBe(false)
  expect(rescue?.lost).toBeGreaterThan(0)
  expect((rescue?.ops ?? 0) + (rescue?.lost ?? 0)).toBe(300)
  const anew = { deviceId: DEVICE_ID, hotelId: HOTEL_ID, codePrefix: 9, token: 'another' }
  expect(fresh.saveEnrolment(anew).ok).toBe(true)
  expect(loadPendingOps(fresh.db).map(({ seq }) => seq)).toEqual(
    Array.from({ length: rescue?.ops ?? 0 }, (_, index) => index + 1),
  )
  expect(fresh.device()?.lastSeq).toBe(rescue?.ops)
  fresh.close()
})

test('REP-22 where the newest op can not be read the terminal enrols anew, since that op had its counters', () => {
  const replica = openEnrolledReplica(path, new BigHotel().rows())
  replica.close()
  fillMany()
  expect(damage((page) => page.includes('guest 0300 '))).toBeGreaterThan(0)
  const { replica: fresh, rescue } = opened()
  expect(rescue?.keepsIdentity).toBe(false)
  expect(rescue?.lost).toBeGreaterThan(0)
  expect((rescue?.ops ?? 0) + (rescue?.lost ?? 0)).toBe(300)
  expect(fresh.device()).toBeNull()
  fresh.close()
})

function fillMany(): void {
  const { replica } = opened()
  for (let n = 1; n <= 300; n += 1) {
    const body = { guestId: `g${n}`, before: GUEST, after: { ...GUEST, firstName: 'Grace' } }
    replica.adopt((tx) =>
      insertOp(tx, {
        seq: n,
        opId: opIdOf(n),
        type: 'editGuest',
        version: 1,
        body: JSON.stringify(body),
        subject: `guest ${String(n).padStart(4, '0')} `,
        businessDate: '2026-11-22' as LocalDate,
        staffId: null,
        madeAtUtcMs: 1,
      }),
    )
  }
  replica.close()
}

const GUEST = { firstName: 'Ada', lastName: 'Lovelace', email: null, phone: null }
