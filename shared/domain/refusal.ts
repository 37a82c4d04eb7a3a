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
  | { readonly code: 'ARRIVAL_IN_PAST'; readonly params: { readonly arrival: string; readonly earliest: string } }
  | { readonly code: 'PRICE_INVALID'; readonly params: { readonly roomTypeId: string } }
  | { readonly code: 'BLOCK_UNKNOWN'; readonly params: { readonly blockId: string } }
  | { readonly code: 'BLOCK_ID_REUSED'; readonly params: { readonly blockId: string } }
  | { readonly code: 'BLOCK_DATES_INVALID'; readonly params: { readonly from: string; readonly until: string } }
  | { readonly code: 'EXCEPTION_UNKNOWN'; readonly params: { readonly exceptionId: string } }
  | {
      readonly code: 'EXCEPTION_NOT_DISMISSIBLE'
      readonly params: { readonly exceptionId: string; readonly kind: string }
    }

export type RefusalCode = Refusal['code']
