import { present } from '../../../shared/base/assert.ts'
import type { DeviceId, HotelId } from '../../../shared/domain/ids.ts'
import type { ReadDb, WriteTx } from '../database.ts'

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

export function loadDevice(db: ReadDb): DeviceRow | null {
  const device = db.one<DeviceRow>(
    `SELECT device_id AS deviceId, hotel_id AS hotelId, token, code_prefix AS codePrefix, code_counter AS codeCounter,
       last_seq AS lastSeq
     FROM device WHERE id = 1`,
  )
  return device && { ...device, token: db.vault.open(device.token) }
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

/** The next seq, for good where the transaction commits. */
export function takeSeq(tx: WriteTx): number {
  const taken = tx.one<{ seq: number }>(
    'UPDATE device SET last_seq = last_seq + 1 WHERE id = 1 RETURNING last_seq AS seq',
  )
  return present(taken, 'an enrolled device').seq
}

/** The next counter of a confirmation code, for good where the transaction commits. */
export function takeCodeCounter(tx: WriteTx): number {
  const taken = tx.one<{ counter: number }>(
    'UPDATE device SET code_counter = code_counter + 1 WHERE id = 1 RETURNING code_counter - 1 AS counter',
  )
  return present(taken, 'an enrolled device').counter
}
