import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadHotel } from '../../../sync/replica/queries/hotel.ts'
import { loadFirstUnansweredSeq } from '../../../sync/replica/queries/outbox.ts'
import { loadUndoReversed } from '../../../sync/replica/queries/undo.ts'
import { SqliteFile } from '../../../sync/replica/database.ts'
import { MIGRATIONS, migrate } from '../../../sync/replica/migrations/migrate.ts'
import { Replica } from '../../../sync/replica/replica.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { RatePlanId } from '../../../shared/domain/ids.ts'
import { DEFAULT_CURVE } from '../../../shared/domain/price.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts'
import { helloRequestSchema } from '../../../shared/wire/sync-messages.ts'
import { TODAY, TYPE_A, put, smallHotelRows } from '../../support/small-hotel.ts'
import { openEnrolledReplica, pullOf } from '../../support/enrolled-replica.ts'
import { DEVICE_ID } from '../../support/fake-chain.ts'
import { opIdOf, recordWalkIn, reservationIdOf } from '../../support/desk-ops.ts'
import { temporaryDirectory } from '../../support/syncing-desk.ts'
import { TEST_VAULT } from '../../support/test-vault.ts'

function termsAndFolio() {
  const night = addDays(TODAY, 1)
  return [
    put('rate_plan', {
      ratePlanId: 'FLEX' as RatePlanId,
      name: 'Flexible',
      position: 1,
      kind: 'flexible',
      priceBp: 10_000,
      minStay: 1,
      freeCancelDays: 1,
      feeNights: 1,
      active: false,
    }),
    put('tax_rule', {
      taxId: 'VAT',
      name: 'VAT',
      position: 1,
      kind: 'percent',
      percentBp: 600,
      amountMinor: 0,
      included: true,
    }),
    put('restriction', { roomTypeId: TYPE_A, night, minStay: 2, closedToArrival: true, closedToDeparture: false }),
    put('folio_line', {
      folioLineId: 'one',
      reservationId: reservationIdOf(1),
      kind: 'payment',
      amountMinor: -100,
      businessDate: TODAY,
      postedAtUtcMs: 5,
      stayPosition: null,
      night: null,
      paymentId: 'p',
      note: '',
    }),
  ]
}

let directory: ReturnType<typeof temporaryDirectory>
let path: string

beforeEach(() => {
  directory = temporaryDirectory()
  path = join(directory.path, 'replica.sqlite')
})
afterEach(() => directory.remove())

