import type { Clock, Rng } from '../../../shared/base/ports.ts'
import { newUuidV7 } from '../../../shared/domain/ids.ts'
import type { Database } from '../database/port.ts'
import { type Staff, insertStaff, selectStaff, selectStaffMember, updateInactive } from './queries/staff.ts'
import { STAFF_TOKEN_HOURS, type Tokens } from './tokens.ts'

export type NewStaff = Pick<Staff, 'name' | 'role' | 'hotels'>

/** Who works for the chain: what each may do stands in the database, and a token only says who somebody is. */
export class StaffAccounts {
  readonly #db: Database
  readonly #clock: Clock
  readonly #rng: Rng
  readonly #tokens: Tokens

  constructor(db: Database, clock: Clock, rng: Rng, tokens: Tokens) {
    this.#db = db
    this.#clock = clock
    this.#rng = rng
    this.#tokens = tokens
  }

  async add(wanted: NewStaff, staffId = newUuidV7(this.#clock, this.#rng)): Promise<Staff> {
    const staff = { staffId, ...wanted, active: true, createdAtUtcMs: this.#clock.nowUtcMs() }
    await insertStaff(this.#db, staff)
    return staff
  }

  list(): Promise<Staff[]> {
    return selectStaff(this.#db)
  }

  /** Ends what a member of staff may do, tokens and all; again changes nothing. `null` where there is nobody. */
  deactivate(staffId: string): Promise<Staff | null> {
    return updateInactive(this.#db, staffId)
  }

  /** A token for a member of staff who is active, else `null`. */
  async issueToken(staffId: string, hours = STAFF_TOKEN_HOURS): Promise<string | null> {
    const staff = await selectStaffMember(this.#db, staffId)
    return staff?.active ? this.#tokens.signForStaff(staff, hours) : null
  }

  /** The member of staff that a token was made for, as the database has them now; `null` for anybody else. */
  async authenticate(token: string): Promise<Staff | null> {
    const staffId = await this.#tokens.verifyStaff(token)
    const staff = staffId === null ? null : await selectStaffMember(this.#db, staffId)
    return staff?.active ? staff : null
  }
}
