import type { TerminalView } from '../../shared/desk-api/views.ts'

/**
 * `standby`: this terminal sells by itself. `standbyBack`: the hub is back and the screens are about to be. `waiting`: a
 * standby is about to sell. `noStandby`: there is none. `keyRefused`: the hub does not take this terminal any more.
 * `unsentHere`: the hub is back, but does not show yet what was done here.
 */
export type HubBannerState = 'standby' | 'standbyBack' | 'waiting' | 'noStandby' | 'keyRefused' | 'unsentHere'

export function isHubBannerDue({ role, hubLostAtUtcMs, keyRefused, unsent }: TerminalView): boolean {
  return keyRefused || role === 'standby' || (role === 'attached' && (hubLostAtUtcMs !== null || unsent > 0))
}

export function hubBannerState({ role, hubLostAtUtcMs, keyRefused, hasStandby }: TerminalView): HubBannerState {
  if (keyRefused) return 'keyRefused'
  if (role === 'standby') return hubLostAtUtcMs === null ? 'standbyBack' : 'standby'
  if (hubLostAtUtcMs === null) return 'unsentHere'
  return hasStandby ? 'waiting' : 'noStandby'
}
