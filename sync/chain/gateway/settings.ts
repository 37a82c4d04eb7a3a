/** How much a gateway takes on; `serve` has a flag for each. */
export interface GatewaySettings {
  /** Requests that a key may make a minute, where it has no allowance of its own. */
  readonly perMinuteKey: number
  /** Requests without a good key or token that an address may make a minute. */
  readonly perMinuteAddress: number
  /** Requests that a terminal may make a minute. */
  readonly perMinuteDevice: number
  /** Requests that may be in flight; one more is told to come again. */
  readonly maxInFlight: number
  /** How late the process may run its timers, on average over a second, before it takes on no more. */
  readonly maxDelayMs: number
}

export const DEFAULT_SETTINGS: GatewaySettings = {
  perMinuteKey: 1_200,
  perMinuteAddress: 60,
  perMinuteDevice: 6_000,
  maxInFlight: 2_000,
  maxDelayMs: 1_000,
}
