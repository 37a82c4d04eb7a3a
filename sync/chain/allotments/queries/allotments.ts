import type { DeviceId, HotelId, RoomId, RoomTypeId } from '../../../../shared/domain/ids.ts'
import type { AllotmentLineRow, AllotmentRoomRow } from '../../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../../shared/domain/stay-dates.ts'
import type { Queryable } from '../../database/port.ts'
import { selectWhere } from '../../rows/queries/entity-rows.ts'

/** Units of some types on some nights that terminals hold, the largest first. */
export async function selectHolders(
  db: Queryable,
  hotelId: HotelId,
  roomTypeIds: readonly RoomTypeId[],
  nights: readonly LocalDate[],
): Promise<
  { readonly deviceId: DeviceId; readonly roomTypeId: RoomTypeId; readonly night: LocalDate; readonly units: number }[]
> {
  return await selectWhere(
    db,
    hotelId,
    'allotment_line',
    ' AND room_type_id = ANY($2) AND night = ANY($3) AND units > 0',
    [roomTypeIds, nights],
  )
}

/** What terminals hold of a type, nights that are over included. */
export function selectUnitsOfType(
  db: Queryable,
  hotelId: HotelId,
  roomTypeId: RoomTypeId,
): Promise<AllotmentLineRow[]> {
  return selectWhere(db, hotelId, 'allotment_line', ' AND room_type_id = $2', [roomTypeId])
}

/** The rooms that a terminal alone hands out, from a night on. */
export function selectNamedRooms(
  db: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  from: LocalDate,
): Promise<AllotmentRoomRow[]> {
  return selectWhere(db, hotelId, 'allotment_room', ' AND device_id = $2 AND night >= $3', [deviceId, from])
}

/** Vacant rooms that are ready for a guest and that nobody holds tonight, by type and room. */
export async function selectReadyRooms(
  db: Queryable,
  hotelId: HotelId,
  night: LocalDate,
): Promise<{ readonly roomId: RoomId; readonly roomTypeId: RoomTypeId }[]> {
  const records = await db.query<{ readonly room_id: RoomId; readonly room_type_id: RoomTypeId }>(
    `SELECT r.room_id, r.room_type_id FROM room r
     WHERE r.hotel_id = $1 AND r.housekeeping IN ('clean', 'inspected')
       AND NOT EXISTS (SELECT 1 FROM room_night n WHERE n.hotel_id = $1 AND n.room_id = r.room_id AND n.night = $2)
       AND NOT EXISTS (
         SELECT 1 FROM allotment_lease_room k WHERE k.hotel_id = $1 AND k.room_id = r.room_id AND k.night = $2)
     ORDER BY r.room_type_id, r.room_id DESC`,
    [hotelId, night],
  )
  return records.map(({ room_id: roomId, room_type_id: roomTypeId }) => ({ roomId, roomTypeId }))
}

export async function selectRole(
  db: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
): Promise<{ readonly role: 'hub' | 'standby' | 'kiosk'; readonly declaredEpoch: number | null } | null> {
  const [record] = await db.query<{
    readonly role: 'hub' | 'standby' | 'kiosk'
    readonly declared_epoch: number | null
  }>('SELECT role, declared_epoch FROM sync_device WHERE hotel_id = $1 AND device_id = $2', [hotelId, deviceId])
  return record ? { role: record.role, declaredEpoch: record.declared_epoch } : null
}

export async function updateRole(
  db: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  role: 'hub' | 'standby' | 'kiosk',
): Promise<void> {
  await db.query('UPDATE sync_device SET role = $3 WHERE hotel_id = $1 AND device_id = $2 AND role <> $3', [
    hotelId,
    deviceId,
    role,
  ])
}

export async function updateDeclaredEpoch(
  tx: Queryable,
  hotelId: HotelId,
  deviceId: DeviceId,
  epoch: number,
): Promise<void> {
  await tx.query('UPDATE sync_device SET declared_epoch = $3 WHERE hotel_id = $1 AND device_id = $2', [
    hotelId,
    deviceId,
    epoch,
  ])
}

/** The active terminals of a hotel that have not declared in an epoch what they may sell. */
export async function selectUndeclared(
  db: Queryable,
  hotelId: HotelId,
  epoch: number,
): Promise<{ readonly deviceId: DeviceId; readonly role: 'hub' | 'standby' | 'kiosk' }[]> {
  const records = await db.query<{ readonly device_id: DeviceId; readonly role: 'hub' | 'standby' | 'kiosk' }>(
    `SELECT device_id, role FROM sync_device
     WHERE hotel_id = $1 AND state = 'active' AND (declared_epoch IS NULL OR declared_epoch <> $2)
     ORDER BY device_id`,
    [hotelId, epoch],
  )
  return records.map(({ device_id: deviceId, role }) => ({ deviceId, role }))
}
