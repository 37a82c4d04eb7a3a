import type { DeviceId, HotelId } from '../../../shared/domain/ids.ts'
import type { ReadDb, WriteTx } from '../database.ts'
import type { Sealed } from '../vault.ts'

/** Who this terminal is to the chain, and what it has counted durably. */
export interface DeviceRow {
  readonly deviceId: DeviceId
  readonly hotelId: HotelId
  readonly token: string
  readonly codePrefix: number
  /** Counter of its next confirmation code. */
  readonly codeCounter: number
  /** The highest seq that it has given to an op. */
  readonly lastSeq: number
}

// The newest op's row has the counters as it left them; that of the device, as they were when ops were last pruned.
const COUNTERS = `max(code_counter, coalesce((SELECT code_counter FROM outbox ORDER BY seq DESC LIMIT 1), 0)) AS codeCounter,
  max(last_seq, coalesce((SELECT seq FROM outbox ORDER BY seq DESC LIMIT 1), 0)) AS lastSeq`

type StoredDevice = Omit<DeviceRow, 'token'> & { readonly token: Sealed }

export function loadDevice(db: ReadDb): DeviceRow | null {
  return opened(
    db,
    `SELECT device_id AS deviceId, hotel_id AS hotelId, token, code_prefix AS codePrefix, ${COUNTERS}
     FROM device WHERE id = 1`,
  )
}

/** The same of a file of version 8 or before, in which each op counted there. */
export function loadDeviceThatCounts(db: ReadDb): DeviceRow | null {
  return opened(
    db,
    `SELECT device_id AS deviceId, hotel_id AS hotelId, token, code_prefix AS codePrefix, code_counter AS codeCounter,
       last_seq AS lastSeq
     FROM device WHERE id = 1`,
  )
}

function opened(db: ReadDb, sql: string): DeviceRow | null {
  const device = db.one<StoredDevice>(sql)
  return device && { ...device, token: db.vault.open(device.token) }
}

const SELECT_IDENTITY = `SELECT device_id AS deviceId, hotel_id AS hotelId, code_prefix AS codePrefix, ${COUNTERS}
  FROM device WHERE id = 1`

/** The same without its token, which only the line asks for and which costs to open. */
export function loadIdentity(db: ReadDb): Omit<DeviceRow, 'token'> | null {
  return db.one<Omit<DeviceRow, 'token'>>(SELECT_IDENTITY)
}

export function insertDevice(tx: WriteTx, device: DeviceRow): void {
  tx.run(
    `INSERT INTO device (id, device_id, hotel_id, token, code_prefix, code_counter, last_seq)
     VALUES (1, ?, ?, ?, ?, ?, ?)`,
    device.deviceId,
    device.hotelId,
    tx.vault.seal(device.token),
    device.codePrefix,
    device.codeCounter,
    device.lastSeq,
  )
}

/** Another identity in the place of the one that there is. */
export function replaceDevice(tx: WriteTx, device: DeviceRow): void {
  tx.run('DELETE FROM device WHERE id = 1')
  insertDevice(tx, device)
}

/** Keeps the counters where they are, whatever ops are taken away afterwards. */
export function settleCounters(tx: WriteTx): void {
  const identity = loadIdentity(tx)
  if (!identity) return
  const { lastSeq, codeCounter } = identity
  tx.run('UPDATE device SET last_seq = ?, code_counter = ? WHERE id = 1', lastSeq, codeCounter)
}
