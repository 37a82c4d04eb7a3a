import type { z } from 'zod'
import { refuse } from '../../../shared/base/result.ts'
import {
  DESK_CALLS,
  type DeskAnswer,
  type DeskCallName,
  type DeskError,
  type DeskEvent,
} from '../../../shared/desk-api/contract.ts'
import { ReplicaFault } from '../../../sync/replica/replica-fault.ts'
import type { DeskHandler } from '../desk-handler.ts'
import type { Answers, Input } from './answers/answers.ts'
import { CASHIER_ANSWERS } from './answers/cashier.ts'
import { EXCEPTION_ANSWERS } from './answers/exceptions.ts'
import { GUEST_ANSWERS } from './answers/guests.ts'
import { HOTEL_ANSWERS } from './answers/hotel.ts'
import { MONEY_ANSWERS } from './answers/money.ts'
import { NIGHT_ANSWERS } from './answers/night.ts'
import { RESERVATION_ANSWERS } from './answers/reservation.ts'
import { ROOM_ANSWERS } from './answers/rooms.ts'
import { SISTER_HOTEL_ANSWERS } from './answers/sister-hotels.ts'
import { STAFF_ANSWERS } from './answers/staff.ts'
import { STAY_ANSWERS } from './answers/stay.ts'
import { SYNC_ANSWERS } from './answers/sync.ts'
import { TAPE_ANSWERS } from './answers/tape.ts'
import { TERMINAL_ANSWERS } from './answers/terminal.ts'
import { OPEN_CALLS, permissionFor } from './call-permissions.ts'
import type { DeskContext, DeskParts, DeskRefusal } from './desk-context.ts'
import { GuestIndex } from './guest-index.ts'
import { StaffDesk } from './staff-desk.ts'

/** Hears of faults and bugs; fields hold codes and call names, never guests. */
export interface DeskLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

type Answered = ReturnType<Answers<DeskCallName>[DeskCallName]>

const CALLS: Answers<DeskCallName> = {
  ...HOTEL_ANSWERS,
  ...STAFF_ANSWERS,
  ...STAY_ANSWERS,
  ...RESERVATION_ANSWERS,
  ...GUEST_ANSWERS,
  ...MONEY_ANSWERS,
  ...CASHIER_ANSWERS,
  ...ROOM_ANSWERS,
  ...TAPE_ANSWERS,
  ...NIGHT_ANSWERS,
  ...EXCEPTION_ANSWERS,
  ...SISTER_HOTEL_ANSWERS,
  ...SYNC_ANSWERS,
  ...TERMINAL_ANSWERS,
}

/** Calls that make sense before the first snapshot. */
const ALWAYS: ReadonlySet<DeskCallName> = new Set([
  'sync.badge',
  'sync.ops',
  'sync.retryNow',
  'terminal.get',
  'hub.pair',
  'hub.terminals',
  'hub.revoke',
])

/** The desk API over a replica and its engine. Rules: HOST-01 to HOST-12. */
export class DeskService implements DeskHandler {
  /** Whom a search finds; somebody has to keep it close behind the rows. */
  readonly guests: GuestIndex
  readonly #parts: DeskParts
  readonly #log: DeskLog
  readonly #listeners = new Set<(event: DeskEvent) => void>()

  constructor(given: Omit<DeskParts, 'guests' | 'staffDesk'>, log: DeskLog) {
    this.guests = new GuestIndex(given.replica)
    this.#parts = { ...given, guests: this.guests, staffDesk: new StaffDesk(given) }
    this.#log = log
  }

  async handle(call: string, input: unknown, session: string | null = null): Promise<DeskAnswer<DeskCallName>> {
    if (!isDeskCall(call)) return failed('CALL_UNKNOWN', { call: call.slice(0, 80) })
    try {
      return await this.#answer(call, input, session)
    } catch (error) {
      if (error instanceof ReplicaFault) {
        this.#log.warn({ call, code: error.code }, 'the disk refused a desk call')
        return failed(error.code, {}, error.retry === 'never' ? 'never' : 'later')
      }
      this.#log.error({ call, err: error }, 'a desk call failed')
      return failed('INTERNAL', {}, 'later')
    }
  }

  listen(heard: (event: DeskEvent) => void): () => void {
    this.#listeners.add(heard)
    return () => this.#listeners.delete(heard)
  }

  /** Tells every screen. */
  tell(event: DeskEvent): void {
    for (const heard of this.#listeners) heard(event)
  }

  async #answer(call: DeskCallName, input: unknown, session: string | null): Promise<DeskAnswer<DeskCallName>> {
    const schema: z.ZodType = DESK_CALLS[call].input
    const parsed = schema.safeParse(input)
    if (!parsed.success) {
      const paths = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))]
      return failed('INPUT_INVALID', { paths })
    }
    if (!ALWAYS.has(call) && this.#parts.replica.position().epoch === null) return failed('NOT_READY', {}, 'later')
    const { staffDesk } = this.#parts
    const asker = staffDesk.askerOf(session)
    if (asker === null && !OPEN_CALLS.has(call)) return failed('SIGNED_OUT', {})
    const needed = permissionFor(call, parsed.data as Input<DeskCallName>) // parsed by the call's own schema
    if (asker !== null && needed !== null) {
      const permitted = staffDesk.answersFor(asker, needed, approvalOf(parsed.data))
      if (!permitted.ok) return failed(permitted.error.code, permitted.error.params)
    }
    const asked = call === 'walkIn.book' ? parsed.data : withoutApproval(parsed.data)
    const staffId = asker === null || asker.staff === 'none' ? null : asker.staff.staffId
    const run = CALLS[call] as (context: DeskContext, input: unknown) => Answered
    const answer = await run({ ...this.#parts, asker, staffId, session }, asked) // parsed by the call's own schema
    return answer.ok ? answer : failed(answer.error.code, answer.error.params, answer.error.retry)
  }
}

/** What somebody else has given for the call, where its input may carry it. */
function approvalOf(input: unknown): string | null {
  const given = typeof input === 'object' && input !== null && 'approval' in input ? input.approval : null
  return typeof given === 'string' ? given : null
}

/** What the call is about, once whoever answers for it is known. */
function withoutApproval(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('approval' in input)) return input
  const { approval: _approval, ...asked } = input
  return asked
}

function isDeskCall(call: string): call is DeskCallName {
  return Object.hasOwn(CALLS, call)
}

function failed(
  code: string,
  params: DeskRefusal['params'],
  retry: DeskError['retry'] = 'never',
): { readonly ok: false; readonly error: DeskError } {
  return refuse({ code, params: { ...params }, retry })
}
