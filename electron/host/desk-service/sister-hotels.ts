import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { OpId } from '../../../shared/domain/ids.ts'
import type { OpBodies } from '../../../shared/domain/ops/op.ts'
import type { QuestionFault } from '../../../sync/engine/question-fault.ts'
import { loadOp } from '../../../sync/replica/queries/outbox.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import { isSameOp } from '../../../sync/replica/stored-op.ts'
import type { Input } from './answers/answers.ts'
import { type DeskContext, type DeskRefusal, recordCommand, refusalOf } from './desk-context.ts'
import { dryRun } from './dry-run.ts'
import { refusalOfFault } from './question-refusal.ts'

type SisterBooked = DeskOutput<'sister.book'>

/** Near hotels of the chain with room, as the chain knows them at this moment. Rule SIS-07. */
export async function findSisterHotels(
  { sisterHotels }: DeskContext,
  search: Input<'sister.search'>,
): Promise<Result<DeskOutput<'sister.search'>, DeskRefusal>> {
  const found = await sisterHotels.find(search)
  return found.ok ? found : refuse(refusalOfFault(found.error))
}

/**
 * Books at a near hotel and resolves the exception by it. What could not be resolved so is refused before anything is
 * booked. The chain knows the booking by its id, and the op has an id that follows from it: so a call that broke off between
 * the two, or was answered by a hub that then went out of reach, is finished by the same call again, at whichever host, and
 * done once. Rules: SIS-07, SIS-08.
 */
export async function bookSisterHotel(
  context: DeskContext,
  input: Input<'sister.book'>,
): Promise<Result<SisterBooked, DeskRefusal>> {
  const { db } = context.replica
  const opId = opIdOf(input)
  if (loadOp(db, opId) === null) {
    const refusal = refusalBefore(context, input)
    if (refusal) return refuse(refusal)
  }
  const { out, note: _note, ...booking } = input
  const booked = await context.sisterHotels.book({ ...booking, way: out.way })
  if (!booked.ok) return refuse(refusalOfBooking(context, input, booked.error))
  const body = resolutionBy(input, booked.value)
  const recorded = recordCommand(context, (recording) => {
    const earlier = loadOp(recording.db, opId)
    if (earlier && isSameOp(earlier, { type: 'resolveException', body })) return refusalOf(earlier) ?? ok(null)
    if (earlier) return refuse({ code: 'RESERVATION_ID_REUSED', params: { reservationId: input.reservationId } })
    // Somebody may have closed it while the chain was asked.
    const closed = refusalOfClosed(context, input)
    return closed ? refuse(closed) : ok({ type: 'resolveException', body, opId })
  })
  if (recorded.ok) return ok(booked.value)
  const { hotel, confirmationCode } = booked.value
  const params = { ...recorded.error.params, toHotel: hotel.name, confirmationCode }
  return refuse({ ...recorded.error, params })
}

/** The op of a booking: ids of ops are told apart from those of reservations by where they stand. */
function opIdOf({ reservationId }: Input<'sister.book'>): OpId {
  return reservationId as string as OpId // a UUIDv7 too
}

/** Why the exception can not be left this way now; nothing is written. */
function refusalBefore(context: DeskContext, input: Input<'sister.book'>): DeskRefusal | null {
  const closed = refusalOfClosed(context, input)
  if (closed) return closed
  const body = resolutionBy(input, { hotel: { name: input.hotelId }, confirmationCode: '' })
  const tried = dryRun(context, [{ type: 'resolveException', body }])
  return tried.ok ? null : tried.error
}

function refusalOfClosed({ replica }: DeskContext, input: Input<'sister.book'>): DeskRefusal | null {
  const { exceptionId, out } = input
  const exception = loadRow(replica.db, 'exception', exceptionId)
  if (!exception) return { code: 'EXCEPTION_UNKNOWN', params: { exceptionId } }
  // What this very call did, at this host or at the hub, closed it as it should.
  if (exception.status === 'open' || exception.resolvedByOpId === opIdOf(input)) return null
  return { code: 'INVALID_TRANSITION', params: { from: exception.resolution ?? exception.status, event: out.way } }
}

function resolutionBy(
  { exceptionId, note, out }: Input<'sister.book'>,
  { hotel, confirmationCode }: { readonly hotel: { readonly name: string }; readonly confirmationCode: string },
): OpBodies['resolveException'] {
  return out.way === 'walk'
    ? { exceptionId, note, out: { ...out, toHotel: `${hotel.name} ${confirmationCode}` } }
    : { exceptionId, note, out: { ...out, toHotel: hotel.name, code: confirmationCode } }
}

/** An exception that only this desk knows so far is on its way to the chain. */
function refusalOfBooking(
  { replica }: DeskContext,
  { exceptionId }: Input<'sister.book'>,
  fault: QuestionFault,
): DeskRefusal {
  const isOnItsWay = fault.code === 'EXCEPTION_UNKNOWN' && loadRow(replica.db, 'exception', exceptionId) !== null
  return isOnItsWay ? { ...refusalOfFault(fault), retry: 'later' } : refusalOfFault(fault)
}
