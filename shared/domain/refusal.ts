/**
 * Why a command was refused. Codes are append-only: a screen, a channel or an older peer may hold any of them.
 * Texts live in the renderer's message catalogues, keyed by code.
 */
export type Refusal =
  | { readonly code: 'NO_AVAILABILITY'; readonly params: { readonly roomTypeId: string; readonly night: string } }
  | { readonly code: 'RESERVATION_ID_REUSED'; readonly params: { readonly reservationId: string } }
  | { readonly code: 'RESERVATION_UNKNOWN'; readonly params: { readonly reservationId: string } }
  | { readonly code: 'LINE_UNKNOWN'; readonly params: { readonly reservationId: string; readonly position: number } }
  | { readonly code: 'INVALID_TRANSITION'; readonly params: { readonly from: string; readonly event: string } }
  | { readonly code: 'ROOM_TYPE_UNKNOWN'; readonly params: { readonly roomTypeId: string } }
  | { readonly code: 'ROOM_UNKNOWN'; readonly params: { readonly roomId: string } }
  | {
      readonly code: 'ROOM_TAKEN'
      readonly params: { readonly roomId: string; readonly night: string; readonly holder: string }
    }
  | {
      readonly code: 'TOO_MANY_GUESTS'
      readonly params: { readonly roomTypeId: string; readonly maxOccupancy: number }
    }
  | { readonly code: 'STAY_INVALID'; readonly params: { readonly arrival: string; readonly departure: string } }
  | { readonly code: 'NIGHT_NOT_ON_SALE'; readonly params: { readonly roomTypeId: string; readonly night: string } }
  | {
      readonly code: 'GUARANTEE_NOT_ENOUGH'
      readonly params: { readonly ratePlanId: string; readonly guarantee: string }
    }
  | { readonly code: 'RATE_PLAN_UNKNOWN'; readonly params: { readonly ratePlanId: string } }
  | { readonly code: 'MIN_STAY'; readonly params: { readonly arrival: string; readonly minStay: number } }
  | { readonly code: 'CLOSED_TO_ARRIVAL'; readonly params: { readonly arrival: string } }
  | { readonly code: 'CLOSED_TO_DEPARTURE'; readonly params: { readonly departure: string } }
  | { readonly code: 'QUOTE_UNKNOWN'; readonly params: { readonly quoteId: string } }
  | { readonly code: 'QUOTE_EXPIRED'; readonly params: { readonly quoteId: string; readonly expiredAtUtcMs: number } }
  | { readonly code: 'QUOTE_MISMATCH'; readonly params: { readonly quoteId: string } }
  | { readonly code: 'HOLD_OVER'; readonly params: { readonly holdUntilUtcMs: number } }
  | { readonly code: 'HOLD_NOT_OVER'; readonly params: { readonly holdUntilUtcMs: number } }
  | { readonly code: 'SELL_CONTROL_INVALID'; readonly params: { readonly from: string; readonly until: string } }
  | { readonly code: 'ARRIVAL_IN_PAST'; readonly params: { readonly arrival: string; readonly earliest: string } }
  | { readonly code: 'PRICE_INVALID'; readonly params: { readonly roomTypeId: string } }
  | { readonly code: 'BLOCK_UNKNOWN'; readonly params: { readonly blockId: string } }
  | { readonly code: 'BLOCK_ID_REUSED'; readonly params: { readonly blockId: string } }
  | { readonly code: 'BLOCK_DATES_INVALID'; readonly params: { readonly from: string; readonly until: string } }
  | { readonly code: 'EXCEPTION_UNKNOWN'; readonly params: { readonly exceptionId: string } }
  | { readonly code: 'NOT_DUE'; readonly params: { readonly arrival: string; readonly departure: string } }
  | { readonly code: 'ROOM_NEEDED'; readonly params: { readonly reservationId: string; readonly position: number } }
  | { readonly code: 'ROOM_KEPT_BY_TERMINAL'; readonly params: { readonly roomId: string; readonly deviceId: string } }
  | { readonly code: 'GUEST_UNKNOWN'; readonly params: { readonly guestId: string } }
  | { readonly code: 'AMOUNT_INVALID'; readonly params: { readonly amountMinor: number } }
  | { readonly code: 'REFUND_TOO_MUCH'; readonly params: { readonly amountMinor: number; readonly leftMinor: number } }
  | { readonly code: 'DUE_OUTS_OPEN'; readonly params: { readonly guests: number } }
  | { readonly code: 'DATE_NOT_CURRENT'; readonly params: { readonly date: string; readonly businessDate: string } }
  | { readonly code: 'ALLOTMENT_TOO_SMALL'; readonly params: { readonly roomTypeId: string; readonly night: string } }
  | { readonly code: 'DEVICE_UNKNOWN'; readonly params: { readonly deviceId: string } }
  | { readonly code: 'WAY_NOT_OPEN'; readonly params: { readonly exceptionId: string; readonly way: string } }
  | {
      readonly code: 'EXCEPTION_NOT_DISMISSIBLE'
      readonly params: { readonly exceptionId: string; readonly kind: string }
    }

export type RefusalCode = Refusal['code']

/**
 * Why something that the chain's staff asked for was refused; no terminal and no channel is told these. Append-only, as
 * the codes above.
 */
export type StaffRefusal =
  | { readonly code: 'HOTEL_EXISTS'; readonly params: { readonly hotelId: string } }
  | { readonly code: 'HOTEL_HAS_RESERVATIONS'; readonly params: { readonly hotelId: string; readonly count: number } }
  | { readonly code: 'HOTEL_HAS_DEVICES'; readonly params: { readonly hotelId: string; readonly count: number } }
  | { readonly code: 'ROOM_TYPE_EXISTS'; readonly params: { readonly roomTypeId: string } }
  | {
      readonly code: 'ROOM_TYPE_HAS_RESERVATIONS'
      readonly params: { readonly roomTypeId: string; readonly count: number }
    }
  | { readonly code: 'ROOM_TYPE_HAS_ROOMS'; readonly params: { readonly roomTypeId: string; readonly count: number } }
  | { readonly code: 'ROOM_EXISTS'; readonly params: { readonly roomId: string } }
  | { readonly code: 'ROOM_IN_USE'; readonly params: { readonly roomId: string; readonly holder: string } }
  | { readonly code: 'NIGHTS_INVALID'; readonly params: { readonly from: string; readonly until: string } }
  | { readonly code: 'RATE_PLAN_IN_USE'; readonly params: { readonly ratePlanId: string } }
  | { readonly code: 'TAX_RULE_UNKNOWN'; readonly params: { readonly taxId: string } }
  | { readonly code: 'SELL_CONTROL_UNKNOWN'; readonly params: { readonly controlId: string } }
  | { readonly code: 'SELL_CONTROL_ID_REUSED'; readonly params: { readonly controlId: string } }
  | { readonly code: 'ADJUSTMENT_ID_REUSED'; readonly params: { readonly adjustmentId: string } }
  | { readonly code: 'RESERVATION_ARCHIVED'; readonly params: { readonly reservationId: string } }
  | { readonly code: 'GUEST_HAS_STAYS'; readonly params: { readonly guestId: string } }
