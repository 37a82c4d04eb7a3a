import type { ConfirmationCode } from '../confirmation-code.ts'
import type { BlockId, DeviceId, OpId, ReservationId, RoomId, RoomTypeId, StaffId } from '../ids.ts'
import type { Guarantee } from '../lifecycle.ts'
import type { BlockKind, BlockReason, Housekeeping } from '../rows.ts'
import type { LocalDate, Stay } from '../stay-dates.ts'

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

/**
 * What stands behind a sale at the desk. `guaranteed`: the terminal's own allotment covers every night, so the chain can
 * not refuse it. `requested`: the chain decides. `at_risk`: sold out of touch and beyond the allotment, approved by a
 * supervisor; the chain decides, and until then the guest's room is not certain.
 */
export type CoverClaim = 'guaranteed' | 'requested' | 'at_risk'

/** The allotment that a sale was made from: whose, and under which fence. */
export interface Cover {
  readonly deviceId: DeviceId
  readonly fence: number
}

export interface WalkIn extends Booking {
  readonly claim: CoverClaim
  /** `null`: from no allotment, as before there were any. */
  readonly cover: Cover | null
  /** When the rows that the prices were quoted from were last brought up to date. */
  readonly pricedAsOfUtcMs: number
  /** Who answers for selling it `at_risk`; `null` for any other sale. */
  readonly approvedBy: StaffId | null
}

/** A sale that the chain decides, from no allotment, at prices of that moment. */
export function requestedSale(booking: Booking, atUtcMs: number): WalkIn {
  return { ...booking, claim: 'requested', cover: null, pricedAsOfUtcMs: atUtcMs, approvedBy: null }
}

/** One line of a reservation. */
export interface LineRef {
  readonly reservationId: ReservationId
  /** From 1. */
  readonly position: number
}

/** A line as it shall be; its room stays where it can. */
export interface LineChange extends Omit<BookingLine, 'roomId'> {
  readonly position: number
}

export interface ReservationChange {
  readonly reservationId: ReservationId
  readonly lines: readonly LineChange[]
  /** The guest's details as they shall be; `null` leaves them. */
  readonly guest: GuestDetails | null
}

export interface CheckIn extends LineRef {
  readonly roomId: RoomId
  /** The nights that the desk knew the line for; they stand where others changed them meanwhile. */
  readonly stay: Stay
}

/** A guest at the desk with a confirmation code that nobody there knows: booked after the line went down, mostly. */
export interface UnknownArrival {
  readonly knownCode: ConfirmationCode
  /** What the desk books for now; merged into the guest's own booking where the chain knows the code. */
  readonly booking: Booking
}

/** `card_stored`: taken by the card terminal while out of touch, to be forwarded; it may still be declined. */
export type PaymentMethod = 'cash' | 'card' | 'card_stored'

export interface PaymentTaken {
  readonly reservationId: ReservationId
  readonly paymentId: string
  readonly amountMinor: number
  readonly method: PaymentMethod
  /** The card terminal's own token; never a number. */
  readonly cardToken: string | null
  /** The last digits of the card, for the receipt. */
  readonly cardDigits: string | null
}

/** Money given back over the desk, in cash. */
export interface RefundGiven {
  readonly reservationId: ReservationId
  readonly amountMinor: number
  readonly note: string
}

/** How an exception is resolved: what was done about it elsewhere, or what this op does about it. */
export type WayOut =
  | { readonly way: 'acknowledge' }
  | { readonly way: 'rebook' }
  | { readonly way: 'upgrade'; readonly roomTypeId: RoomTypeId }
  | { readonly way: 'merge' }
  | { readonly way: 'walk'; readonly reservationId: ReservationId; readonly position: number; readonly toHotel: string }
  | { readonly way: 'send_on'; readonly toHotel: string; readonly code: string }
  | { readonly way: 'refund' }
export type WayName = WayOut['way']

export interface OpBodies {
  readonly bookWalkIn: WalkIn
  readonly changeStay: ReservationChange
  readonly cancelReservation: { readonly reservationId: ReservationId }
  readonly markNoShow: LineRef
  readonly assignRoom: LineRef & { readonly roomId: RoomId | null }
  readonly swapRooms: { readonly one: LineRef; readonly other: LineRef }
  readonly moveGuest: LineRef & { readonly roomId: RoomId }
  readonly checkIn: CheckIn
  readonly checkInUnknown: UnknownArrival
  readonly undoCheckIn: LineRef
  readonly checkOut: LineRef
  readonly undoCheckOut: LineRef
  /** A guest in the house stays longer or leaves earlier; `nightlyMinor` prices every night from arrival on. */
  readonly changeDeparture: LineRef & { readonly departure: LocalDate; readonly nightlyMinor: readonly number[] }
  readonly blockRoom: RoomBlock
  readonly releaseBlock: { readonly blockId: BlockId }
  readonly setRoomStatus: { readonly roomId: RoomId; readonly housekeeping: Housekeeping }
  readonly editGuest: { readonly guestId: string; readonly before: GuestDetails; readonly after: GuestDetails }
  readonly takePayment: PaymentTaken
  readonly giveRefund: RefundGiven
  readonly rollBusinessDate: { readonly date: LocalDate }
  /** The terminal gives units back: it has given up selling them before this op was written. */
  readonly returnAllotment: {
    readonly cover: Cover
    readonly lines: readonly { readonly roomTypeId: RoomTypeId; readonly night: LocalDate; readonly units: number }[]
    readonly rooms: readonly { readonly roomId: RoomId; readonly night: LocalDate }[]
  }
  readonly resolveException: { readonly exceptionId: string; readonly note: string; readonly out: WayOut }
}

export type OpType = keyof OpBodies

/** One thing that a terminal did, with where and when it was done. */
export interface OpOf<T extends OpType> {
  readonly opId: OpId
  readonly type: T
  readonly deviceId: DeviceId
  /** Who did it; `null` where the terminal itself did, or nobody has to sign in. */
  readonly staffId: StaffId | null
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
  changeStay: 'request',
  cancelReservation: 'request',
  markNoShow: 'request',
  assignRoom: 'request',
  swapRooms: 'request',
  moveGuest: 'fact',
  checkIn: 'fact',
  checkInUnknown: 'fact',
  undoCheckIn: 'fact',
  checkOut: 'fact',
  undoCheckOut: 'fact',
  changeDeparture: 'fact',
  blockRoom: 'fact',
  releaseBlock: 'fact',
  setRoomStatus: 'fact',
  editGuest: 'request',
  takePayment: 'fact',
  giveRefund: 'fact',
  rollBusinessDate: 'request',
  returnAllotment: 'fact',
  resolveException: 'request',
}

export const OP_TYPES = Object.keys(OP_KINDS) as readonly OpType[] // the keys of a full record

/**
 * How an op is decided. `interactive`: somebody waits at the screen, so a taken room is refused and they choose another.
 * `landing`: it was done before and now meets newer rows (rebase, or the chain), so what can be kept is kept.
 */
export type DecidingMode = 'interactive' | 'landing'
