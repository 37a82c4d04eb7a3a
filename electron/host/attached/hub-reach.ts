/** So long the hub may be out of reach before the standby sells (design.md, section 3). */
export const STANDBY_AFTER_MS = 10_000
/** So long it has to be back without a break before the screens go back to it, once the chain has all of the standby's. */
export const BACK_AFTER_MS = 3_000
/** And so long where the chain has not. */
export const BACK_AT_LATEST_MS = 15_000

/** Whether an attached terminal reaches its hub, and with whom its screens work. */
export interface HubReach {
  readonly works: 'hub' | 'standby'
  readonly worksSinceUtcMs: number
  /** Since when it has been out of reach; `null` while it answers. */
  readonly lostAtUtcMs: number | null
  /** Since when it answers without a break; `null` while it does not. */
  readonly reachedAtUtcMs: number | null
  readonly keyRefused: boolean
}

export type ReachEvent =
  | { readonly event: 'reached'; readonly atUtcMs: number }
  /** `heardAtUtcMs`: when it was heard of last. */
  | { readonly event: 'lost'; readonly heardAtUtcMs: number }
  | { readonly event: 'keyRefused' }
  | { readonly event: 'switched'; readonly to: HubReach['works']; readonly atUtcMs: number }

/** A terminal that starts has not heard of its hub: the ten seconds run from there. */
export function initialReach(nowUtcMs: number): HubReach {
  return { works: 'hub', worksSinceUtcMs: nowUtcMs, lostAtUtcMs: nowUtcMs, reachedAtUtcMs: null, keyRefused: false }
}

export function foldReach(state: HubReach, event: ReachEvent): HubReach {
  switch (event.event) {
    case 'reached':
      return {
        ...state,
        keyRefused: false,
        lostAtUtcMs: null,
        reachedAtUtcMs: state.reachedAtUtcMs ?? event.atUtcMs,
      }
    case 'lost':
      return { ...state, lostAtUtcMs: state.lostAtUtcMs ?? event.heardAtUtcMs, reachedAtUtcMs: null }
    case 'keyRefused':
      return { ...state, keyRefused: true, reachedAtUtcMs: null }
    case 'switched':
      return { ...state, works: event.to, worksSinceUtcMs: event.atUtcMs }
  }
}

export interface StandbyState {
  /** It has the hotel's rows. */
  readonly ready: boolean
  /** What it did that the chain has not confirmed. */
  readonly unsent: number
}

export interface SwitchDecision {
  readonly switchTo: HubReach['works'] | null
  /** When to decide again, if nothing happens before. */
  readonly againAtUtcMs: number | null
}

/**
 * Whether the screens are to work with somebody else now (HUB-11, HUB-12). To the standby after ten seconds without the
 * hub. Back after three seconds with it once the chain has confirmed all that the standby did, so that the hub shows it
 * too; after fifteen in any case, because a chain out of reach must not keep two desks of one hotel apart.
 */
export function decideSwitch(state: HubReach, standby: StandbyState | null, nowUtcMs: number): SwitchDecision {
  const { works, lostAtUtcMs, reachedAtUtcMs } = state
  if (standby === null || state.keyRefused) return { switchTo: null, againAtUtcMs: null }
  if (works === 'hub') {
    if (lostAtUtcMs === null) return { switchTo: null, againAtUtcMs: null }
    return due(standby.ready ? 'standby' : null, lostAtUtcMs + STANDBY_AFTER_MS, nowUtcMs)
  }
  if (reachedAtUtcMs === null) return { switchTo: null, againAtUtcMs: null }
  return due('hub', reachedAtUtcMs + (standby.unsent === 0 ? BACK_AFTER_MS : BACK_AT_LATEST_MS), nowUtcMs)
}

function due(switchTo: HubReach['works'] | null, atUtcMs: number, nowUtcMs: number): SwitchDecision {
  if (nowUtcMs < atUtcMs) return { switchTo: null, againAtUtcMs: atUtcMs }
  return { switchTo, againAtUtcMs: null }
}
