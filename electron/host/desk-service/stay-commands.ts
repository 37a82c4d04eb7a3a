import { present } from '../../../shared/base/assert.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { Consequences } from '../../../shared/desk-api/views/consequences.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import type { FoundLine } from '../../../shared/domain/ops/lines.ts'
import type { LineRef } from '../../../shared/domain/ops/op.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import { type Input, done } from './answers/answers.ts'
import { consequencesOf, isReady } from './consequences.ts'
import { type DeskContext, type DeskRefusal, recordCommand } from './desk-context.ts'
import { type Asked, dryRun } from './dry-run.ts'
import { hotelOf } from './hotel-view.ts'
import { type Plan, isSwapped, lineOf, planAction, planChange, refOf } from './stay-actions.ts'

type Done = Result<Record<string, never>, DeskRefusal>

/** What a drag on the tape chart would come to. Rule HOST-22. */
export function previewStay(context: DeskContext, action: Input<'stay.preview'>): Result<Consequences, DeskRefusal> {
  const { db } = context.replica
  const plan = planAction(db, hotelOf(db), action)
  return plan.ok ? ok(consequencesOf(context, plan.value)) : plan
}

/** Does it: every op of it was asked of the rules before the first is recorded. Rule HOST-24. */
export function applyToStay(context: DeskContext, input: Input<'stay.apply'>): Done {
  const { db } = context.replica
  const { what } = input
  const plan = planAction(db, hotelOf(db), what)
  if (!plan.ok) return plan
  if (isSoAlready(plan.value, what)) return ok({})
  const agreed = agreedOn(context, plan.value, input)
  if (!agreed.ok) return agreed
  if (what.action === 'checkIn') return checkIn(context, { ...what, acceptNotReady: input.acceptNotReady })
  for (const asked of agreed.value) {
    const recorded = recordCommand(context, () => ok(asked))
    if (!recorded.ok) return recorded
  }
  return ok({})
}

export function quoteChange(
  context: DeskContext,
  input: Input<'reservation.quoteChange'>,
): Result<Consequences, DeskRefusal> {
  const { db } = context.replica
  const plan = planChange(db, hotelOf(db), input)
  return plan.ok ? ok(consequencesOf(context, plan.value)) : plan
}

/** Dates, types or guests of expected lines: all of them or none. Rules: HOST-23, HOST-24. */
export function changeReservation(context: DeskContext, input: Input<'reservation.change'>): Done {
  const command = recordCommand(context, ({ db, hotel }) => {
    const plan = planChange(db, hotel, input)
    if (!plan.ok) return plan
    if (plan.value.lines.every((found, index) => isAsWanted(found, present(input.lines[index], 'one a line')))) {
      return ok(null)
    }
    const agreed = agreedOn(context, plan.value, input)
    return agreed.ok ? ok(agreed.value[0] ?? null) : agreed
  })
  return done(command)
}

export function quoteDeparture(
  context: DeskContext,
  { departure, ...ref }: Input<'stay.quoteDeparture'>,
): Result<Consequences, DeskRefusal> {
  const found = lineOf(context.replica.db, ref)
  if (!found.ok) return found
  const { stay, arrival } = found.value.line
  if (stay === 'in_house') return previewStay(context, { action: 'dates', ...ref, arrival, departure })
  const error = { code: 'INVALID_TRANSITION', params: { from: stay, event: 'changeDeparture' } }
  return ok(consequencesOf(context, { lines: [found.value], asked: refuse(error), targets: [] }))
}

export function changeDeparture(context: DeskContext, input: Input<'stay.changeDeparture'>): Done {
  const { departure, agreedDifferenceMinor, ...ref } = input
  const command = recordCommand(context, ({ db, hotel }) => {
    const found = lineOf(db, ref)
    if (!found.ok) return found
    const { stay, arrival, departure: now } = found.value.line
    if (stay !== 'in_house') {
      return refuse({ code: 'INVALID_TRANSITION', params: { from: stay, event: 'changeDeparture' } })
    }
    if (departure === now) return ok(null)
    const plan = planAction(db, hotel, { action: 'dates', ...ref, arrival, departure })
    if (!plan.ok) return plan
    const agreed = agreedOn(context, plan.value, { agreedDifferenceMinor, acceptRisk: true })
    return agreed.ok ? ok(agreed.value[0] ?? null) : agreed
  })
  return done(command)
}

