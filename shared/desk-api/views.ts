import { z } from 'zod'
import { OP_TYPES } from '../domain/ops/op.ts'
import { BLOCK_REASONS, EXCEPTION_KINDS, HOUSEKEEPING } from '../domain/rows.ts'
import { blockId, localDate, reservationId, roomId, roomTypeId } from './fields.ts'

/** Views carry ids, dates, counts, minor units and codes; every text is made by the renderer from its catalogues. */

const count = z.int().nonnegative()
const utcMs = z.int().nonnegative()
const minor = z.int()

/** How far a row's last local change has got: on this disk, sent and unanswered, confirmed by the chain, or in need of a person. */
export const landingSchema = z.enum(['saved', 'sent', 'confirmed', 'needsYou'])
export type Landing = z.output<typeof landingSchema>

export const hotelViewSchema = z.object({
  hotelId: z.string(),
  name: z.string(),
  currency: z.string(),
  currencyExponent: z.int(),
  timeZone: z.string(),
  businessDate: localDate,
  /** The calendar day at the hotel now; another than the business date until night audit rolls it. */
  calendarDate: localDate,
  pricesIncludeTax: z.boolean(),
  roomTypes: z.array(z.object({ roomTypeId, name: z.string(), maxOccupancy: count, rooms: count })),
  rooms: count,
  terminal: z.object({ name: z.string(), deviceClass: z.enum(['desk', 'kiosk']) }),
})

export const stayItemSchema = z.object({
  reservationId,
  position: z.int().positive(),
  confirmationCode: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  adults: count,
  children: count,
  arrival: localDate,
  departure: localDate,
  roomTypeId,
  roomId: roomId.nullable(),
  housekeeping: z.enum(HOUSEKEEPING).nullable(),
  stay: z.enum(['expected', 'in_house', 'departed', 'no_show']),
  status: z.enum(['pending', 'paid', 'refunded', 'canceled', 'rejected']),
  guarantee: z.enum(['prepaid', 'card', 'pay_at_desk', 'none']),
  channel: z.enum(['desk', 'web', 'import', 'demo']),
  totalMinor: minor,
  landing: landingSchema,
})
export type StayItem = z.output<typeof stayItemSchema>

/**
 * `remaining` is what is left to do today: not yet arrived, not yet departed; these come first in `items`, those who came
 * or left today after them. In house: everybody is "remaining".
 */
const stayListSchema = z.object({ total: count, remaining: count, items: z.array(stayItemSchema) })

export const todayViewSchema = z.object({
  businessDate: localDate,
  /** Lines that arrive on the business date (or should have before and are still expected). */
  arrivals: stayListSchema,
  /** Lines that depart on the business date (due-outs), or should have before. */
  departures: stayListSchema,
  inHouse: stayListSchema,
  tonight: z.object({ occupied: count, expected: count, sellable: count, outOfOrder: count }),
})

const nightCellSchema = z.object({
  night: localDate,
  sellable: count,
  outOfOrder: count,
  reserved: count,
  leased: count,
  limit: count,
  /** Units that a request may still take: up to the sell limit. */
  left: count,
  /** Units sold beyond the limit. */
  forced: count,
  /** Tonight's price of the night, minor units; `null` where no rate is set. */
  priceMinor: minor.nullable(),
})
export type NightCell = z.output<typeof nightCellSchema>

export const occupancyViewSchema = z.object({
  nights: z.array(localDate),
  roomTypes: z.array(z.object({ roomTypeId, name: z.string(), cells: z.array(nightCellSchema) })),
  /** The whole house, night by night. `occupancyBp`: reserved of sellable in ten-thousandths. */
  house: z.array(z.object({ night: localDate, sellable: count, reserved: count, left: count, occupancyBp: count })),
})

export const blockSummarySchema = z.object({
  blockId,
  roomId,
  kind: z.enum(['OOO', 'OOS']),
  from: localDate,
  until: localDate,
  reason: z.enum(BLOCK_REASONS),
  remarks: z.string(),
  status: z.enum(['active', 'released']),
  setAtUtcMs: utcMs,
  landing: landingSchema,
})
export type BlockSummary = z.output<typeof blockSummarySchema>

