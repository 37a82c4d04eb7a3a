import type { DeviceId, OpId } from './ids.ts'
import type { EntityName } from './rows.ts'

/**
 * - `REQUEST_REFUSED`: the chain refused what this hotel asked for; its local effect is gone.
 * - `SALE_REFUSED`: a stay was sold here and the chain has no room for it; the guest has not arrived.
 * - `ROOM_LOST`: a guest's assigned room was blocked, taken or is gone, and no other room of the type was free.
 * - `MOVE_GUEST`: a room with a guest in it was blocked; the guest stays until somebody moves them.
 * - `ROOM_OCCUPIED_TWICE`: two guests are said to be in one room.
 * - `CHECKED_IN_TWICE`: one guest is said to be in two rooms; the first stands.
 * - `REINSTATED`: a guest arrived on a booking that had ended, or had been moved to other dates, meanwhile.
 * - `SAME_GUEST`: a walk-in looks like a booking that nobody has arrived for.
 * - `UNKNOWN_CODE`: a guest was checked in by a code that the chain does not know either.
 * - `GUEST_EDITED_TWICE`: two people changed the same details of a guest differently.
 * - `RATE_STALE`: a stay was sold at prices older than 72 hours.
 * - `MONEY_UNAPPLIED`: money was taken for what holds no stay, or more than is owed; or more was given back than taken.
 * - `TYPE_GONE`: a stay was sold in a room type that the chain no longer has.
 * - `OVERSOLD_NIGHT`: facts took a type and night beyond its sell limit; `params.units` says by how many, and
 *   `params.leased` how many of those only allotments take up.
 * - `REFUND_BY_HAND`: a guest is owed `params.amountMinor` that no card of ours could be given back.
 * - `OP_PARKED`: an operation could not be applied and waits for a person; nothing of it was lost.
 */
export const EXCEPTION_KINDS = [
  'REQUEST_REFUSED',
  'ROOM_LOST',
  'MOVE_GUEST',
  'OVERSOLD_NIGHT',
  'REFUND_BY_HAND',
  'OP_PARKED',
  'SALE_REFUSED',
  'ROOM_OCCUPIED_TWICE',
  'CHECKED_IN_TWICE',
  'REINSTATED',
  'SAME_GUEST',
  'UNKNOWN_CODE',
  'GUEST_EDITED_TWICE',
  'RATE_STALE',
  'MONEY_UNAPPLIED',
  'TYPE_GONE',
] as const
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number]

/** How an exception ended: its cause went away (`cleared`), or a person took this way out. */
export const RESOLUTIONS = [
  'acknowledged',
  'cleared',
  'rebooked',
  'upgraded',
  'merged',
  'walked',
  'refunded',
  'sent_on',
] as const
export type Resolution = (typeof RESOLUTIONS)[number]

export interface ExceptionRow {
  readonly exceptionId: string
  readonly kind: ExceptionKind
  readonly severity: 'info' | 'action' | 'urgent'
  readonly status: 'open' | 'resolved'
  /** The row that it is about: an entity and its key. */
  readonly subject: { readonly entity: EntityName; readonly key: string }
  /** What a text about it needs: room, night, name, refusal code; no personal data beyond the guest's last name. */
  readonly params: { readonly [name: string]: string | number }
  readonly openedAtUtcMs: number
  /** The op that caused it, and the device that made the op; `null` where the chain itself did. */
  readonly opId: OpId | null
  readonly deviceId: DeviceId | null
  readonly resolvedAtUtcMs: number | null
  readonly resolution: Resolution | null
  /** The op that resolved it, and the device that made that op; `null` where its cause went away. */
  readonly resolvedByOpId: OpId | null
  readonly resolvedByDeviceId: DeviceId | null
  readonly note: string
}
