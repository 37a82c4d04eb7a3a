import { z } from 'zod'
import { OP_TYPES } from '../../domain/ops/op.ts'
import { ENTITY_NAMES } from '../../domain/rows.ts'
import { localDate, roomTypeId } from '../fields.ts'
import { count, landingSchema, utcMs } from './common.ts'

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
  /** How far this terminal's clock is ahead of the chain's; `null` before the first contact. */
  clockOffsetMs: z.int().nullable(),
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

/** The nightly comparison of this desk's rows with the chain's; `null`: there was none yet. */
export const reconciliationViewSchema = z
  .object({
    businessDate: localDate,
    atUtcMs: utcMs,
    /** Rows that were compared. */
    rows: count,
    /**
     * What differed. `pending`: done here, and not confirmed then. `drift`: nothing explains it, and the rows were fetched
     * again. Type and night are named where the row is of one.
     */
    differences: z.array(
      z.object({
        entity: z.enum(ENTITY_NAMES),
        key: z.string(),
        cause: z.enum(['pending', 'drift']),
        roomTypeId: roomTypeId.nullable(),
        night: localDate.nullable(),
      }),
    ),
  })
  .nullable()
export type ReconciliationView = z.output<typeof reconciliationViewSchema>
