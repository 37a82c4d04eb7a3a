import { z } from 'zod'
import { BLOCK_REASONS } from '../domain/rows.ts'
import {
  allotmentViewSchema,
  attachedTerminalSchema,
  blockSummarySchema,
  exceptionViewSchema,
  hotelViewSchema,
  occupancyViewSchema,
  opViewSchema,
  pairingViewSchema,
  reservationViewSchema,
  roomViewSchema,
  stayQuoteSchema,
  syncBadgeSchema,
  terminalViewSchema,
  todayViewSchema,
  walkCandidateSchema,
} from './views.ts'
import { blockId, localDate, personName, phone, remarks, reservationId, roomId, roomTypeId, wayOut } from './fields.ts'

const nothing = z.strictObject({})
const done = z.strictObject({})

function call<I extends z.ZodType, O extends z.ZodType>(kind: 'query' | 'command', input: I, output: O) {
  return { kind, input, output }
}

/**
 * Everything that a screen may ask of its desk host, over whichever transport. A `query` reads the replica and changes
 * nothing. A `command` is one replica transaction: when it answers, the op and its local effect are on disk; the same
 * client-made id and input again is answered again and done once. A call ends in its output or in a {@link DeskError}.
 */
export const DESK_CALLS = {
  'hotel.get': call('query', nothing, hotelViewSchema),
  'today.get': call('query', nothing, todayViewSchema),
  'occupancy.get': call(
    'query',
    z.strictObject({ from: localDate, nights: z.int().min(1).max(62) }),
    occupancyViewSchema,
  ),
  /** Every room with its state tonight and whether it is free for the given nights (`until` is the departure). */
  'rooms.list': call('query', z.strictObject({ from: localDate, until: localDate }), z.array(roomViewSchema)),
  'stay.quote': call(
    'query',
    z.strictObject({ roomTypeId, arrival: localDate, departure: localDate, adults: z.int().min(1).max(20).default(1) }),
    stayQuoteSchema,
  ),
  /** One room, one stay, one guest at the desk. Refusals: those of `decideBooking`, and `QUOTE_CHANGED`. */
  'walkIn.book': call(
    'command',
    z.strictObject({
      reservationId,
      roomTypeId,
      roomId: roomId.nullable(),
      arrival: localDate,
      departure: localDate,
      adults: z.int().min(1).max(20),
      children: z.int().min(0).max(20),
      guest: z.strictObject({
        firstName: personName,
        lastName: personName,
        email: z.email().max(254).nullable(),
        phone: phone.nullable(),
      }),
      guarantee: z.enum(['card', 'pay_at_desk', 'none']),
      /** The total on the screen when the guest said yes; another price now is refused, never silently taken. */
      agreedTotalMinor: z.int().nonnegative(),
      /** Sold even where nobody can say yet whether there will be a room: out of touch, and beyond the allotment. */
      acceptRisk: z.boolean().default(false),
    }),
    /** `claim`: whether the room is certain (`guaranteed`), or for the chain to decide. */
    z.object({ reservationId, confirmationCode: z.string(), claim: z.enum(['guaranteed', 'requested', 'at_risk']) }),
  ),
  'reservation.get': call('query', z.strictObject({ reservationId }), reservationViewSchema),
  'reservation.cancel': call('command', z.strictObject({ reservationId }), done),
  'reservation.assignRoom': call(
    'command',
    z.strictObject({ reservationId, position: z.int().positive(), roomId: roomId.nullable() }),
    done,
  ),
  'blocks.list': call('query', nothing, z.array(blockSummarySchema)),
  'block.set': call(
    'command',
    z.strictObject({
      blockId,
      roomId,
      kind: z.enum(['OOO', 'OOS']),
      from: localDate,
      until: localDate,
      reason: z.enum(BLOCK_REASONS),
      remarks,
    }),
    done,
  ),
  'block.release': call('command', z.strictObject({ blockId }), done),
  'exceptions.list': call('query', nothing, z.array(exceptionViewSchema)),
  'exception.resolve': call(
    'command',
    z.strictObject({ exceptionId: z.string().max(160), note: remarks, out: wayOut.default({ way: 'acknowledge' }) }),
    done,
  ),
  /** Whom to walk from an oversold night of a type, the first to be asked first. */
  'walk.candidates': call('query', z.strictObject({ roomTypeId, night: localDate }), z.array(walkCandidateSchema)),
  /** "Safe to sell offline": what this terminal may sell without asking, by type. */
  'allotment.get': call('query', nothing, allotmentViewSchema),
  'sync.badge': call('query', nothing, syncBadgeSchema),
  /** What this desk did that the chain has not confirmed, oldest first, then the newest 50 that it has. */
  'sync.ops': call('query', nothing, z.array(opViewSchema)),
  /** Asks the engine to try the line now instead of at its next turn. */
  'sync.retryNow': call('command', nothing, done),
  /** Whose desk API this screen works with: its own, the hub's, or its own because the hub is out of reach. */
  'terminal.get': call('query', nothing, terminalViewSchema),
  /** At the hub's own screen: a new one-time code for one terminal; the code before it is void. Refuses `NOT_A_HUB`. */
  'hub.pair': call('command', nothing, pairingViewSchema),
  /** At the hub's own screen: the terminals that were paired. Refuses `NOT_A_HUB`. */
  'hub.terminals': call('query', nothing, z.array(attachedTerminalSchema)),
  /** At the hub's own screen: the terminal's key is void from now on. Refuses `NOT_A_HUB`, `TERMINAL_UNKNOWN`. */
  'hub.revoke': call('command', z.strictObject({ terminalId: z.string().max(40) }), done),
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
