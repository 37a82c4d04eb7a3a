import type { RoomNightRow } from './rows.ts'

/** Who may hold a room for a night, strongest first (design.md, section 6: occupied > block > assigned). */
export type RoomNightKind = 'occupied' | 'block' | 'assigned'

const STRENGTH: Record<RoomNightKind, number> = { occupied: 3, block: 2, assigned: 1 }

export type Claim = Pick<RoomNightRow, 'kind' | 'refId'>

/** What becomes of a claim on a room night: it holds it, it already held it, it displaces a weaker holder, or it loses. */
export type ClaimOutcome =
  | { readonly outcome: 'holds' }
  | { readonly outcome: 'displaces'; readonly loser: Claim }
  | { readonly outcome: 'loses'; readonly to: Claim }

/**
 * Decides a claim against the night's holder. Of equals the first stands: two assignments never share a room, and a
 * second block leaves the first one's mark in place.
 */
export function claimRoomNight(holder: Claim | null, claim: Claim): ClaimOutcome {
  if (holder === null || holder.refId === claim.refId) return { outcome: 'holds' }
  return STRENGTH[claim.kind] > STRENGTH[holder.kind]
    ? { outcome: 'displaces', loser: holder }
    : { outcome: 'loses', to: holder }
}
