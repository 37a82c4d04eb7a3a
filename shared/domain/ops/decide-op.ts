import { unreachable } from '../../base/assert.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import type { Refusal } from '../refusal.ts'
import type { OpId } from '../ids.ts'
import type { ExceptionRow, RowWrite } from '../rows.ts'
import { decideAssignment } from './assign-room.ts'
import { decideBlock, decideRelease } from './block-room.ts'
import { decideBooking } from './book.ts'
import { decideCancellation } from './cancel-reservation.ts'
import { type Cause, exceptionId, openException } from './exceptions.ts'
import type { DecidingMode, Op } from './op.ts'
import { decideResolution } from './resolve-exception.ts'

/** Decides any op over the rows of its hotel: the one place where op types meet their rules. Refusals: see each. */
export function decideOp(op: Op, mode: DecidingMode, rows: RowReader): Deciding<Decided> {
  const cause = causeOf(op)
  switch (op.type) {
    case 'bookWalkIn': {
      const { businessDate } = op
      return decideBooking(
        op.body,
        {
          ...cause,
          channel: 'desk',
          bookedOn: businessDate,
          earliestArrival: businessDate,
          mode,
          ratePlanId: null,
          holdUntilUtcMs: null,
        },
        rows,
      )
    }
    case 'cancelReservation':
      return decideCancellation(op.body.reservationId, { ...cause, businessDate: op.businessDate }, rows)
    case 'assignRoom':
      return decideAssignment(op.body, cause, rows)
    case 'blockRoom':
      return decideBlock(op.body, op.businessDate, cause, rows)
    case 'releaseBlock':
      return decideRelease(op.body.blockId, op.businessDate, cause, rows)
    case 'resolveException':
      return decideResolution(op.body, cause, rows)
    default:
      return unreachable(op)
  }
}

/** What the chain writes for a request that it refused: an exception that the desk sees (rule SYNC-07). */
export function writesForRefusedRequest(op: Op, refusal: Refusal, rows: RowReader): readonly RowWrite[] {
  const draft = new Draft(rows)
  openException(draft, causeOf(op), {
    exceptionId: exceptionId.requestRefused(op.opId),
    kind: 'REQUEST_REFUSED',
    severity: op.type === 'bookWalkIn' ? 'urgent' : 'action',
    subject: subjectOf(op),
    params: { ...refusal.params, code: refusal.code, op: op.type, ...nameOf(op) },
  })
  return draft.writes()
}

/** An op that could not be applied, as far as it could be read. */
export interface ParkedOp extends Cause {
  readonly opId: OpId
  readonly type: string
  readonly subject: ExceptionRow['subject']
  /** Why: a refusal's code, or one of the chain's own. */
  readonly code: string
}

/** What the chain writes for an op that can not be applied at all: it is kept, and a person is told (rule SYNC-08). */
export function writesForParkedOp(parked: ParkedOp, rows: RowReader): readonly RowWrite[] {
  const draft = new Draft(rows)
  openException(draft, parked, {
    exceptionId: exceptionId.opParked(parked.opId),
    kind: 'OP_PARKED',
    severity: 'urgent',
    subject: parked.subject,
    params: { code: parked.code, op: parked.type },
  })
  return draft.writes()
}

function causeOf(op: Op): Cause {
  return { opId: op.opId, deviceId: op.deviceId, atUtcMs: op.madeAtUtcMs }
}

function subjectOf(op: Op): { entity: 'reservation' | 'room_block' | 'exception'; key: string } {
  switch (op.type) {
    case 'bookWalkIn':
    case 'cancelReservation':
    case 'assignRoom':
      return { entity: 'reservation', key: op.body.reservationId }
    case 'blockRoom':
    case 'releaseBlock':
      return { entity: 'room_block', key: op.body.blockId }
    case 'resolveException':
      return { entity: 'exception', key: op.body.exceptionId }
    default:
      return unreachable(op)
  }
}

function nameOf(op: Op): Record<string, string> {
  return op.type === 'bookWalkIn' ? { lastName: op.body.guest.lastName } : {}
}
