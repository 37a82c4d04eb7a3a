import type { OfflineCardCaps } from './card-caps.ts'
import type { ConfirmationCode } from './confirmation-code.ts'
import type { BlockId, DeviceId, HotelId, RatePlanId, ReservationId, RoomId, RoomTypeId, StayLineId } from './ids.ts'
import type { ExceptionRow } from './exception-row.ts'
import type { Guarantee, ReservationStatus, StayState } from './lifecycle.ts'
import type { CurvePoint } from './price.ts'
import type { RoomNightKind } from './room-night.ts'
import type { StaffMemberRow } from './staff.ts'
import type { LocalDate } from './stay-dates.ts'
import type { TaxAmount, TaxKind } from './tax.ts'

/**
 * The rows that a hotel consists of, as the replica holds them, the chain holds them and the wire carries them.
 * Amounts are integer minor units of the hotel's currency; dates are the hotel's own; instants end in `UtcMs`.
 */

export interface HotelRow {
  readonly hotelId: HotelId
  readonly name: string
  /** ISO 4217. One currency a hotel. */
  readonly currency: string
  /** IANA time zone name. */
  readonly timeZone: string
  /** The hotel's current day, rolled by night audit, not by the clock. */
  readonly businessDate: LocalDate
  readonly pricesIncludeTax: boolean
  /** How the price of a night follows its occupancy. */
  readonly occupancyCurve: readonly CurvePoint[]
  readonly offlineCard: OfflineCardCaps
}

export interface RoomTypeRow {
  readonly roomTypeId: RoomTypeId
  readonly name: string
  /** Order on screens, from 1. */
  readonly position: number
  readonly maxOccupancy: number
}

export const HOUSEKEEPING = ['dirty', 'clean', 'inspected', 'pickup'] as const
export type Housekeeping = (typeof HOUSEKEEPING)[number]

export interface RoomRow {
  readonly roomId: RoomId
  readonly roomTypeId: RoomTypeId
  readonly floor: number
  readonly housekeeping: Housekeeping
}

export interface RateRow {
  readonly roomTypeId: RoomTypeId
  readonly night: LocalDate
  readonly baseMinor: number
}

/** `non_refundable` is paid when booked, and kept whole when canceled. */
export type RatePlanKind = 'flexible' | 'non_refundable'

/** On which terms rooms are sold. */
export interface RatePlanRow {
  readonly ratePlanId: RatePlanId
  readonly name: string
  /** Order on screens, from 1. */
  readonly position: number
  readonly kind: RatePlanKind
  /** What a night costs under this plan, in ten-thousandths of the night's price. */
  readonly priceBp: number
  readonly minStay: number
  /** Canceling is free until this many days before arrival; 0: until the day of arrival is over. */
  readonly freeCancelDays: number
  /** Nights that a late cancellation or a no-show costs; a non-refundable plan keeps them all. */
  readonly feeNights: number
  /** A plan that is not active stays for the bookings made under it and is sold no more. */
  readonly active: boolean
}

export interface TaxRuleRow {
  readonly taxId: string
  readonly name: string
  readonly position: number
  readonly kind: TaxKind
  /** Of a `percent` tax, in ten-thousandths. */
  readonly percentBp: number
  /** Of a `per_person_night` tax: what each adult pays for each night. */
  readonly amountMinor: number
  /** Is it in the prices, or added to them? */
  readonly included: boolean
}

/** What a night of a type is closed for on public channels; only restricted nights have a row. The desk may sell on. */
export interface RestrictionRow {
  readonly roomTypeId: RoomTypeId
  readonly night: LocalDate
  /** Nights that a stay arriving on this date must have. */
  readonly minStay: number
  readonly closedToArrival: boolean
  readonly closedToDeparture: boolean
}

export interface InventoryRow {
  readonly roomTypeId: RoomTypeId
  readonly night: LocalDate
  readonly totalInventory: number
  readonly outOfOrder: number
  readonly overbookPct: number
  readonly totalReserved: number
  readonly leased: number
  readonly forced: number
}

