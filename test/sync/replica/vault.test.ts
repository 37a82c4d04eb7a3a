import { createCipheriv, createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OpId } from '../../../shared/domain/ids.ts'
import { SqliteFile } from '../../../sync/replica/database.ts'
import { MIGRATIONS, migrate } from '../../../sync/replica/migrations/migrate.ts'
import { openRescuing } from '../../../sync/replica/open-rescuing.ts'
import { loadOp, loadPendingOps } from '../../../sync/replica/queries/outbox.ts'
import { loadUndoReversed } from '../../../sync/replica/queries/undo.ts'
import { insertVaultState, loadVaultState, sealStoredTexts } from '../../../sync/replica/queries/vault.ts'
import { Replica } from '../../../sync/replica/replica.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import { isSealed, openVault } from '../../../sync/replica/vault.ts'
import { opIdOf, recordOp, recordWalkIn, reservationIdOf } from '../../support/desk-ops.ts'
import { DEVICE_ID } from '../../support/fake-chain.ts'
import { loadRows, openEnrolledReplica, pullOf } from '../../support/enrolled-replica.ts'
import { HOTEL_ID, put, smallHotelRows } from '../../support/small-hotel.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { TEST_KEY, TEST_VAULT } from '../../support/test-vault.ts'

const NOW = 1_763_800_000_000
const PHONE = '+351910000123'
const EMAIL = 'grace.hopper@example.org'
const NEW_PHONE = '+351910000456'
const TOKEN = 'kr-terminal-token-0123456789'
const SECRETS = [PHONE, EMAIL, NEW_PHONE, TOKEN]
const OTHER_VAULT = openVault(new Uint8Array(32).fill(8), seededRng(8))
const GUEST_ID = 'guest-of-the-chain'
const GUEST = { firstName: 'Grace', lastName: 'Hopper', email: EMAIL, phone: PHONE }

let directory: ReturnType<typeof temporaryDirectory>
let path: string

beforeEach(() => {
  directory = temporaryDirectory()
  path = join(directory.path, 'replica.sqlite')
})
afterEach(() => directory.remove())

/** The secrets that stand in the bytes of any file of the directory, each with the file. */
function readable(): string[] {
  return readdirSync(directory.path).flatMap((name) => {
    const bytes = readFileSync(join(directory.path, name))
    return SECRETS.filter((secret) => bytes.includes(secret)).map((secret) => `${secret} in ${name}`)
  })
}

const checkpoint = (replica: Replica): unknown => replica.db.all('PRAGMA wal_checkpoint(PASSIVE)')

function editPhone(replica: Replica, n: number): void {
  const after = { ...GUEST, phone: NEW_PHONE }
  const edited = recordOp(replica, n, { type: 'editGuest', body: { guestId: GUEST_ID, before: GUEST, after } })
  expect(edited).toMatchObject({ ok: true, value: { seq: n } })
}

describe('a vault', () => {
  test('REP-23 a text comes out as it went in and is sealed otherwise each time', () => {
    for (const text of ['', PHONE, 'Zoë 🛎', 'x'.repeat(100_000)]) {
      const sealed = TEST_VAULT.seal(text)
      expect(isSealed(sealed)).toBe(true)
      expect(TEST_VAULT.open(sealed)).toBe(text)
      expect(TEST_VAULT.seal(text)).not.toBe(sealed)
    }
    expect(() => openVault(new Uint8Array(16), seededRng(1))).toThrow('32 bytes')
  })

  test('REP-23 another key, a changed byte and a text that was never sealed are told apart', () => {
    const sealed = TEST_VAULT.seal(PHONE)
    const changed = sealed.map((byte, at) => (at === sealed.length - 10 ? byte ^ 1 : byte))
    expect(() => OTHER_VAULT.open(sealed)).toThrow(expect.objectContaining({ code: 'REPLICA_LOCKED', retry: 'never' }))
    expect(() => TEST_VAULT.open(changed)).toThrow(expect.objectContaining({ code: 'REPLICA_CORRUPT' }))
    expect(() => TEST_VAULT.open(sealed.slice(0, 25))).toThrow(expect.objectContaining({ code: 'REPLICA_CORRUPT' }))
    expect(() => TEST_VAULT.open(new Uint8Array())).toThrow(expect.objectContaining({ code: 'REPLICA_CORRUPT' }))
    expect(() => TEST_VAULT.open(PHONE)).toThrow(expect.objectContaining({ code: 'REPLICA_CORRUPT' }))
  })
})

