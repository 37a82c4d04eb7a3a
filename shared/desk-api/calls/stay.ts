import { z } from 'zod'
import { call, done } from '../call.ts'
import {
  adults,
  approval,
  children,
  guestDetails,
  lineRef,
  localDate,
  reservationId,
  roomId,
  roomTypeId,
} from '../fields.ts'
import { consequencesSchema } from '../views/consequences.ts'
import { stayQuoteSchema } from '../views/stay.ts'

const line = z.strictObject(lineRef)
const approvedLine = z.strictObject({ ...lineRef, approval })

/** A line, and the room that the screen shows it in: a swap asked for twice is done once. */
const lineInRoom = z.strictObject({ ...lineRef, roomId })

/**
 * What somebody drags on the tape chart. An expected stay is assigned and changed, a guest in the house moved and let stay
 * longer or shorter; `moveAndDates` is both or neither. `swap`: two stays change rooms.
 */
const stayAction = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('move'), ...lineRef, roomId: roomId.nullable() }),
  z.strictObject({ action: z.literal('dates'), ...lineRef, arrival: localDate, departure: localDate }),
  z.strictObject({ action: z.literal('moveAndDates'), ...lineRef, arrival: localDate, departure: localDate, roomId }),
  z.strictObject({ action: z.literal('swap'), one: lineInRoom, other: lineInRoom }),
  z.strictObject({ action: z.literal('checkIn'), ...lineRef, roomId }),
])

/**
 * Calls on stays. Commands say how a stay shall be: asked for again where it is so already, they are answered and nothing
 * is done. Everywhere `RESERVATION_UNKNOWN`, `LINE_UNKNOWN` and `INVALID_TRANSITION` are refused first.
 */
export const STAY_CALLS = {
  'stay.quote': call(
    'query',
    z.strictObject({ roomTypeId, arrival: localDate, departure: localDate, adults: adults.default(1) }),
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
      adults,
      children,
      guest: guestDetails,
      guarantee: z.enum(['card', 'pay_at_desk', 'none']),
      /** The total on the screen when the guest said yes; another price now is refused, never silently taken. */
      agreedTotalMinor: z.int().nonnegative(),
      /** Sold even where nobody can say yet whether there will be a room: out of touch, and beyond the allotment. */
      acceptRisk: z.boolean().default(false),
      approval,
    }),
    /** `claim`: whether the room is certain (`guaranteed`), or for the chain to decide. */
    z.object({ reservationId, confirmationCode: z.string(), claim: z.enum(['guaranteed', 'requested', 'at_risk']) }),
  ),
  /**
   * What an action would come to, decided by the rules themselves and not done: price, conflicts, upgrade, who would be
   * displaced, at risk or not. Refuses `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`; whatever else stands in its way is answered.
   */
  'stay.preview': call('query', stayAction, consequencesSchema),
  /**
   * Does what `stay.preview` shows, all of it or nothing. Refuses `QUOTE_CHANGED` where the difference is another than the
   * agreed one, `AT_RISK` where it is at risk and nobody accepted that, `ROOM_NOT_READY` for a check-in (see there); else
   * as the commands below.
   */
  'stay.apply': call(
    'command',
    z.strictObject({
      what: stayAction,
      agreedDifferenceMinor: z.int(),
      acceptRisk: z.boolean().default(false),
      acceptNotReady: z.boolean().default(false),
      approval,
    }),
    done,
  ),
  /**
   * The guest has moved in. Refuses `NOT_DUE`, `ROOM_UNKNOWN`, `ROOM_KEPT_BY_TERMINAL`, `ROOM_TAKEN`, for a room of
   * another type `NIGHT_NOT_ON_SALE`, `NO_AVAILABILITY`; last `ROOM_NOT_READY` (dirty, or to be picked up), unless that is
   * accepted.
   */
  'stay.checkIn': call(
    'command',
    z.strictObject({ ...lineRef, roomId, acceptNotReady: z.boolean().default(false) }),
    done,
  ),
  'stay.undoCheckIn': call('command', line, done),
  /** The guest has left. Refuses `BALANCE_OPEN` where the last guest of a reservation leaves something unpaid, unless accepted. */
  'stay.checkOut': call(
    'command',
    z.strictObject({ ...lineRef, acceptBalance: z.boolean().default(false), approval }),
    done,
  ),
  /** Refuses `INVALID_TRANSITION` also once the day of departure is over. */
  'stay.undoCheckOut': call('command', approvedLine, done),
  /** What staying longer or leaving earlier would come to. Refuses `RESERVATION_UNKNOWN`, `LINE_UNKNOWN`. */
  'stay.quoteDeparture': call('query', z.strictObject({ ...lineRef, departure: localDate }), consequencesSchema),
  /**
   * A guest in the house stays longer or will leave earlier. Refuses `STAY_INVALID`, `NIGHT_NOT_ON_SALE`,
   * `NO_AVAILABILITY`, `ROOM_TAKEN`, `QUOTE_CHANGED`.
   */
  'stay.changeDeparture': call(
    'command',
    z.strictObject({ ...lineRef, departure: localDate, agreedDifferenceMinor: z.int() }),
    done,
  ),
  /** A guest in the house has moved. Refuses `ROOM_UNKNOWN`, `ROOM_TAKEN`, `ROOM_KEPT_BY_TERMINAL`. */
  'stay.move': call('command', z.strictObject({ ...lineRef, roomId }), done),
  /**
   * Two stays change rooms. Refuses `STAY_CHANGED` where one is in another room than the screen showed, `ROOM_NEEDED`,
   * `ROOM_TAKEN`, `NIGHT_NOT_ON_SALE`, `NO_AVAILABILITY`.
   */
  'stay.swap': call('command', z.strictObject({ one: lineInRoom, other: lineInRoom }), done),
  'stay.noShow': call('command', approvedLine, done),
  /**
   * A guest arrived with a confirmation code that this desk does not know: booked for now and moved in. Refuses
   * `CODE_INVALID` (the check symbol does not hold), `CODE_KNOWN` (check that booking in instead), then as `walkIn.book`.
   */
  'stay.checkInUnknown': call(
    'command',
    z.strictObject({
      reservationId,
      knownCode: z.string().min(1).max(20),
      roomTypeId,
      roomId,
      arrival: localDate,
      departure: localDate,
      adults,
      children,
      guest: guestDetails,
      guarantee: z.enum(['card', 'pay_at_desk', 'none']),
      agreedTotalMinor: z.int().nonnegative(),
    }),
    z.object({ reservationId, confirmationCode: z.string() }),
  ),
} as const
