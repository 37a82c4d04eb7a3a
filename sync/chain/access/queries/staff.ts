import type { HotelId } from '../../../../shared/domain/ids.ts'
import type { Queryable } from '../../database/port.ts'
import type { HotelScope, Role } from '../roles.ts'

export interface Staff {
  readonly staffId: string
  readonly name: string
  readonly role: Role
  readonly hotels: HotelScope
  readonly active: boolean
  readonly createdAtUtcMs: number
}

interface StaffRecord {
  readonly staff_id: string
  readonly name: string
  readonly role: Role
  readonly hotels: readonly HotelId[] | null
  readonly active: boolean
  readonly created_at_utc_ms: number
}

export async function selectStaffMember(db: Queryable, staffId: string): Promise<Staff | null> {
  const [record] = await db.query<StaffRecord>(
    'SELECT staff_id, name, role, hotels, active, created_at_utc_ms FROM staff WHERE staff_id = $1',
    [staffId],
  )
  return record ? decode(record) : null
}

/** Everybody, also those who are not active any more, in order of name. */
export async function selectStaff(db: Queryable): Promise<Staff[]> {
  const records = await db.query<StaffRecord>(
    'SELECT staff_id, name, role, hotels, active, created_at_utc_ms FROM staff ORDER BY name, staff_id',
  )
  return records.map(decode)
}

/** Inserts a member of staff; one with this id that is there stays as it is. */
export async function insertStaff(db: Queryable, staff: Staff): Promise<void> {
  await db.query(
    `INSERT INTO staff (staff_id, name, role, hotels, active, created_at_utc_ms)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (staff_id) DO NOTHING`,
    [
      staff.staffId,
      staff.name,
      staff.role,
      staff.hotels === '*' ? null : JSON.stringify(staff.hotels),
      staff.active,
      staff.createdAtUtcMs,
    ],
  )
}

/** Takes a member of staff out of service; `null` where there is none. */
export async function updateInactive(db: Queryable, staffId: string): Promise<Staff | null> {
  const [record] = await db.query<StaffRecord>(
    `UPDATE staff SET active = false WHERE staff_id = $1
     RETURNING staff_id, name, role, hotels, active, created_at_utc_ms`,
    [staffId],
  )
  return record ? decode(record) : null
}

function decode(record: StaffRecord): Staff {
  return {
    staffId: record.staff_id,
    name: record.name,
    role: record.role,
    hotels: record.hotels ?? '*',
    active: record.active,
    createdAtUtcMs: record.created_at_utc_ms,
  }
}
