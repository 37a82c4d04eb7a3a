import type { DeskHost, DeskHostOptions } from './desk-host.ts'

/** Opens a desk host; the entries are given it so that their tests run without a replica. */
export type HostOpener = (options: DeskHostOptions) => Promise<DeskHost>
