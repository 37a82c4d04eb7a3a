import { Buffer } from 'node:buffer'
import type { Clock, Rng } from '../../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { StaffId } from '../../../shared/domain/ids.ts'
import { secretMatches } from '../../../shared/domain/pin-hash.ts'
import { type DeskPermission, type StaffMemberRow, may } from '../../../shared/domain/staff.ts'
import { hasStaff, loadPepper, loadStaff, loadTries } from '../../../sync/replica/queries/staff.ts'
import type { Replica } from '../../../sync/replica/replica.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { DeskParts, DeskRefusal } from './desk-context.ts'

/** A sign-in ends by itself after a long shift. */
const SESSION_MS = 12 * 3_600_000
const APPROVAL_MS = 120_000
/** So many wrong secrets in a row are let pass; then the pauses begin, each twice as long as the one before. */
const FREE_TRIES = 5
const FIRST_PAUSE_MS = 30_000
const LONGEST_PAUSE_MS = 3_600_000
const TOKEN_BYTES = 24

/** Who asks: somebody who signed in, or anybody, where the hotel has no staff. */
export type Asker = { readonly staff: 'none' } | { readonly staff: StaffMemberRow }

type SignIn = { readonly staffId: StaffId; readonly secret: string }

/**
 * Who is signed in at the screens of this host, and what they may answer for. Sessions and approvals are kept in memory
 * alone: a host that starts again asks anew. Wrong tries are counted on disk. Rules: STAFF-04 to STAFF-08.
 */
export class StaffDesk {
  readonly #replica: Replica
  readonly #clock: Clock
  readonly #rng: Rng
  readonly #isKiosk: boolean
  /** Each with the hash of the secret that it was opened by: another secret ends it. */
  readonly #sessions = new Map<
    string,
    { readonly staffId: StaffId; readonly secretHash: string; readonly endsAtUtcMs: number }
  >()
  readonly #approvals = new Map<
    string,
    { readonly staffId: StaffId; readonly permission: DeskPermission; readonly endsAtUtcMs: number }
  >()
  /** Secrets are looked at one after another: tries that are made at once are counted all the same. */
  #checking: Promise<unknown> = Promise.resolve()

  constructor(parts: Pick<DeskParts, 'replica' | 'clock' | 'rng' | 'terminal'>) {
    this.#isKiosk = parts.terminal.deviceClass === 'kiosk'
    this.#replica = parts.replica
    this.#clock = parts.clock
    this.#rng = parts.rng
  }