export interface GuestRow {
  /** Until profiles are merged, a guest carries the id of the reservation that brought them. */
  readonly guestId: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string | null
  readonly phone: string | null
}

/** Where a booking came from. */
export type Channel = 'desk' | 'web' | 'import' | 'demo'

export interface StayLineRow {
  readonly lineId: StayLineId
  /** From 1, in the order of the booking. */
  readonly position: number
  /** The type whose price the guest pays. */
  readonly chargedType: RoomTypeId
  /** The type whose inventory the line counts on: the room's type once assigned. */
  readonly inventoryType: RoomTypeId
  readonly arrival: LocalDate
  readonly departure: LocalDate
  readonly adults: number
  readonly children: number
  readonly roomId: RoomId | null
  readonly stay: StayState
  /** The quoted price of each night in order; as long as the stay. */
  readonly nightlyMinor: readonly number[]
  /** The taxes on those prices, as they were when it was booked. */
  readonly taxes: readonly TaxAmount[]
}

export interface ReservationRow {
  readonly reservationId: ReservationId
  readonly code: ConfirmationCode
  readonly status: ReservationStatus
  readonly guarantee: Guarantee
  readonly channel: Channel
  readonly guestId: string
  readonly bookedAtUtcMs: number
  /** The business date on which it was booked. */
  readonly bookedOn: LocalDate
  /** The terms it was sold on; `null` where the house has no plan for it (walk-ins, imports): canceling is free. */
  readonly ratePlanId: RatePlanId | null
  /** Until when an unpaid prepaid booking of a public channel holds its rooms; `null`: it never expires. */
  readonly holdUntilUtcMs: number | null
  /** The reservation that this one turned out to be, which stands for both; ops on this one are about that one. */
  readonly mergedInto: ReservationId | null
  readonly lines: readonly StayLineRow[]
}

export type FolioKind = 'charge' | 'tax' | 'fee' | 'adjustment' | 'payment' | 'refund'

/** One posting on a reservation's account. Never changed, never removed: a correction is a posting of its own. */
export interface FolioLineRow {
  /** Names what it is for, so that nothing is posted twice. */
  readonly folioLineId: string
  readonly reservationId: ReservationId
  readonly kind: FolioKind
  /** What the guest owes by it: charges and refunds above zero, payments below. */
  readonly amountMinor: number
  readonly businessDate: LocalDate
  readonly postedAtUtcMs: number
  /** The stay line that it is for; `null` for the whole reservation. */
  readonly stayPosition: number | null
  /** The night that a charge is for. */
  readonly night: LocalDate | null
  readonly paymentId: string | null
  readonly note: string
}

export interface RoomNightRow {
  readonly roomId: RoomId
  readonly night: LocalDate
  readonly kind: RoomNightKind
  /** The stay line or the block that holds the room. */
  readonly refId: string
}

/** What a terminal may sell on its own (design.md, section 8). One row a terminal that was ever given units. */
export interface AllotmentRow {
  readonly deviceId: DeviceId
  /** Raised when a manager takes the units of a lost terminal back: what it sold under an older fence is at risk. */
  readonly fence: number
}

/** Units of a type and night that one terminal may sell without asking; counted in the night's `leased`. */
export interface AllotmentLineRow {
  readonly deviceId: DeviceId
  readonly roomTypeId: RoomTypeId
  readonly night: LocalDate
  /** Given, and neither sold nor given back. */
  readonly units: number
  /** How many of them the chain would like back; a wish, not a change. */
  readonly recalled: number
}

/** A vacant, clean room that only one terminal may hand out tonight. */
export interface AllotmentRoomRow {
  readonly roomId: RoomId
  readonly night: LocalDate
  readonly deviceId: DeviceId
  /** Its terminal is lost: nobody hands it out before somebody has looked. */
  readonly suspect: boolean
}

/** `OOO`: out of order, leaves inventory. `OOS`: out of service, minor fault, still counted and sellable. */
export type BlockKind = 'OOO' | 'OOS'