describe('personal data at rest', () => {
  test('REP-24 no byte of any file holds a phone, an e-mail or the token after sales, a rebase and a checkpoint', () => {
    const replica = new Replica(path, TEST_VAULT)
    replica.saveEnrolment({ deviceId: DEVICE_ID, hotelId: HOTEL_ID, codePrefix: 1, token: TOKEN })
    const rows = [...smallHotelRows(), put('guest', { guestId: GUEST_ID, ...GUEST })]
    replica.beginSnapshot()
    replica.stageSnapshot(rows)
    replica.commitSnapshot({ epoch: 1, cursor: 1, lastSeq: 0 }, NOW)
    editPhone(replica, 1)
    recordWalkIn(replica, 2, { guest: GUEST })
    replica.saveOutcomes([{ seq: 1, opId: opIdOf(1), outcome: 'accepted' }], NOW)
    const changed = { guestId: GUEST_ID, ...GUEST, phone: NEW_PHONE }
    replica.rebase(pullOf([put('guest', changed)], { cursor: 2, lastSeq: 1 }), NOW)
    expect(readdirSync(directory.path)).toContain('replica.sqlite-wal')
    expect(readable()).toEqual([])
    checkpoint(replica)
    const file = new SqliteFile(path, TEST_VAULT)
    file.copyTo(`${path}.before-99`)
    file.close()
    expect(readable()).toEqual([])
    // What is read is what was written, so the secrets do stand there.
    expect(replica.device()?.token).toBe(TOKEN)
    expect(loadRow(replica.db, 'guest', GUEST_ID)).toEqual(changed)
    expect(JSON.parse(loadOp(replica.db, opIdOf(2))?.body ?? '')).toMatchObject({
      guest: { phone: PHONE, email: EMAIL },
    })
    expect(replica.opsToPush(0, 9, 1_000_000)[1]?.body).toMatchObject({ guest: { email: EMAIL } })
    replica.close()
    expect(readable()).toEqual([])
  })
})

/** A replica as the version before wrote it: two guests, an edit that the chain may lack, and a copy from before. */
function writeFormerVersion(): void {
  const file = new SqliteFile(path)
  migrate(file, path, MIGRATIONS.slice(0, 7))
  file.write((tx) => {
    tx.run(`INSERT INTO device VALUES (1, ?, ?, ?, 1, 0, 1)`, DEVICE_ID, HOTEL_ID, TOKEN)
    tx.run(`INSERT INTO guest VALUES (?, 'Grace', 'Hopper', ?, ?)`, GUEST_ID, EMAIL, NEW_PHONE)
    tx.run(`INSERT INTO guest VALUES ('nameless', 'No', 'Contact', NULL, NULL)`)
    tx.run(
      `INSERT INTO outbox (seq, op_id, type, version, body, subject, business_date, made_at_utc_ms, state)
       VALUES (1, ?, 'editGuest', 1, ?, ?, '2026-11-22', 1, 'pending')`,
      opIdOf(1),
      JSON.stringify({ guestId: GUEST_ID, before: GUEST, after: { ...GUEST, phone: NEW_PHONE } }),
      GUEST_ID,
    )
    tx.run(
      'INSERT INTO undo (seq, writes) VALUES (1, ?)',
      JSON.stringify([put('guest', { guestId: GUEST_ID, ...GUEST })]),
    )
  })
  file.copyTo(`${path}.before-7`)
  file.close()
  expect(readable().length).toBeGreaterThan(4)
}

function expectAllThere(replica: Replica): void {
  expect(replica.device()).toMatchObject({ token: TOKEN, lastSeq: 1 })
  expect(loadRow(replica.db, 'guest', GUEST_ID)).toEqual({ guestId: GUEST_ID, ...GUEST, phone: NEW_PHONE })
  expect(loadRow(replica.db, 'guest', 'nameless')).toMatchObject({ email: null, phone: null })
  expect(loadPendingOps(replica.db).map(({ opId }) => opId)).toEqual([opIdOf(1)])
  expect(replica.opsToPush(0, 9, 1_000_000)[0]?.body).toMatchObject({ before: { phone: PHONE } })
  expect(loadUndoReversed(replica.db)).toEqual([put('guest', { guestId: GUEST_ID, ...GUEST })])
}

