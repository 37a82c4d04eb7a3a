import { z } from 'zod'
import { CASHIER_CALLS } from './calls/cashier.ts'
import { EXCEPTION_CALLS } from './calls/exceptions.ts'
import { GUEST_CALLS } from './calls/guests.ts'
import { HOTEL_CALLS } from './calls/hotel.ts'
import { MONEY_CALLS } from './calls/money.ts'
import { NIGHT_CALLS } from './calls/night.ts'
import { RESERVATION_CALLS } from './calls/reservation.ts'
import { ROOM_CALLS } from './calls/rooms.ts'
import { STAFF_CALLS } from './calls/staff.ts'
import { SISTER_HOTEL_CALLS } from './calls/sister-hotels.ts'
import { STAY_CALLS } from './calls/stay.ts'
import { SYNC_CALLS } from './calls/sync.ts'
import { TAPE_CALLS } from './calls/tape.ts'
import { TERMINAL_CALLS } from './calls/terminal.ts'

/**
 * Everything that a screen may ask of its desk host, over whichever transport; one file a topic. A `query` reads the
 * replica and changes nothing. A `command` is one replica transaction: when it answers, the op and its local effect are
 * on disk; the same client-made id and input again is answered again and done once. Only the calls about sister hotels wait
 * for the chain. A call ends in its output or in a {@link DeskError}.
 */
export const DESK_CALLS = {
  ...HOTEL_CALLS,
  ...STAFF_CALLS,
  ...STAY_CALLS,
  ...RESERVATION_CALLS,
  ...GUEST_CALLS,
  ...MONEY_CALLS,
  ...CASHIER_CALLS,
  ...ROOM_CALLS,
  ...TAPE_CALLS,
  ...NIGHT_CALLS,
  ...EXCEPTION_CALLS,
  ...SISTER_HOTEL_CALLS,
  ...SYNC_CALLS,
  ...TERMINAL_CALLS,
} as const

export type DeskCalls = typeof DESK_CALLS
export type DeskCallName = keyof DeskCalls
export type DeskInput<N extends DeskCallName> = z.input<DeskCalls[N]['input']>
export type DeskOutput<N extends DeskCallName> = z.output<DeskCalls[N]['output']>

/** Why a call failed: a code with its parameters, never text, and whether trying again can help. */
export const deskErrorSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.unknown()),
  retry: z.enum(['never', 'later']),
})
export type DeskError = z.output<typeof deskErrorSchema>

/** Codes of the host itself, besides the domain's refusals. */
export type HostCode =
  | 'CALL_UNKNOWN'
  | 'INPUT_INVALID'
  | 'QUOTE_CHANGED'
  | 'AT_RISK'
  | 'SIGNED_OUT'
  | 'NOT_PERMITTED'
  | 'SECRET_WRONG'
  | 'SIGN_IN_LOCKED'
  | 'STAFF_UNKNOWN'
  | 'STAFF_NOT_READY'
  | 'CARD_NOT_OFFLINE'
  | 'CARD_CAP'
  | 'CARD_TOTAL_CAP'
  | 'ROOM_NOT_READY'
  | 'BALANCE_OPEN'
  | 'STAY_CHANGED'
  | 'CODE_INVALID'
  | 'CODE_KNOWN'
  | 'PAYMENT_ID_REUSED'
  | 'REFUND_ID_REUSED'
  | 'NIGHT_TOO_EARLY'
  | 'SHIFT_OPEN'
  | 'SHIFT_UNKNOWN'
  | 'SHIFT_CLOSED'
  | 'SHIFT_ID_REUSED'
  | 'NOT_READY'
  | 'DISK_FULL'
  | 'DISK_FAILED'
  | 'REPLICA_CORRUPT'
  | 'NOT_SIGNED_IN'
  | 'HOST_UNREACHABLE'
  | 'HUB_UNREACHABLE'
  | 'HUB_KEY_REFUSED'
  | 'HUB_ANSWER_UNKNOWN'
  | 'NOT_A_HUB'
  | 'TERMINAL_UNKNOWN'
  | 'LINE_DOWN'
  | 'PLACE_UNKNOWN'
  | 'INTERNAL'

/** What makes the sync engine give up until a person acts; the badge names it. */
export type HaltCode =
  | 'UPGRADE_REQUIRED'
  | 'DEVICE_FORKED'
  | 'DEVICE_UNAUTHORISED'
  | 'ENROL_CODE_INVALID'
  | 'HOTEL_UNKNOWN'
  | 'REQUEST_INVALID'

/** What the host tells its screens unasked: the rows changed, or only the badge did. A screen reads again what it shows. */
export const deskEventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('rowsChanged') }),
  z.object({ event: z.literal('badgeChanged') }),
])
export type DeskEvent = z.output<typeof deskEventSchema>

export type DeskAnswer<N extends DeskCallName> =
  | { readonly ok: true; readonly value: DeskOutput<N> }
  | { readonly ok: false; readonly error: DeskError }

/** A screen's line to its desk host; the same over HTTP and over a MessagePort. Never rejects: errors are answers. */
export interface DeskClient {
  call<N extends DeskCallName>(name: N, input: DeskInput<N>): Promise<DeskAnswer<N>>
  /** Hears events until the returned function is called. `onLost` tells that the host is out of reach, `onBack` that it is there. */
  listen(heard: { onEvent(event: DeskEvent): void; onLost(): void; onBack(): void }): () => void
}
