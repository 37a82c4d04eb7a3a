import type { ConfirmationCode } from '../confirmation-code.ts'
import type { BlockId, DeviceId, OpId, ReservationId, RoomId, RoomTypeId } from '../ids.ts'
import type { Guarantee } from '../lifecycle.ts'
import type { BlockKind, BlockReason } from '../rows.ts'
import type { LocalDate } from '../stay-dates.ts'

export interface GuestDetails {
  readonly firstName: string
  readonly lastName: string
  readonly email: string | null
  readonly phone: string | null
}

export interface BookingLine {
  readonly roomTypeId: RoomTypeId
  readonly arrival: LocalDate
  readonly departure: LocalDate
  readonly adults: number
  readonly children: number
  readonly roomId: RoomId | null
  /** The price of each night as quoted, minor units of the hotel's currency. */
  readonly nightlyMinor: readonly number[]
}

/** What is booked, whoever asks: a walk-in at the desk or a channel at the chain. */
export interface Booking {
  readonly reservationId: ReservationId
  readonly code: ConfirmationCode
  readonly guarantee: Guarantee
  readonly guest: GuestDetails
  readonly lines: readonly BookingLine[]
}

export interface RoomBlock {
  readonly blockId: BlockId
  readonly roomId: RoomId
  readonly kind: BlockKind
  readonly from: LocalDate
  readonly until: LocalDate
  readonly reason: BlockReason
  readonly remarks: string
}

export interface OpBodies {
  readonly bookWalkIn: Booking
  readonly cancelReservation: { readonly reservationId: ReservationId }
  readonly assignRoom: {
    readonly reservationId: ReservationId
    readonly position: number
    readonly roomId: RoomId | null
  }
  readonly blockRoom: RoomBlock
  readonly releaseBlock: { readonly blockId: BlockId }
  readonly resolveException: { readonly exceptionId: string; readonly note: string }
}

export type OpType = keyof OpBodies

/** One thing that a terminal did, with where and when it was done. */
export interface OpOf<T extends OpType> {
  readonly opId: OpId
  readonly type: T
  readonly deviceId: DeviceId
  /** The hotel's business date when it was made. */
  readonly businessDate: LocalDate
  /** The terminal's wall clock when it was made. */
  readonly madeAtUtcMs: number
  readonly body: OpBodies[T]
}

export type Op = { [T in OpType]: OpOf<T> }[OpType]

/**
 * The core of the design (design.md, section 7). A *request* may be refused by the chain. A *fact* already happened in
 * the building: it is recorded, and where it breaks a rule it opens an exception.
 */
export const OP_KINDS: Record<OpType, 'request' | 'fact'> = {
  bookWalkIn: 'request',
  cancelReservation: 'request',
  assignRoom: 'request',
  blockRoom: 'fact',
  releaseBlock: 'fact',
  resolveException: 'request',
}

/**
 * How an op is decided. `interactive`: somebody waits at the screen, so a taken room is refused and they choose another.
 * `landing`: it was done before and now meets newer rows (rebase, or the chain), so what can be kept is kept.
 */
export type DecidingMode = 'interactive' | 'landing'