  /** Who may sign in here. */
  members(): StaffMemberRow[] {
    return loadStaff(this.#replica.db).filter(({ active }) => active)
  }

  /** Who asks with this session; `null` where somebody has to sign in first. */
  askerOf(session: string | null): Asker | null {
    if (!hasStaff(this.#replica.db)) return { staff: 'none' }
    const signedIn = session === null ? undefined : this.#sessions.get(session)
    if (!signedIn || signedIn.endsAtUtcMs <= this.#clock.nowUtcMs()) return null
    const staff = loadRow(this.#replica.db, 'staff_member', signedIn.staffId)
    return staff?.active && staff.secretHash === signedIn.secretHash ? { staff } : null
  }

  /** Refuses as `staff.signIn` of the desk API. */
  async signIn(
    asked: SignIn,
  ): Promise<Result<{ readonly member: StaffMemberRow; readonly session: string }, DeskRefusal>> {
    const member = await this.#check(asked)
    if (!member.ok) return member
    const session = this.#newToken()
    this.#forgetEnded(this.#sessions)
    this.#sessions.set(session, {
      staffId: member.value.staffId,
      secretHash: member.value.secretHash,
      endsAtUtcMs: this.#clock.nowUtcMs() + SESSION_MS,
    })
    return ok({ member: member.value, session })
  }

  signOut(session: string | null): void {
    if (session !== null) this.#sessions.delete(session)
  }

  /** Refuses as `staff.approve` of the desk API. */
  async approve(
    asked: SignIn,
    permission: DeskPermission,
  ): Promise<Result<{ readonly approval: string }, DeskRefusal>> {
    const member = await this.#check(asked)
    if (!member.ok) return member
    const { staffId, role } = member.value
    if (!may(role, permission)) return refuse({ code: 'NOT_PERMITTED', params: { permission, role } })
    const approval = this.#newToken()
    this.#forgetEnded(this.#approvals)
    this.#approvals.set(approval, { staffId, permission, endsAtUtcMs: this.#clock.nowUtcMs() + APPROVAL_MS })
    return ok({ approval })
  }

  /**
   * Who answers for it that this is done: whoever asks, where their role may, else who approved it. `null`: nobody has
   * to. An approval is good for one call. A kiosk holds no staff, and its guests answer for nothing. Refuses:
   * `NOT_PERMITTED`.
   */
  answersFor(asker: Asker, permission: DeskPermission, approval: string | null): Result<StaffId | null, DeskRefusal> {
    const { staff } = asker
    if (staff === 'none' && this.#isKiosk) return refuse({ code: 'NOT_PERMITTED', params: { permission } })
    if (staff === 'none') return ok(null)
    if (may(staff.role, permission)) return ok(staff.staffId)
    const approved = approval === null ? undefined : this.#approvals.get(approval)
    if (approval !== null) this.#approvals.delete(approval)
    const holds = approved?.permission === permission && approved.endsAtUtcMs > this.#clock.nowUtcMs()
    return approved && holds
      ? ok(approved.staffId)
      : refuse({ code: 'NOT_PERMITTED', params: { permission, role: staff.role } })
  }

  #check(asked: SignIn): Promise<Result<StaffMemberRow, DeskRefusal>> {
    const checked = this.#checking.then(() => this.#checkNow(asked))
    this.#checking = checked.catch(() => undefined)
    return checked
  }

  async #checkNow({ staffId, secret }: SignIn): Promise<Result<StaffMemberRow, DeskRefusal>> {
    const replica = this.#replica
    const member = loadRow(replica.db, 'staff_member', staffId)
    if (!member?.active) return refuse({ code: 'STAFF_UNKNOWN', params: { staffId } })
    const pepper = loadPepper(replica.db)
    if (pepper === null) return refuse({ code: 'STAFF_NOT_READY', params: {} })
    const { failed, lockedUntilUtcMs } = loadTries(replica.db, staffId)
    const nowUtcMs = this.#clock.nowUtcMs()
    if (lockedUntilUtcMs > nowUtcMs) {
      // A clock that was set back makes no pause longer than it is.
      const untilUtcMs = Math.min(lockedUntilUtcMs, nowUtcMs + pauseAfter(failed))
      if (untilUtcMs < lockedUntilUtcMs) replica.keepTries(staffId, { failed, lockedUntilUtcMs: untilUtcMs })
      return refuse({ code: 'SIGN_IN_LOCKED', params: { untilUtcMs } })
    }
    const matches = await secretMatches(secret, Buffer.from(pepper, 'base64url'), member.secretHash)
    if (matches) {
      if (failed > 0) replica.keepTries(staffId, { failed: 0, lockedUntilUtcMs: 0 })
      return ok(member)
    }
    const wrong = failed + 1
    const pauseMs = pauseAfter(wrong)
    const untilUtcMs = pauseMs === 0 ? 0 : this.#clock.nowUtcMs() + pauseMs
    replica.keepTries(staffId, { failed: wrong, lockedUntilUtcMs: untilUtcMs })
    return pauseMs === 0
      ? refuse({ code: 'SECRET_WRONG', params: { triesLeft: FREE_TRIES - wrong } })
      : refuse({ code: 'SIGN_IN_LOCKED', params: { untilUtcMs } })
  }

  #newToken(): string {
    return Buffer.from(this.#rng.bytes(TOKEN_BYTES)).toString('base64url')
  }

  #forgetEnded(tokens: Map<string, { readonly endsAtUtcMs: number }>): void {
    const nowUtcMs = this.#clock.nowUtcMs()
    for (const [token, { endsAtUtcMs }] of tokens) if (endsAtUtcMs <= nowUtcMs) tokens.delete(token)
  }
}

/** How long nobody can try after so many wrong secrets in a row. */
function pauseAfter(failed: number): number {
  return failed < FREE_TRIES ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failed - FREE_TRIES))
}