/** Rule HOST-20. */
export function checkIn(context: DeskContext, { acceptNotReady, roomId, ...asked }: Input<'stay.checkIn'>): Done {
  const ref = refOf(asked)
  return onLine(context, ref, ({ line }) => {
    if (line.stay === 'in_house' && line.roomId === roomId) return ok(null)
    const stay = { arrival: line.arrival, departure: line.departure }
    const body = { ...ref, roomId, stay }
    const run = dryRun(context, [{ type: 'checkIn', body }])
    if (!run.ok) return run
    const room = loadRow(context.replica.db, 'room', roomId)
    if (room && !isReady(room) && !acceptNotReady) {
      return refuse({ code: 'ROOM_NOT_READY', params: { roomId, housekeeping: room.housekeeping } })
    }
    return ok({ type: 'checkIn', body })
  })
}

export function undoCheckIn(context: DeskContext, ref: LineRef): Done {
  return onLine(context, ref, ({ line }) => ok(line.stay === 'expected' ? null : { type: 'undoCheckIn', body: ref }))
}

/** The last guest of a reservation leaves nothing unpaid unseen. Rule HOST-21. */
export function checkOut(context: DeskContext, { acceptBalance, ...ref }: Input<'stay.checkOut'>): Done {
  return onLine(context, ref, ({ reservation, line }) => {
    if (line.stay === 'departed') return ok(null)
    const asked: Asked = { type: 'checkOut', body: ref }
    const run = dryRun(context, [asked])
    if (!run.ok) return run
    const { reservationId } = reservation
    const after = run.value.row('reservation', reservationId) ?? reservation
    const { balanceMinor } = accountOf(after, run.value.folioOf(reservationId))
    const somebodyStays = after.lines.some(({ stay }) => stay === 'expected' || stay === 'in_house')
    if (balanceMinor > 0 && !somebodyStays && !acceptBalance) {
      return refuse({ code: 'BALANCE_OPEN', params: { reservationId, amountMinor: balanceMinor } })
    }
    return ok(asked)
  })
}

export function undoCheckOut(context: DeskContext, ref: LineRef): Done {
  return onLine(context, ref, ({ line }) => ok(line.stay === 'in_house' ? null : { type: 'undoCheckOut', body: ref }))
}

/** Two stays change rooms; asked for again when they have, it is answered. Rule HOST-24. */
export function swapStays(context: DeskContext, input: Input<'stay.swap'>): Done {
  const command = recordCommand(context, ({ db, hotel }) => {
    const plan = planAction(db, hotel, { action: 'swap', ...input })
    if (!plan.ok) return plan
    if (isSwapped(plan.value, input)) return ok(null)
    return plan.value.asked.ok ? ok(plan.value.asked.value[0] ?? null) : plan.value.asked
  })
  return done(command)
}

/** Records what is composed of a line as it stands; refuses `RESERVATION_UNKNOWN`, `LINE_UNKNOWN` first. */
function onLine(
  context: DeskContext,
  ref: LineRef,
  compose: (found: FoundLine) => Result<Asked | null, DeskRefusal>,
): Done {
  const command = recordCommand(context, ({ db }) => {
    const found = lineOf(db, ref)
    return found.ok ? compose(found.value) : found
  })
  return done(command)
}

interface Agreed {
  readonly agreedDifferenceMinor: number
  readonly acceptRisk: boolean
}

/** The ops of a plan, where its price and its risk are what somebody agreed to. */
function agreedOn(
  context: DeskContext,
  plan: Plan,
  { agreedDifferenceMinor, acceptRisk }: Agreed,
): Result<readonly Asked[], DeskRefusal> {
  const { refusedBy, differenceMinor, atRisk, lines } = consequencesOf(context, plan)
  if (refusedBy) return refuse(refusedBy)
  if (differenceMinor !== agreedDifferenceMinor) {
    return refuse({ code: 'QUOTE_CHANGED', params: { agreedDifferenceMinor, differenceMinor } })
  }
  const [first] = lines
  return atRisk && !acceptRisk ? refuse({ code: 'AT_RISK', params: { ...first?.after } }) : plan.asked
}

/** What is asked for is so: it was asked for before, or somebody else did it. */
function isSoAlready(plan: Plan, what: Input<'stay.apply'>['what']): boolean {
  if (what.action === 'swap') return isSwapped(plan, what)
  const [found] = plan.lines
  if (!found) return false
  const { arrival, departure, roomId, stay } = found.line
  if (what.action === 'checkIn') return stay === 'in_house' && roomId === what.roomId
  const sameRoom = what.action === 'dates' || roomId === what.roomId
  return sameRoom && (what.action === 'move' || (arrival === what.arrival && departure === what.departure))
}

function isAsWanted({ line }: FoundLine, wanted: Input<'reservation.change'>['lines'][number]): boolean {
  return (
    line.chargedType === wanted.roomTypeId &&
    line.arrival === wanted.arrival &&
    line.departure === wanted.departure &&
    line.adults === wanted.adults &&
    line.children === wanted.children
  )
}
