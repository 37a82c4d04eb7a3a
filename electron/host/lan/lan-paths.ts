import type { DeskCallName } from '../../../shared/desk-api/contract.ts'

/** `POST` by a terminal that has no key yet; see `pairing-proof.ts`. */
export const PAIR_PATH = '/hub/v1/pair'

/** How often the hub tells attached terminals that it is there, by a comment in the event stream. */
export const HEARTBEAT_EVERY_MS = 2_000

/** A stream without a byte for so long counts as lost. */
export const HEARTBEAT_LOST_MS = 5_000

/** What only the hub's own screen may ask. */
export function isOwnCallOfHub(call: string): boolean {
  return call.startsWith('hub.') || call === ('terminal.get' satisfies DeskCallName)
}