export interface RoomBlockRow {
  readonly blockId: BlockId
  readonly roomId: RoomId
  readonly kind: BlockKind
  readonly from: LocalDate
  /** The first night on which the room is free again (half-open). */
  readonly until: LocalDate
  readonly reason: BlockReason
  readonly remarks: string
  readonly status: 'active' | 'released'
  readonly setAtUtcMs: number
}

export type BlockReason = 'plumbing' | 'electrical' | 'furniture' | 'cleaning' | 'renovation' | 'other'
export const BLOCK_REASONS: readonly BlockReason[] = [
  'plumbing',
  'electrical',
  'furniture',
  'cleaning',
  'renovation',
  'other',
]

export interface RowOf {
  readonly hotel: HotelRow
  readonly staff_member: StaffMemberRow
  readonly room_type: RoomTypeRow
  readonly room: RoomRow
  readonly rate: RateRow
  readonly rate_plan: RatePlanRow
  readonly tax_rule: TaxRuleRow
  readonly restriction: RestrictionRow
  readonly inventory: InventoryRow
  readonly guest: GuestRow
  readonly reservation: ReservationRow
  readonly folio_line: FolioLineRow
  readonly room_night: RoomNightRow
  readonly room_block: RoomBlockRow
  readonly allotment: AllotmentRow
  readonly allotment_line: AllotmentLineRow
  readonly allotment_room: AllotmentRoomRow
  readonly exception: ExceptionRow
}

export type EntityName = keyof RowOf

/** In the order in which a snapshot carries them: what others refer to comes first. */
export const ENTITY_NAMES: readonly EntityName[] = [
  'hotel',
  'staff_member',
  'room_type',
  'room',
  'rate',
  'rate_plan',
  'tax_rule',
  'restriction',
  'inventory',
  'guest',
  'reservation',
  'folio_line',
  'room_night',
  'room_block',
  'allotment',
  'allotment_line',
  'allotment_room',
  'exception',
]

/** A row put in place, or taken away where `row` is null. */
export type RowWrite = {
  [E in EntityName]: { readonly entity: E; readonly key: string; readonly row: RowOf[E] | null }
}[EntityName]

/** Key of a row that exists once a room type and night (`rate`, `restriction`, `inventory`). */
export function typeNightKey(roomTypeId: RoomTypeId, night: LocalDate): string {
  return `${roomTypeId}/${night}`
}

/** Key of an `allotment_line` row. */
export function allotmentLineKey(deviceId: DeviceId, roomTypeId: RoomTypeId, night: LocalDate): string {
  return `${deviceId}/${roomTypeId}/${night}`
}

/** Key of a `room_night` row, and of the `allotment_room` of that night. */
export function roomNightKey(roomId: RoomId, night: LocalDate): string {
  return `${roomId}/${night}`
}

const KEY_OF: { [E in EntityName]: (row: RowOf[E]) => string } = {
  hotel: (row) => row.hotelId,
  staff_member: (row) => row.staffId,
  room_type: (row) => row.roomTypeId,
  room: (row) => row.roomId,
  rate: (row) => typeNightKey(row.roomTypeId, row.night),
  rate_plan: (row) => row.ratePlanId,
  tax_rule: (row) => row.taxId,
  restriction: (row) => typeNightKey(row.roomTypeId, row.night),
  inventory: (row) => typeNightKey(row.roomTypeId, row.night),
  guest: (row) => row.guestId,
  reservation: (row) => row.reservationId,
  folio_line: (row) => row.folioLineId,
  room_night: (row) => roomNightKey(row.roomId, row.night),
  room_block: (row) => row.blockId,
  allotment: (row) => row.deviceId,
  allotment_line: (row) => allotmentLineKey(row.deviceId, row.roomTypeId, row.night),
  allotment_room: (row) => roomNightKey(row.roomId, row.night),
  exception: (row) => row.exceptionId,
}

/** The key under which a row of an entity is stored, synced and asked for. */
export function keyOfRow<E extends EntityName>(entity: E, row: RowOf[E]): string {
  return KEY_OF[entity](row)
}
