import type { HostConfig, HubReady } from '../common/host-messages.ts'
import type { DeskHost, DeskHostOptions } from './desk-host.ts'

export type TerminalOptions = HostConfig & Pick<DeskHostOptions, 'clock' | 'rng' | 'timers' | 'log' | 'replicaKey'>

/** A terminal's host, whatever it is on the LAN. */
export interface TerminalHost extends DeskHost {
  /** How the next terminal is attached, where this one is a hub. */
  readonly hub?: HubReady
}

/** Opens a terminal's host; the entries are given it so that their tests run without a replica. */
export type HostOpener = (options: TerminalOptions) => Promise<TerminalHost>
