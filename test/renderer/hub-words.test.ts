import { expect, test } from 'vitest'
import { hubBannerState, isHubBannerDue } from '../../renderer/desk/hub-words.ts'
import type { TerminalView } from '../../shared/desk-api/views.ts'

const ATTACHED: TerminalView = {
  role: 'attached',
  sinceUtcMs: 1,
  hubAddress: '10.0.0.5:4610',
  hubLostAtUtcMs: null,
  keyRefused: false,
  hasStandby: true,
  unsent: 0,
  unanswered: 0,
}

test('HUB-18 the banner is there while the hub is not, and says who sells', () => {
  expect(isHubBannerDue(ATTACHED)).toBe(false)
  expect(isHubBannerDue({ ...ATTACHED, role: 'hub', hubAddress: null })).toBe(false)
  expect(isHubBannerDue({ ...ATTACHED, role: 'alone', hubAddress: null })).toBe(false)
  for (const { part, state } of [
    { part: { hubLostAtUtcMs: 5 }, state: 'waiting' },
    { part: { hubLostAtUtcMs: 5, hasStandby: false }, state: 'noStandby' },
    { part: { hubLostAtUtcMs: 5, role: 'standby' as const }, state: 'standby' },
    { part: { role: 'standby' as const }, state: 'standbyBack' },
    { part: { unsent: 2 }, state: 'unsentHere' },
    { part: { keyRefused: true, hubLostAtUtcMs: 5 }, state: 'keyRefused' },
  ]) {
    const terminal = { ...ATTACHED, ...part }
    expect([isHubBannerDue(terminal), hubBannerState(terminal)]).toEqual([true, state])
  }
})