describe('a replica of the version before', () => {
  test('REP-25 is sealed once at open with all that it holds, and no page, log or copy keeps it open', () => {
    writeFormerVersion()
    const replica = new Replica(path, TEST_VAULT)
    expectAllThere(replica)
    expect(readable()).toEqual([])
    expect(readdirSync(directory.path).filter((name) => name.includes('before'))).toEqual([])
    replica.close()
    expect(readable()).toEqual([])
    const again = new Replica(path, TEST_VAULT)
    expectAllThere(again)
    again.close()
  })

  test('REP-25 sealing that a crash interrupted is done by the next opening, whole', () => {
    writeFormerVersion()
    const file = new SqliteFile(path, TEST_VAULT)
    migrate(file, path)
    const dies = (): void =>
      file.write((tx) => {
        sealStoredTexts(tx)
        throw new Error('the power is gone')
      })
    expect(dies).toThrow('the power is gone')
    expect(loadVaultState(file.read)).toBeNull()
    file.write((tx) => {
      sealStoredTexts(tx)
      insertVaultState(tx, { keyCheck: tx.vault.seal('keyrack'), cleaned: 0 })
    })
    file.close()
    // Sealed, and the machine died before free pages and copies were cleaned away.
    expect(readable()).not.toEqual([])
    const replica = new Replica(path, TEST_VAULT)
    expectAllThere(replica)
    expect(loadVaultState(replica.db)?.cleaned).toBe(1)
    expect(readable()).toEqual([])
    replica.close()
  })

  test('REP-25 one that is damaged is rescued out of its open text', () => {
    writeFormerVersion()
    const bytes = readFileSync(path)
    const page = 4096
    for (let at = page; at < bytes.length; at += page) {
      if (bytes.subarray(at, at + page).includes('nameless')) bytes.fill(0xa5, at, at + page)
    }
    writeFileSync(path, bytes)
    const { replica, rescue } = openRescuing(path, TEST_VAULT, NOW, 'fail')
    expect(rescue).toMatchObject({ cause: 'damaged', ops: 1, lost: 0, keepsIdentity: true })
    expect(replica.device()?.token).toBe(TOKEN)
    expect(replica.opsToPush(0, 9, 1_000_000)[0]?.body).toMatchObject({ before: { phone: PHONE } })
    replica.close()
  })
})

