import type { StaffMemberRow } from '../../../shared/domain/staff.ts'
import type { Table } from './table.ts'

interface StaffMemberRecord {
  readonly staff_id: StaffMemberRow['staffId']
  readonly name: string
  readonly role: StaffMemberRow['role']
  readonly secret_hash: string
  readonly active: boolean
}

export const STAFF_MEMBER_TABLE: Table<StaffMemberRow> = {
  table: 'staff_member',
  keyColumns: ['staff_id'],
  columns: ['staff_id', 'name', 'role', 'secret_hash', 'active'],
  encode: (row) => [row.staffId, row.name, row.role, row.secretHash, row.active],
  decode: (record: StaffMemberRecord) => ({
    staffId: record.staff_id,
    name: record.name,
    role: record.role,
    secretHash: record.secret_hash,
    active: record.active,
  }),
  parseKey: (key) => [key],
}
