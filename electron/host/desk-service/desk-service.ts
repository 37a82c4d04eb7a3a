import type { z } from 'zod'
import { type Result, refuse } from '../../../shared/base/result.ts'
import {
  DESK_CALLS,
  type DeskAnswer,
  type DeskCallName,
  type DeskError,
  type DeskEvent,
  type DeskOutput,
} from '../../../shared/desk-api/contract.ts'
import { ReplicaFault } from '../../../sync/replica/replica-fault.ts'
import type { DeskHandler } from '../desk-handler.ts'
import type { Answers } from './answers/answers.ts'
import { EXCEPTION_ANSWERS } from './answers/exceptions.ts'
import { HOTEL_ANSWERS } from './answers/hotel.ts'
import { RESERVATION_ANSWERS } from './answers/reservation.ts'
import { ROOM_ANSWERS } from './answers/rooms.ts'
import { STAY_ANSWERS } from './answers/stay.ts'
import { SYNC_ANSWERS } from './answers/sync.ts'
import { TERMINAL_ANSWERS } from './answers/terminal.ts'
import type { DeskContext, DeskParts, DeskRefusal } from './desk-context.ts'

/** Hears of faults and bugs; fields hold codes and call names, never guests. */
export interface DeskLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

const CALLS: Answers<DeskCallName> = {
  ...HOTEL_ANSWERS,
  ...STAY_ANSWERS,
  ...RESERVATION_ANSWERS,
  ...ROOM_ANSWERS,
  ...EXCEPTION_ANSWERS,
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
  readonly #parts: DeskParts
  readonly #log: DeskLog
  readonly #listeners = new Set<(event: DeskEvent) => void>()

  constructor(parts: DeskParts, log: DeskLog) {
    this.#parts = parts
    this.#log = log
  }

  // oxlint-disable-next-line typescript/require-await -- a promise, so that shells need not know that the replica is synchronous
  async handle(call: string, input: unknown): Promise<DeskAnswer<DeskCallName>> {
    if (!isDeskCall(call)) return failed('CALL_UNKNOWN', { call: call.slice(0, 80) })
    try {
      return this.#answer(call, input)
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

  #answer(call: DeskCallName, input: unknown): DeskAnswer<DeskCallName> {
    const schema: z.ZodType = DESK_CALLS[call].input
    const parsed = schema.safeParse(input)
    if (!parsed.success) {
      const paths = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))]
      return failed('INPUT_INVALID', { paths })
    }
    if (!ALWAYS.has(call) && this.#parts.replica.position().epoch === null) return failed('NOT_READY', {}, 'later')
    const run = CALLS[call] as (context: DeskContext, input: unknown) => Result<DeskOutput<DeskCallName>, DeskRefusal>
    const answer = run({ ...this.#parts, staffId: null }, parsed.data) // parsed by the call's own schema
    return answer.ok ? answer : failed(answer.error.code, answer.error.params)
  }
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