export const roomViewSchema = z.object({
  roomId,
  roomTypeId,
  floor: z.int(),
  housekeeping: z.enum(HOUSEKEEPING),
  /** Who holds it tonight: nobody, a guest, a booking, a block. */
  tonight: z.enum(['vacant', 'occupied', 'assigned', 'block']),
  /** Free on every night asked for. */
  free: z.boolean(),
  blocks: z.array(blockSummarySchema),
})
export type RoomView = z.output<typeof roomViewSchema>

/** A tax on a stay: in its nights' prices already (`included`), or added to them. */
const taxSchema = z.object({ taxId: z.string(), name: z.string(), amountMinor: minor, included: z.boolean() })

export const stayQuoteSchema = z.object({
  roomTypeId,
  arrival: localDate,
  departure: localDate,
  nightly: z.array(z.object({ night: localDate, priceMinor: minor })),
  /** `perAdult`: twice as much for two adults. */
  taxes: z.array(taxSchema.extend({ perAdult: z.boolean() })),
  /** Nights and taxes added to them. */
  totalMinor: minor,
  currency: z.string(),
  /** Units left for the whole stay, up to the sell limit. */
  left: count,
  /** When the chain last told this replica about its rows: the age of the figures when the line is down. */
  asOfUtcMs: utcMs,
  /** Rooms of the type that are free throughout, inspected and clean ones first. */
  freeRooms: z.array(z.object({ roomId, floor: z.int(), housekeeping: z.enum(HOUSEKEEPING) })),
  /** Other types with units left for the same stay, cheapest first; for when this one has none. */
  alternatives: z.array(z.object({ roomTypeId, left: count, totalMinor: minor })),
})

/** An action and, where it is not possible now, the code of the reason. */
const allowedSchema = z.object({
  action: z.enum(['cancel', 'assignRoom']),
  refusedBy: z.string().nullable(),
})

export const reservationViewSchema = z.object({
  reservationId,
  confirmationCode: z.string(),
  status: z.enum(['pending', 'paid', 'refunded', 'canceled', 'rejected']),
  guarantee: z.enum(['prepaid', 'card', 'pay_at_desk', 'none']),
  channel: z.enum(['desk', 'web', 'import', 'demo']),
  bookedAtUtcMs: utcMs,
  bookedOn: localDate,
  guest: z.object({
    firstName: z.string(),
    lastName: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
  }),
  lines: z.array(
    stayItemSchema
      .pick({
        position: true,
        arrival: true,
        departure: true,
        adults: true,
        children: true,
        roomId: true,
        stay: true,
        totalMinor: true,
      })
      .extend({
        chargedType: roomTypeId,
        inventoryType: roomTypeId,
        nightly: z.array(z.object({ night: localDate, priceMinor: minor })),
        taxes: z.array(taxSchema),
      }),
  ),
  /** All that is owed: what is posted, and quoted nights that are still to be posted. */
  totalMinor: minor,
  paidMinor: minor,
  refundedMinor: minor,
  /** Still to pay; below zero it is the guest's. */
  balanceMinor: minor,
  currency: z.string(),
  landing: landingSchema,
  actions: z.array(allowedSchema),
})
export type ReservationView = z.output<typeof reservationViewSchema>

export const exceptionViewSchema = z.object({
  exceptionId: z.string(),
  kind: z.enum(EXCEPTION_KINDS),
  severity: z.enum(['info', 'action', 'urgent']),
  subject: z.object({ entity: z.string(), key: z.string() }),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  openedAtUtcMs: utcMs,
  dismissible: z.boolean(),
  /** The ways out that can be taken from here, the usual one first. */
  ways: z.array(z.enum(['acknowledge', 'rebook', 'upgrade', 'merge', 'walk', 'send_on', 'refund'])),
})
export type ExceptionView = z.output<typeof exceptionViewSchema>

