/** What goes wrong at a step: before the bank has done it, after, or by the end of this process after it. */
export type SandboxFault = 'timeoutBefore' | 'timeoutAfter' | 'crashAfter'

export interface SandboxCard {
  readonly what: string
  readonly declineCode?: string
  /** `slow` answers after a pause; `late` times out at once, and its hold comes into being after the pause. */
  readonly pace?: 'slow' | 'late'
  readonly onAuthorise?: SandboxFault
  readonly onCapture?: SandboxFault
  readonly onRefund?: SandboxFault
}

/**
 * The test cards; each answers as its line says, and every other number is refused. A time-out before the hold happens
 * each time, as with a line that is down; every other fault once, and asking again finds what was done.
 */
export const SANDBOX_CARDS: Readonly<Record<string, SandboxCard>> = {
  '4242424242424242': { what: 'approved' },
  '4000000000009995': { what: 'declined: insufficient funds', declineCode: 'insufficient_funds' },
  '4000000000009979': { what: 'declined: stolen', declineCode: 'stolen_card' },
  '4000000000001018': { what: 'times out before the hold, each time', onAuthorise: 'timeoutBefore' },
  '4000000000001026': { what: 'times out after the hold', onAuthorise: 'timeoutAfter' },
  '4000000000001034': { what: 'ends the process after the hold', onAuthorise: 'crashAfter' },
  '4000000000001042': { what: 'approved after a pause', pace: 'slow' },
  '4000000000001059': { what: 'times out; the hold lands after a pause', pace: 'late' },
  '4000000000002016': { what: 'times out before the capture, once', onCapture: 'timeoutBefore' },
  '4000000000002024': { what: 'times out after the capture', onCapture: 'timeoutAfter' },
  '4000000000002032': { what: 'ends the process after the capture', onCapture: 'crashAfter' },
  '4000000000003014': { what: 'times out after each refund', onRefund: 'timeoutAfter' },
}