/** A text as version 8 sealed it. */
function sealedAsText(text: string): string {
  const keyId = createHash('sha256').update('keyrack vault key id').update(TEST_KEY).digest('hex').slice(0, 16)
  const nonce = Buffer.alloc(12, 5)
  const cipher = createCipheriv('aes-256-gcm', TEST_KEY, nonce, { authTagLength: 16 })
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1.${keyId}.${sealed.toString('base64')}`
}

/** A replica as version 8 wrote it: one op that was acknowledged, an edit that is pending, and their guest. */
function writeVersion8(): void {
  const file = new SqliteFile(path)
  migrate(file, path, MIGRATIONS.slice(0, 8))
  const body = JSON.stringify({ guestId: GUEST_ID, before: GUEST, after: { ...GUEST, phone: NEW_PHONE } })
  file.write((tx) => {
    tx.run('INSERT INTO vault VALUES (1, ?, 1)', sealedAsText('keyrack'))
    tx.run(`INSERT INTO device VALUES (1, ?, ?, ?, 1, 4, 2)`, DEVICE_ID, HOTEL_ID, sealedAsText(TOKEN))
    const [email, phone] = [sealedAsText(EMAIL), sealedAsText(NEW_PHONE)]
    tx.run(`INSERT INTO guest VALUES (?, 'Grace', 'Hopper', ?, ?)`, GUEST_ID, email, phone)
    const insert = `INSERT INTO outbox (seq, op_id, type, version, body, subject, business_date, made_at_utc_ms, state, outcome)
       VALUES (?, ?, 'editGuest', 1, ?, ?, '2026-11-22', 1, ?, ?)`
    tx.run(insert, 1, opIdOf(8), sealedAsText(body), GUEST_ID, 'acknowledged', 'accepted')
    tx.run(insert, 2, opIdOf(1), sealedAsText(body), GUEST_ID, 'pending', null)
    const undo = JSON.stringify([put('guest', { guestId: GUEST_ID, ...GUEST })])
    tx.run('INSERT INTO undo (seq, writes) VALUES (2, ?)', sealedAsText(undo))
  })
  file.close()
  expect(readable()).toEqual([])
}

describe('a replica of version 8, which sealed into text', () => {
  test('REP-25 opens with all that it holds, goes on where it was, and seals into bytes from then on', () => {
    writeVersion8()
    const replica = new Replica(path, TEST_VAULT)
    expect(replica.device()).toMatchObject({ token: TOKEN, lastSeq: 2, codeCounter: 4 })
    expect(loadRow(replica.db, 'guest', GUEST_ID)).toEqual({ guestId: GUEST_ID, ...GUEST, phone: NEW_PHONE })
    expect(loadPendingOps(replica.db).map(({ seq }) => seq)).toEqual([2])
    expect(replica.position()).toMatchObject({ lastSeq: 2, answeredSeq: 1 })
    expect(replica.opsToPush(0, 9, 1_000_000)[1]?.body).toMatchObject({ before: { phone: PHONE } })
    expect(loadUndoReversed(replica.db)).toEqual([put('guest', { guestId: GUEST_ID, ...GUEST })])
    loadRows(replica, [...smallHotelRows(), put('guest', { guestId: GUEST_ID, ...GUEST })], {
      epoch: 1,
      cursor: 1,
      lastSeq: 1,
    })
    expect(loadRow(replica.db, 'guest', GUEST_ID)?.phone).toBe(NEW_PHONE)
    const [guest] = replica.db.all<{ phone: unknown }>('SELECT phone FROM guest WHERE guest_id = ?', GUEST_ID)
    expect(guest?.phone).toBeInstanceOf(Uint8Array)
    replica.close()
    expect(readable()).toEqual([])
  })

  test('REP-25 stays locked for another key', () => {
    writeVersion8()
    expect(() => new Replica(path, OTHER_VAULT)).toThrow(expect.objectContaining({ code: 'REPLICA_LOCKED' }))
  })

  test('REP-22 is rescued with its identity where other pages are damaged', () => {
    writeVersion8()
    const bytes = readFileSync(path)
    for (let at = 4096; at < bytes.length; at += 4096) {
      if (bytes.subarray(at, at + 4096).includes('Hopper')) bytes.fill(0xa5, at, at + 4096)
    }
    writeFileSync(path, bytes)
    const { replica, rescue } = openRescuing(path, TEST_VAULT, NOW, 'fail')
    expect(rescue).toMatchObject({ cause: 'damaged', ops: 2, lost: 0, keepsIdentity: true })
    expect(replica.device()).toMatchObject({ token: TOKEN, lastSeq: 2, codeCounter: 4 })
    replica.close()
  })
})

describe('a key that is not the one', () => {
  function fill(): void {
    const replica = openEnrolledReplica(path)
    recordWalkIn(replica, 1)
    replica.close()
  }

  test('REP-26 the replica is locked and stays as it is; with its key it goes on', () => {
    fill()
    const before = readFileSync(path)
    expect(() => new Replica(path, OTHER_VAULT)).toThrow(
      expect.objectContaining({ code: 'REPLICA_LOCKED', retry: 'never' }),
    )
    expect(() => openRescuing(path, OTHER_VAULT, NOW, 'fail')).toThrow(
      expect.objectContaining({ code: 'REPLICA_LOCKED' }),
    )
    expect(readFileSync(path).equals(before)).toBe(true)
    const { replica, rescue } = openRescuing(path, openVault(TEST_KEY, seededRng(3)), NOW, 'beginAnew')
    expect(rescue).toBeNull()
    expect(loadRow(replica.db, 'reservation', reservationIdOf(1))).not.toBeNull()
    replica.close()
  })

  test('REP-26 where the terminal can enrol anew it begins anew; the locked file is put aside and opens with its key', () => {
    fill()
    const { replica, rescue } = openRescuing(path, OTHER_VAULT, NOW, 'beginAnew')
    expect(rescue).toMatchObject({ cause: 'locked', ops: 0, lost: 1, keepsIdentity: false })
    expect(replica.device()).toBeNull()
    replica.close()
    const aside = rescue?.asidePath ?? ''
    expect(existsSync(aside)).toBe(true)
    const found = join(directory.path, 'found')
    mkdirSync(found)
    writeFileSync(join(found, 'replica.sqlite'), readFileSync(aside))
    const old = new Replica(join(found, 'replica.sqlite'), TEST_VAULT)
    expect(loadPendingOps(old.db).map(({ opId }): OpId => opId)).toEqual([opIdOf(1)])
    old.close()
  })
})