/** The sync badge: direction, count and age (design.md, section 9; domain.md, "what hurts them"). */
export const syncBadgeSchema = z.object({
  /** `starting` until the first contact after the host came up. */
  line: z.enum(['starting', 'up', 'down']),
  /** Since when the line is as it is. */
  lineSinceUtcMs: utcMs,
  /** Ops on this disk that the chain has not acknowledged; of those, sent and waiting for the answer. */
  unsent: count,
  inFlight: count,
  oldestUnsentAtUtcMs: utcMs.nullable(),
  /** Open exceptions. */
  needsYou: count,
  /** When rows last arrived from the chain, or it said that there are none; `null` before the first snapshot. */
  lastPulledAtUtcMs: utcMs.nullable(),
  lastPushedAtUtcMs: utcMs.nullable(),
  /** Why the engine stopped trying by itself, a {@link HaltCode}; a person has to act. `null` while it goes on. */
  haltedBy: z.string().nullable(),
})
export type SyncBadge = z.output<typeof syncBadgeSchema>

export const opViewSchema = z.object({
  opId: z.string(),
  seq: z.int().positive(),
  type: z.enum(OP_TYPES),
  madeAtUtcMs: utcMs,
  landing: landingSchema,
  /** What it is about, for the text: guest name and code, or room and dates. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Why it needs a person. */
  code: z.string().nullable(),
})
export type OpView = z.output<typeof opViewSchema>

/** What this terminal may sell without asking anybody (design.md, section 8). */
export const allotmentViewSchema = z.object({
  types: z.array(
    z.object({
      roomTypeId,
      /** Stays of one night from tonight that are certain to have a room. */
      tonight: count,
      nights: z.array(z.object({ night: localDate, units: count })),
    }),
  ),
  /** Vacant, clean rooms that only this terminal hands out tonight. */
  rooms: z.array(roomId),
  /** When the chain last told of it; `null`: never. */
  asOfUtcMs: utcMs.nullable(),
})
export type AllotmentView = z.output<typeof allotmentViewSchema>

/** Whose desk API a screen works with (design.md, section 3). */
export const terminalViewSchema = z.object({
  /** `alone`: its own, for nobody else. `hub`: its own, for others too. `attached`: the hub's. `standby`: its own, meanwhile. */
  role: z.enum(['alone', 'hub', 'attached', 'standby']),
  /** Since when it is so. */
  sinceUtcMs: utcMs,
  /** The hub of an attached terminal, as host:port. */
  hubAddress: z.string().nullable(),
  /** Since when the hub has been out of reach; `null` while it answers, and where there is none. */
  hubLostAtUtcMs: utcMs.nullable(),
  /** The hub does not take this terminal's key any more; a person has to pair it again. */
  keyRefused: z.boolean(),
  /** Whether this terminal can sell by itself when the hub is out of reach. */
  hasStandby: z.boolean(),
  /** What it did by itself that the chain has not confirmed. */
  unsent: count,
  /** Commands that went to the hub and were not answered. */
  unanswered: count,
})
export type TerminalView = z.output<typeof terminalViewSchema>

/** What a person carries from the hub's screen to the terminal that is to be attached. */
export const pairingViewSchema = z.object({ pairingCode: z.string(), validUntilUtcMs: utcMs })

export const attachedTerminalSchema = z.object({
  terminalId: z.string(),
  name: z.string(),
  deviceClass: z.enum(['desk', 'kiosk']),
  pairedAtUtcMs: utcMs,
  revokedAtUtcMs: utcMs.nullable(),
  /** Whether it hears the hub's events now. */
  connected: z.boolean(),
})

/** A guest who might be walked, and why they should rather not be. */
export const walkCandidateSchema = z.object({
  reservationId,
  position: z.int().positive(),
  confirmationCode: z.string(),
  lastName: z.string(),
  arrival: localDate,
  departure: localDate,
  adults: count,
  children: count,
  stay: z.enum(['expected', 'in_house', 'departed', 'no_show']),
  spare: z.array(z.enum(['in_house', 'family', 'long_stay', 'paid'])),
})