describe('opening a replica', () => {
  test('REP-18 a new file is brought to the newest version and is empty', () => {
    const replica = new Replica(path, TEST_VAULT)
    expect(replica.device()).toBeNull()
    expect(replica.position()).toEqual({
      enrolled: false,
      epoch: null,
      cursor: 0,
      lastSeq: 0,
      answeredSeq: 0,
      lastPulledAtUtcMs: null,
      lastPushedAtUtcMs: null,
    })
    expect(loadHotel(replica.db)).toBeNull()
    replica.close()
    const file = new SqliteFile(path)
    expect(file.userVersion()).toBe(MIGRATIONS.length)
    expect(file.read.one<{ journal_mode: string }>('PRAGMA journal_mode')?.journal_mode).toBe('wal')
    expect(file.read.one<{ synchronous: number }>('PRAGMA synchronous')?.synchronous).toBe(2)
    file.close()
  })

  test('REP-18 a file that a newer build wrote is refused and left alone', () => {
    const file = new SqliteFile(path)
    file.script('CREATE TABLE future (id INTEGER) STRICT; PRAGMA user_version = 99')
    file.close()
    expect(() => new Replica(path, TEST_VAULT)).toThrow(
      expect.objectContaining({ code: 'REPLICA_NEWER', retry: 'never' }),
    )
    const again = new SqliteFile(path)
    expect(again.userVersion()).toBe(99)
    again.close()
  })

  test('REP-18 an existing file is copied before it is migrated; what failed is not half-done', () => {
    openEnrolledReplica(path).close()
    const file = new SqliteFile(path)
    const added = 'ALTER TABLE guest ADD COLUMN language TEXT'
    expect(() => migrate(file, path, [...MIGRATIONS, `${added}; INSERT INTO nowhere VALUES (1)`])).toThrow('nowhere')
    file.close()
    const retried = new SqliteFile(path)
    expect(retried.userVersion()).toBe(MIGRATIONS.length)
    migrate(retried, path, [...MIGRATIONS, added])
    expect(retried.userVersion()).toBe(MIGRATIONS.length + 1)
    retried.close()
    const copy = new SqliteFile(`${path}.before-${MIGRATIONS.length + 1}`)
    expect(copy.userVersion()).toBe(MIGRATIONS.length)
    expect(copy.read.one<{ name: string }>('SELECT name FROM hotel')?.name).toBe('Seaview')
    copy.close()
  })

  test('REP-18 what would undo pending ops survives the migration that put an op on one row, and so do room nights', () => {
    const file = new SqliteFile(path)
    migrate(file, path, MIGRATIONS.slice(0, 1))
    file.script(`
      INSERT INTO room_night (room_id, night, kind, ref_id) VALUES ('101', '2026-11-22', 'occupied', 'r/1');
      INSERT INTO outbox (seq, op_id, type, version, body, subject, business_date, made_at_utc_ms, fingerprint, state)
        VALUES (7, 'seven', 'bookWalkIn', 1, '{}', 's', '2026-11-22', 1, 'f', 'pending'),
               (8, 'eight', 'bookWalkIn', 1, '{}', 't', '2026-11-22', 2, 'g', 'pending');
      INSERT INTO undo (seq, ordinal, entity, key, before)
        VALUES (8, 0, 'room', '102', '{"roomId":"102","floor":1}'), (7, 1, 'guest', 'g7', NULL),
               (7, 0, 'room', '101', '{"roomId":"101","floor":2}');`)
    file.close()
    const replica = new Replica(path, TEST_VAULT)
    expect(loadUndoReversed(replica.db)).toEqual([
      { entity: 'room', key: '102', row: { roomId: '102', floor: 1 } },
      { entity: 'guest', key: 'g7', row: null },
      { entity: 'room', key: '101', row: { roomId: '101', floor: 2 } },
    ])
    expect(loadFirstUnansweredSeq(replica.db)).toBe(7)
    const night = { roomId: '101', night: '2026-11-22', kind: 'occupied', refId: 'r/1' }
    expect(loadRow(replica.db, 'room_night', '101/2026-11-22')).toEqual(night)
    replica.close()
  })

  test('REP-18 a replica that lacks terms and folios keeps what it has and takes a snapshot with its next contact', () => {
    const file = new SqliteFile(path)
    migrate(file, path, MIGRATIONS.slice(0, 4))
    file.script(`
      INSERT INTO hotel VALUES ('seaview', 'Seaview', 'EUR', 'Europe/Lisbon', '2026-11-22', 1);
      INSERT INTO device VALUES (1, 'd', 'seaview', 't', 1, 0, 0);
      UPDATE sync_position SET epoch = 3, cursor = 40;`)
    file.close()
    const replica = new Replica(path, TEST_VAULT)
    expect(replica.position()).toMatchObject({ enrolled: true, epoch: 0, cursor: 40 })
    expect(loadHotel(replica.db)).toMatchObject({ name: 'Seaview', occupancyCurve: DEFAULT_CURVE })
    replica.close()
    const hello = { protocol: PROTOCOL_VERSION, epoch: 0, cursor: 40, lastSeq: 0, clockUtcMs: 1 }
    expect(helloRequestSchema.safeParse(hello).success).toBe(true)
  })

  test('REP-18 a file that is no database fails clearly and stays as it is', () => {
    writeFileSync(path, 'not a database, but long enough to have a header of one'.repeat(20))
    expect(() => new Replica(path, TEST_VAULT)).toThrow(
      expect.objectContaining({ code: 'REPLICA_CORRUPT', retry: 'never' }),
    )
    expect(existsSync(path)).toBe(true)
  })

  test('REP-19 every entity comes out as it went in, and is gone when taken away', () => {
    const replica = openEnrolledReplica(path)
    recordWalkIn(replica, 1, { nights: 2, roomId: '101' })
    const exception = put('exception', {
      exceptionId: 'parked/1',
      kind: 'OP_PARKED',
      severity: 'urgent',
      status: 'open',
      subject: { entity: 'reservation', key: reservationIdOf(1) },
      params: { code: 'OP_MALFORMED', units: 2 },
      openedAtUtcMs: 5,
      opId: opIdOf(1),
      deviceId: DEVICE_ID,
      resolvedAtUtcMs: null,
      resolution: null,
      resolvedByOpId: null,
      resolvedByDeviceId: null,
      note: '',
    })
    const rows = [...smallHotelRows(), exception, ...termsAndFolio()]
    replica.rebase(pullOf(rows, { cursor: 2 }), 1)
    const kept = rows.filter(({ entity }) => entity !== 'inventory')
    expect(kept.map(({ entity, key }) => loadRow(replica.db, entity, key))).toEqual(kept.map(({ row }) => row))
    replica.rebase(
      pullOf(
        rows.map(({ entity, key }) => ({ entity, key, row: null })),
        { cursor: 3, lastSeq: 1 },
      ),
      2,
    )
    expect(rows.flatMap(({ entity, key }) => loadRow(replica.db, entity, key) ?? [])).toEqual([])
    replica.close()
  })
})
