import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { HotelId, StaffId } from '../../../shared/domain/ids.ts'
import { hashSecret } from '../../../shared/domain/pin-hash.ts'
import type { StaffMemberRow } from '../../../shared/domain/staff.ts'
import type { DeskStaffRequest } from '../../../shared/wire/desk-staff-api.ts'
import type { Tokens } from '../access/tokens.ts'
import type { Chain } from '../chain.ts'
import type { Queryable } from '../database/port.ts'
import { selectWhere } from '../rows/queries/entity-rows.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'

/** Somebody at a hotel's desks, as they are shown: without what is kept of their secret. */
export type StaffMember = Omit<StaffMemberRow, 'secretHash'>

export type DeskStaffRefusal = {
  readonly code: 'STAFF_SECRET_MISSING' | 'STAFF_LAST'
  readonly params: { readonly staffId: string }
}

const PEPPER_BYTES = 32

/** What the secrets of a hotel's staff are hashed under: the chain's own, worked out anew each time, in no table. */
export function pepperOf(tokens: Pick<Tokens, 'derive'>, hotelId: HotelId): Uint8Array {
  return tokens.derive(`keyrack staff of ${hotelId}`, PEPPER_BYTES)
}

/** Who works at a hotel's desks, those who left too. */
export async function listDeskStaff(
  { db }: Pick<Chain, 'db'>,
  hotelId: HotelId,
): Promise<{ readonly staff: StaffMember[] }> {
  const rows = await selectWhere(db, hotelId, 'staff_member', '', [])
  return { staff: rows.map(shown) }
}

/**
 * Adds somebody to a hotel's staff, or changes them; without a secret the one they have stays. Every desk knows of it
 * with its next pull. Refuses: `HOTEL_UNKNOWN`, `STAFF_SECRET_MISSING` (somebody new needs one),
 * `STAFF_LAST` (with nobody left there would be no sign-in, and the desks open to all). Rule STAFF-03.
 */
export async function putDeskStaff(
  { writer, access, rng }: Pick<Chain, 'writer' | 'access' | 'rng'>,
  hotelId: HotelId,
  staffId: StaffId,
  request: DeskStaffRequest,
): Promise<Result<{ readonly created: boolean; readonly member: StaffMember }, DeskStaffRefusal | HotelUnknown>> {
  const { secret, ...wanted } = request
  // Made before the hotel is locked: it takes long on purpose.
  const hashed = secret === null ? null : await hashSecret(secret, pepperOf(access.tokens, hotelId), rng.bytes(16))
  type Put = Result<{ readonly created: boolean; readonly member: StaffMember }, DeskStaffRefusal>
  return writeOrRefuse(writer, hotelId, async ({ tx, unit }): Promise<Put> => {
    await unit.load([{ entity: 'staff_member', key: staffId }])
    const before = unit.row('staff_member', staffId)
    const secretHash = hashed ?? before?.secretHash ?? null
    if (secretHash === null) return refuse({ code: 'STAFF_SECRET_MISSING', params: { staffId } })
    const row: StaffMemberRow = { staffId, ...wanted, secretHash }
    if (before?.active === true && !row.active && !(await hasOtherStaff(tx, hotelId, staffId))) {
      return refuse({ code: 'STAFF_LAST', params: { staffId } })
    }
    unit.apply([{ entity: 'staff_member', key: staffId, row }])
    return ok({ created: before === null, member: shown(row) })
  })
}

async function hasOtherStaff(tx: Queryable, hotelId: HotelId, staffId: StaffId): Promise<boolean> {
  return (await selectWhere(tx, hotelId, 'staff_member', ' AND active AND staff_id <> $2', [staffId])).length > 0
}

function shown({ secretHash: _secretHash, ...member }: StaffMemberRow): StaffMember {
  return member
}
