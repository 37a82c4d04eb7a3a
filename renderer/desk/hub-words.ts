import type { TerminalView } from '../../shared/desk-api/views.ts'

/**
 * `standby`: this terminal sells by itself. `standbyBack`: the hub is back and the screens are about to be. `waiting`: a
 * standby is about to sell. `noStandby`: there is none. `keyRefused`: the hub does not take this terminal any more.
 */
export type HubBannerState = 'standby' | 'standbyBack' | 'waiting' | 'noStandby' | 'keyRefused'

export function isHubBannerDue({ role, hubLostAtUtcMs, keyRefused }: TerminalView): boolean {
  return keyRefused || role === 'standby' || (role === 'attached' && hubLostAtUtcMs !== null)
}

export function hubBannerState({ role, hubLostAtUtcMs, keyRefused, hasStandby }: TerminalView): HubBannerState {
  if (keyRefused) return 'keyRefused'
  if (role === 'standby') return hubLostAtUtcMs === null ? 'standbyBack' : 'standby'
  return hasStandby ? 'waiting' : 'noStandby'
}
