import type { ReservationStatus, StayState } from '../../../shared/domain/lifecycle.ts'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import { totalOf } from '../../../shared/domain/price.ts'
import type { GuestRow, ReservationRow, StayLineRow } from '../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { addedTaxOf } from '../../../shared/domain/tax.ts'

/** A line as far as the guest agreed to it; its total with the taxes added, minor units. */
export interface AgreedLine {
  readonly roomTypeId: string
  readonly arrival: LocalDate
  readonly departure: LocalDate
  readonly adults: number
  readonly children: number
  readonly totalMinor: number
}

/** What was changed on a reservation, without a guest's name in it. */
export type ReservationEvent =
  | {
      readonly kind: 'line_changed'
      readonly params: { readonly position: number; readonly before: AgreedLine; readonly after: AgreedLine }
    }
  | {
      readonly kind: 'room_changed'
      readonly params: { readonly position: number; readonly before: string | null; readonly after: string | null }
    }
  | {
      readonly kind: 'stay_changed'
      readonly params: { readonly position: number; readonly before: StayState; readonly after: StayState }
    }
  | { readonly kind: 'guest_changed'; readonly params: { readonly fields: readonly string[] } }
  | {
      readonly kind: 'status_changed'
      readonly params: { readonly before: ReservationStatus; readonly after: ReservationStatus }
    }

/** A reservation before and after a transaction; its guest where that changed. */
export interface ReservationDifference {
  readonly reservationId: ReservationId
  readonly before: ReservationRow
  readonly after: ReservationRow
  readonly guest: { readonly before: GuestRow; readonly after: GuestRow } | null
}

/** What a transaction changed on a reservation, in the order in which it is told. Rule API-22. */
export function eventsOf({ before, after, guest }: ReservationDifference): ReservationEvent[] {
  const events: ReservationEvent[] = []
  for (const line of after.lines) {
    const was = before.lines.find(({ position }) => position === line.position)
    if (was) events.push(...eventsOfLine(was, line))
  }
  const fields = guest ? changedFields(guest.before, guest.after) : []
  if (fields.length > 0) events.push({ kind: 'guest_changed', params: { fields } })
  if (before.status !== after.status) {
    events.push({ kind: 'status_changed', params: { before: before.status, after: after.status } })
  }
  return events
}

function eventsOfLine(was: StayLineRow, line: StayLineRow): ReservationEvent[] {
  const { position } = line
  const events: ReservationEvent[] = []
  const [before, after] = [agreedOf(was), agreedOf(line)]
  if (JSON.stringify(before) !== JSON.stringify(after)) {
    events.push({ kind: 'line_changed', params: { position, before, after } })
  }
  if (was.roomId !== line.roomId) {
    events.push({ kind: 'room_changed', params: { position, before: was.roomId, after: line.roomId } })
  }
  if (was.stay !== line.stay) {
    events.push({ kind: 'stay_changed', params: { position, before: was.stay, after: line.stay } })
  }
  return events
}

function agreedOf({ chargedType, arrival, departure, adults, children, nightlyMinor, taxes }: StayLineRow): AgreedLine {
  const totalMinor = totalOf(nightlyMinor) + addedTaxOf(taxes)
  return { roomTypeId: chargedType, arrival, departure, adults, children, totalMinor }
}

const GUEST_FIELDS = ['firstName', 'lastName', 'email', 'phone'] as const

function changedFields(before: GuestRow, after: GuestRow): string[] {
  return GUEST_FIELDS.filter((field) => before[field] !== after[field])
}
