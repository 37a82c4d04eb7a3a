import { present } from '../../../shared/base/assert.ts'
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

type StoredDevice = Omit<DeviceRow, 'token'> & { readonly token: Sealed }

export function loadDevice(db: ReadDb): DeviceRow | null {
  const device = db.one<StoredDevice>(
    `SELECT device_id AS deviceId, hotel_id AS hotelId, token, code_prefix AS codePrefix, code_counter AS codeCounter,
       last_seq AS lastSeq
     FROM device WHERE id = 1`,
  )
  return device && { ...device, token: db.vault.open(device.token) }
}

/** The same without its token, which only the line asks for and which costs to open. */
export function loadIdentity(db: ReadDb): Omit<DeviceRow, 'token'> | null {
  return db.one<Omit<DeviceRow, 'token'>>(
    `SELECT device_id AS deviceId, hotel_id AS hotelId, code_prefix AS codePrefix, code_counter AS codeCounter,
       last_seq AS lastSeq
     FROM device WHERE id = 1`,
  )
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

/** The next seq, and as many counters of confirmation codes as were used with it: for good where the transaction commits. */
export function takeSeq(tx: WriteTx, codes = 0): number {
  const taken = tx.one<{ seq: number }>(
    'UPDATE device SET last_seq = last_seq + 1, code_counter = code_counter + ? WHERE id = 1 RETURNING last_seq AS seq',
    codes,
  )
  return present(taken, 'an enrolled device').seq
}
