import type { DeviceId, HotelId } from '../../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'

export interface Device {
  readonly hotelId: HotelId
  readonly deviceId: DeviceId
  readonly name: string
  readonly deviceClass: 'desk' | 'kiosk'
  readonly codePrefix: number
  readonly tokenHash: string
  /** The highest seq that an outcome is stored for. */
  readonly lastSeq: number
  /** `revoked`: nothing is given to it any more, and what it pushes is held back. */
  readonly state: 'active' | 'revoked'
  /** The chain has heard of everything that it did on business dates before this one; `null` before it told so. */
  readonly settledOn: LocalDate | null
}

interface DeviceRecord {
  readonly device_id: DeviceId
  readonly name: string
  readonly class: Device['deviceClass']
  readonly code_prefix: number
  readonly token_hash: string
  readonly last_seq: number
  readonly state: Device['state']
  readonly settled_on: LocalDate | null
}

export async function selectDevice(db: Queryable, hotelId: HotelId, deviceId: DeviceId): Promise<Device | null> {
  const [record] = await db.query<DeviceRecord>(
    `SELECT device_id, name, class, code_prefix, token_hash, last_seq, state, settled_on
     FROM sync_device WHERE hotel_id = $1 AND device_id = $2`,
    [hotelId, deviceId],
  )
  if (!record) return null
  return {
    hotelId,
    deviceId: record.device_id,
    name: record.name,
    deviceClass: record.class,
    codePrefix: record.code_prefix,
    tokenHash: record.token_hash,
    lastSeq: record.last_seq,
    state: record.state,
    settledOn: record.settled_on,
  }
}

/** A terminal as it is shown to staff. */
export interface DeviceShown extends Omit<Device, 'hotelId' | 'tokenHash' | 'settledOn'> {
  readonly enrolledAtUtcMs: number
  readonly lastContactUtcMs: number
  /** Its clock less the chain's at its last hello; `null` before one. */
  readonly clockOffsetMs: number | null
}

/** The terminals of a hotel, in the order of their enrolment. */
export async function selectDevices(db: Queryable, hotelId: HotelId): Promise<DeviceShown[]> {
  const records = await db.query<
    Omit<DeviceRecord, 'token_hash' | 'settled_on'> & {
      readonly enrolled_at_utc_ms: number
      readonly last_contact_utc_ms: number
      readonly clock_offset_ms: number | null
    }
  >(
    `SELECT device_id, name, class, code_prefix, last_seq, state, enrolled_at_utc_ms, last_contact_utc_ms, clock_offset_ms
     FROM sync_device WHERE hotel_id = $1 ORDER BY code_prefix`,
    [hotelId],
  )
  return records.map((record) => ({
    deviceId: record.device_id,
    name: record.name,
    deviceClass: record.class,
    codePrefix: record.code_prefix,
    lastSeq: record.last_seq,
    enrolledAtUtcMs: record.enrolled_at_utc_ms,
    lastContactUtcMs: record.last_contact_utc_ms,
    clockOffsetMs: record.clock_offset_ms,
    state: record.state,
  }))
}

export async function insertDevice(tx: Queryable, device: Device, nowUtcMs: number): Promise<void> {
  await tx.query(
    `INSERT INTO sync_device
       (hotel_id, device_id, name, class, code_prefix, token_hash, last_seq, enrolled_at_utc_ms, last_contact_utc_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [
      device.hotelId,
      device.deviceId,
      device.name,
      device.deviceClass,
      device.codePrefix,
      device.tokenHash,
      device.lastSeq,
      nowUtcMs,
    ],
  )
}

/** Takes a terminal away or gives it back; `false` where the hotel has none of this id. */
export async function updateState(
  tx: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  state: Device['state'],
): Promise<boolean> {
  const changed = await tx.query(
    'UPDATE sync_device SET state = $3 WHERE hotel_id = $1 AND device_id = $2 RETURNING device_id',
    [hotelId, deviceId, state],
  )
  return changed.length > 0
}

/** Forgets a terminal; what it did stays. */
export async function deleteDevice(tx: Queryable, hotelId: HotelId, deviceId: DeviceId): Promise<void> {
  await tx.query('DELETE FROM sync_device WHERE hotel_id = $1 AND device_id = $2', [hotelId, deviceId])
}

export async function updateLastSeq(
  tx: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  lastSeq: number,
): Promise<void> {
  await tx.query('UPDATE sync_device SET last_seq = $3 WHERE hotel_id = $1 AND device_id = $2', [
    hotelId,
    deviceId,
    lastSeq,
  ])
}

/** Up to where the terminal has told everything; never back. */
export async function updateSettledOn(
  tx: Queryable,
  { hotelId, deviceId }: Pick<Device, 'hotelId' | 'deviceId'>,
  settledOn: LocalDate,
): Promise<void> {
  await tx.query(
    `UPDATE sync_device SET settled_on = $3
     WHERE hotel_id = $1 AND device_id = $2 AND (settled_on IS NULL OR settled_on < $3)`,
    [hotelId, deviceId, settledOn],
  )
}

/** The date before which every terminal that is in use has told everything; `null` where one never has, or none is. */
export async function selectSettledOn(tx: Queryable, hotelId: HotelId): Promise<LocalDate | null> {
  const settled = await tx.query<{ readonly settled_on: LocalDate | null }>(
    "SELECT settled_on FROM sync_device WHERE hotel_id = $1 AND state = 'active' ORDER BY settled_on NULLS FIRST LIMIT 1",
    [hotelId],
  )
  return settled[0]?.settled_on ?? null
}

/** When a terminal was heard of, and how far its clock was off. */
export async function updateLastContact(
  db: Queryable,
  { hotelId, deviceId }: Pick<Device, 'hotelId' | 'deviceId'>,
  nowUtcMs: number,
  clockOffsetMs: number,
): Promise<void> {
  await db.query(
    'UPDATE sync_device SET last_contact_utc_ms = $3, clock_offset_ms = $4 WHERE hotel_id = $1 AND device_id = $2',
    [hotelId, deviceId, nowUtcMs, clockOffsetMs],
  )
}

export async function insertEnrolCode(
  db: Queryable,
  hotelId: HotelId,
  codeHash: string,
  expiresAtUtcMs: number,
): Promise<void> {
  await db.query('INSERT INTO sync_enrol_code (hotel_id, code_hash, expires_at_utc_ms) VALUES ($1, $2, $3)', [
    hotelId,
    codeHash,
    expiresAtUtcMs,
  ])
}

/** Uses up an enrolment code: `true` once, for one that was given out and has not expired. */
export async function consumeEnrolCode(
  tx: Queryable,
  hotelId: HotelId,
  codeHash: string,
  nowUtcMs: number,
): Promise<boolean> {
  const used = await tx.query(
    'DELETE FROM sync_enrol_code WHERE hotel_id = $1 AND code_hash = $2 AND expires_at_utc_ms > $3 RETURNING code_hash',
    [hotelId, codeHash, nowUtcMs],
  )
  return used.length > 0
}
