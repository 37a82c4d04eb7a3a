import type { Clock, Rng, Timers } from '../../shared/base/ports.ts'
import type { HostConfig } from '../common/host-messages.ts'
import type { DeskHandler } from './desk-handler.ts'
import type { Logger } from 'pino'

/** A desk host that is open; closing it ends the sync engine and leaves the replica whole. */
export type OpenHost = DeskHandler & { close(): Promise<void> }

/** Opens a desk host; the entries are given it so that their tests run without a replica. */
export type HostOpener = (
  options: HostConfig & { readonly clock: Clock; readonly rng: Rng; readonly timers: Timers; readonly log: Logger },
) => Promise<OpenHost>
