import { ok } from '../../base/result.ts'
import { type Decided, type Deciding, Draft, type RowReader } from '../deciding.ts'
import { holdsInventory } from '../lifecycle.ts'
import type { GuestRow, ReservationRow, StayLineRow } from '../rows.ts'
import type { LocalDate } from '../stay-dates.ts'
import { stayLineId } from '../ids.ts'
import { taxesOf } from '../tax.ts'
import { settleIn } from './check-in.ts'
import { type Cause, exceptionId, openException } from './exceptions.ts'
import type { PostingCause } from './folio.ts'
import type { DecidingMode, GuestDetails, UnknownArrival } from './op.ts'
import { forceUnits } from './units.ts'

/**
 * A guest arrived with a confirmation code that the desk does not know: a fact. Where the code is known by the time this
 * lands, the guest's own booking is checked in and stands for what the desk booked; else what the desk booked stands, as
 * a fact, and a person is asked. Rules: WIN-08, WIN-09.
 */
export function* decideUnknownArrival(
  { knownCode, booking }: UnknownArrival,
  context: PostingCause & { readonly mode: DecidingMode },
  rows: RowReader,
): Deciding<Decided> {
  const draft = new Draft(rows)
  const { reservationId } = booking
  yield [
    { entity: 'reservation', key: reservationId },
    { index: 'reservationOfCode', key: knownCode },
    { index: 'taxRules', key: '' },
  ]
  if (draft.row('reservation', reservationId)) return ok([])
  const known = draft.reservationOfCode(knownCode)
  const own = known?.lines.find((line) => line.stay === 'expected' || line.stay === 'no_show')
  const wanted = booking.lines[0]
  if (known && own && wanted?.roomId) {
    yield [{ entity: 'guest', key: known.guestId }]
    draft.put('guest', { guestId: reservationId, ...booking.guest })
    draft.put('reservation', {
      ...bookedAtDesk(booking, context, []),
      status: 'canceled',
      mergedInto: known.reservationId,
    })
    const { arrival, departure, roomId } = wanted
    const { position } = own
    yield* settleIn(
      draft,
      context,
      { reservation: known, line: own },
      { reservationId: known.reservationId, position, roomId, stay: { arrival, departure } },
    )
    return ok(draft.writes())
  }
  yield* standAsBooked(draft, { knownCode, booking }, context)
  return ok(draft.writes())
}

/** Books what the desk wrote down as a fact, and moves the guest in. */
function* standAsBooked(
  draft: Draft,
  { knownCode, booking }: UnknownArrival,
  context: PostingCause & { readonly mode: DecidingMode },
): Deciding<void> {
  const { reservationId } = booking
  const lines = booking.lines.map((line, index): StayLineRow => {
    const { roomTypeId, nightlyMinor, roomId: _roomId, ...stay } = line
    const position = index + 1
    return {
      ...stay,
      lineId: stayLineId(reservationId, position),
      position,
      chargedType: roomTypeId,
      inventoryType: roomTypeId,
      roomId: null,
      stay: 'expected',
      nightlyMinor,
      taxes: taxesOf(line, draft.taxRules()),
    }
  })
  for (const line of lines) yield* forceUnits(draft, context, line.inventoryType, line)
  const reservation = bookedAtDesk(booking, context, lines)
  draft.put('guest', { guestId: reservationId, ...booking.guest })
  draft.put('reservation', reservation)
  for (const [index, line] of lines.entries()) {
    const roomId = booking.lines[index]?.roomId ?? null
    if (roomId === null) continue
    const { position, arrival, departure } = line
    yield* settleIn(
      draft,
      context,
      { reservation, line },
      { reservationId, position, roomId, stay: { arrival, departure } },
    )
  }
  openException(draft, context, {
    exceptionId: exceptionId.unknownCode(reservationId),
    kind: 'UNKNOWN_CODE',
    severity: 'action',
    subject: { entity: 'reservation', key: reservationId },
    params: { code: knownCode, lastName: booking.guest.lastName },
  })
}

function bookedAtDesk(
  { reservationId, code, guarantee }: UnknownArrival['booking'],
  { atUtcMs, businessDate }: PostingCause,
  lines: readonly StayLineRow[],
): ReservationRow {
  return {
    reservationId,
    code,
    status: 'pending',
    guarantee,
    channel: 'desk',
    guestId: reservationId,
    bookedAtUtcMs: atUtcMs,
    bookedOn: businessDate,
    ratePlanId: null,
    holdUntilUtcMs: null,
    mergedInto: null,
    lines,
  }
}

/**
 * A walk-in of today that looks like a booking for today which nobody has arrived for, by name or by contact: a person is
 * asked whether they are one. Rule WIN-10.
 */
export function* askWhetherSameGuest(
  draft: Draft,
  cause: Cause,
  walkIn: ReservationRow,
  guest: GuestDetails,
  arrival: LocalDate,
): Deciding<void> {
  yield [{ index: 'reservationsDue', key: arrival }]
  const expected = draft
    .reservationsDue(arrival)
    .filter(
      (other) =>
        other.reservationId !== walkIn.reservationId &&
        other.channel !== 'desk' &&
        holdsInventory(other.status) &&
        other.lines.some((line) => line.stay === 'expected' && line.arrival === arrival),
    )
  if (expected.length === 0) return
  yield expected.map(({ guestId }) => ({ entity: 'guest' as const, key: guestId }))
  const other = expected.find(({ guestId }) => isSameGuest(draft.row('guest', guestId), guest))
  if (!other) return
  const id = exceptionId.sameGuest(walkIn.reservationId, other.reservationId)
  yield [{ entity: 'exception', key: id }]
  if (draft.row('exception', id)) return
  openException(draft, cause, {
    exceptionId: id,
    kind: 'SAME_GUEST',
    severity: 'action',
    subject: { entity: 'reservation', key: walkIn.reservationId },
    params: { lastName: guest.lastName, other: other.reservationId, otherCode: other.code, arrival },
  })
}

function isSameGuest(known: GuestRow | null, guest: GuestDetails): boolean {
  if (!known) return false
  const sameName = fold(known.lastName) === fold(guest.lastName) && fold(known.firstName) === fold(guest.firstName)
  const sameEmail = known.email !== null && guest.email !== null && fold(known.email) === fold(guest.email)
  const samePhone = known.phone !== null && guest.phone !== null && digits(known.phone) === digits(guest.phone)
  return sameName || sameEmail || samePhone
}

function fold(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase('en').trim()
}

function digits(phone: string): string {
  return phone.replaceAll(/\D/g, '')
}
