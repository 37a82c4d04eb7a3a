import type { z } from 'zod'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import {
  DESK_CALLS,
  type DeskAnswer,
  type DeskCallName,
  type DeskCalls,
  type DeskError,
  type DeskEvent,
  type DeskOutput,
} from '../../../shared/desk-api/contract.ts'
import { ReplicaFault } from '../../../sync/replica/replica-fault.ts'
import type { DeskHandler } from '../desk-handler.ts'
import { blockRoom } from './block-room.ts'
import { type DeskContext, type DeskRefusal, recordCommand } from './desk-context.ts'
import { hotelView } from './hotel-view.ts'
import { occupancyView } from './occupancy-view.ts'
import { quoteView } from './quote.ts'
import { reservationView } from './reservation-view.ts'
import { blocksView, roomsView } from './rooms-view.ts'
import { badgeView, exceptionsView, opsView, terminalAlone } from './sync-view.ts'
import { todayView } from './today-view.ts'
import { allotmentView } from './allotment-view.ts'
import { walkCandidatesView } from './walk-view.ts'
import { bookWalkIn } from './walk-in.ts'

/** Hears of faults and bugs; fields hold codes and call names, never guests. */
export interface DeskLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

type Input<N extends DeskCallName> = z.output<DeskCalls[N]['input']>
type Calls = {
  readonly [N in DeskCallName]: (context: DeskContext, input: Input<N>) => Result<DeskOutput<N>, DeskRefusal>
}

const CALLS: Calls = {
  'hotel.get': (context) => ok(hotelView(context)),
  'today.get': (context) => ok(todayView(context)),
  'occupancy.get': (context, input) => ok(occupancyView(context, input)),
  'rooms.list': (context, input) => ok(roomsView(context, input)),
  'stay.quote': quoteView,
  'walkIn.book': bookWalkIn,
  'reservation.get': reservationView,
  'reservation.cancel': (context, body) => done(recordCommand(context, () => ok({ type: 'cancelReservation', body }))),
  'reservation.assignRoom': (context, body) => done(recordCommand(context, () => ok({ type: 'assignRoom', body }))),
  'blocks.list': (context) => ok(blocksView(context)),
  'block.set': (context, block) => done(blockRoom(context, block)),
  'block.release': (context, body) => done(recordCommand(context, () => ok({ type: 'releaseBlock', body }))),
  'exceptions.list': (context) => ok(exceptionsView(context)),
  'exception.resolve': (context, body) => done(recordCommand(context, () => ok({ type: 'resolveException', body }))),
  'walk.candidates': (context, input) => ok(walkCandidatesView(context, input)),
  'allotment.get': (context) => ok(allotmentView(context)),
  'sync.badge': (context) => ok(badgeView(context)),
  'sync.ops': (context) => ok(opsView(context)),
  'sync.retryNow': (context) => {
    context.retryNow()
    return ok({})
  },
  'terminal.get': (context) => ok(terminalAlone(context)),
  'hub.pair': notHub,
  'hub.terminals': notHub,
  'hub.revoke': notHub,
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
  readonly #context: DeskContext
  readonly #log: DeskLog
  readonly #listeners = new Set<(event: DeskEvent) => void>()

  constructor(context: DeskContext, log: DeskLog) {
    this.#context = context
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
    if (!ALWAYS.has(call) && this.#context.replica.position().epoch === null) return failed('NOT_READY', {}, 'later')
    const run = CALLS[call] as (context: DeskContext, input: unknown) => Result<DeskOutput<DeskCallName>, DeskRefusal>
    const answer = run(this.#context, parsed.data) // parsed by the call's own schema
    return answer.ok ? answer : failed(answer.error.code, answer.error.params)
  }
}

function notHub(): Result<never, DeskRefusal> {
  return refuse({ code: 'NOT_A_HUB', params: {} })
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

/** Commands that give nothing back. */
function done(result: Result<void, DeskRefusal>): Result<Record<string, never>, DeskRefusal> {
  return result.ok ? ok({}) : result
}
