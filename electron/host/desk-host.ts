import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Rng, Timers } from '../../shared/base/ports.ts'
import type { TransportPort } from '../../sync/engine/ports.ts'
import type { SisterHotelsPort } from '../../sync/engine/sister-hotels-port.ts'
import { SyncEngine } from '../../sync/engine/sync-engine.ts'
import { DeskFault } from '../common/faults.ts'
import { openRescuing } from '../../sync/replica/open-rescuing.ts'
import { openVault } from '../../sync/replica/vault.ts'
import { ChainQuestions } from '../../sync/transport/chain-questions.ts'
import { HttpPastGuests } from '../../sync/transport/http-past-guests.ts'
import { HttpSisterHotels } from '../../sync/transport/http-sister-hotels.ts'
import type { PastGuestsPort } from '../../sync/engine/past-guests-port.ts'
import { HttpTransport } from '../../sync/transport/http-transport.ts'
import type { DeskHandler } from './desk-handler.ts'
import { type DeskLog, DeskService } from './desk-service/desk-service.ts'
import { followGuests } from './desk-service/follow-guests.ts'

export interface DeskHostOptions {
  /** Made where it is missing; holds `replica.sqlite`. One host a directory. */
  readonly dataDirectory: string
  readonly chainUrl: string
  /** 32 bytes; seals the personal data of the replica. */
  readonly replicaKey: Uint8Array
  /** Used once, where the replica has not enrolled yet, or its terminal is not the chain's any more: its disk was copied. */
  readonly enrolCode: string | null
  readonly terminalName: string
  readonly deviceClass: 'desk' | 'kiosk'
  /** Of an attached terminal, for when its hub is out of reach: it needs a smaller allotment. */
  readonly isStandby?: boolean
  readonly clock: Clock
  readonly rng: Rng
  readonly timers: Timers
  readonly log: DeskLog
}

/** A desk host that is open. Closing ends the sync engine and leaves the replica whole. */
export type DeskHost = DeskHandler & { close(): Promise<void> }

/**
 * Opens the host over its replica and starts syncing; waits for no chain. Until a first snapshot was loaded, calls
 * answer `NOT_READY`. Throws a `DeskFault` where the terminal is not enrolled and has no code to
 * enrol with, a `ReplicaFault` (`REPLICA_NEWER`,
 * `REPLICA_LOCKED`, `DISK_FULL`, `DISK_FAILED`) where the replica does not open. A damaged one is put aside and begun anew;
 * so is, where there is a code to enrol with, one that is sealed with a key that is lost.
 */
export async function openDeskHost(options: DeskHostOptions): Promise<DeskHost> {
  const { chainUrl, timers } = options
  return await openDeskHostOver(options, (token) => {
    const questions = new ChainQuestions({ chainUrl, token })
    return {
      transport: new HttpTransport({ chainUrl, token, timers }),
      sisterHotels: new HttpSisterHotels(questions),
      pastGuests: new HttpPastGuests(questions),
    }
  })
}

/** A terminal's line to the chain: what syncs, and what is asked while a person waits. */
export interface ChainLine {
  readonly transport: TransportPort
  readonly sisterHotels: SisterHotelsPort
  readonly pastGuests: PastGuestsPort
}

/** The same over any line: the simulation and the tests bring the in-memory one. */
// oxlint-disable-next-line typescript/require-await -- so that what the replica throws is a rejection, as of openDeskHost
export async function openDeskHostOver(
  options: Omit<DeskHostOptions, 'chainUrl'>,
  openLine: (token: () => string | null) => ChainLine,
): Promise<DeskHost> {
  const { dataDirectory, enrolCode, terminalName, deviceClass, clock, rng, timers, log } = options
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
  const { replica, rescue } = openRescuing(
    join(dataDirectory, 'replica.sqlite'),
    openVault(options.replicaKey, rng),
    clock.nowUtcMs(),
    enrolCode === null ? 'fail' : 'beginAnew',
  )
  if (rescue?.cause === 'damaged')
    log.error({ ...rescue }, 'the replica was damaged and is put aside; its queue was saved')
  if (rescue?.cause === 'locked')
    log.error({ ...rescue }, 'the key of the replica is lost; it is put aside and begun anew')
  if (enrolCode === null && replica.device() === null) {
    replica.close()
    throw new DeskFault(
      'this terminal is not enrolled: start it once with KEYRACK_ENROL_CODE=<a code of "chain enrol">',
    )
  }
  const { transport, sisterHotels, pastGuests } = openLine(() => replica.device()?.token ?? null)
  const engine = new SyncEngine({
    replica,
    transport,
    clock,
    rng,
    timers,
    role: () => (deviceClass === 'kiosk' ? 'kiosk' : options.isStandby === true ? 'standby' : 'hub'),
    enrolWith: enrolCode === null ? null : { enrolCode, deviceClass, deviceName: terminalName },
    log: {
      bug: (error) => log.error({ err: error }, 'a bug while syncing'),
      fault: (lane, fault) => log.info({ lane, ...fault }, 'syncing failed and will be tried again'),
    },
  })
  const service = new DeskService(
    {
      replica,
      clock,
      rng,
      terminal: { name: terminalName, deviceClass },
      isStandby: options.isStandby ?? false,
      openedAtUtcMs: clock.nowUtcMs(),
      sisterHotels,
      pastGuests,
      engineStatus: () => engine.status(),
      retryNow: () => engine.retryNow(),
      opRecorded: () => {
        engine.opRecorded()
        service.tell({ event: 'rowsChanged' })
        following.look()
      },
    },
    log,
  )
  const following = followGuests(service.guests, timers, (error) => {
    log.error({ err: error }, 'the guest index fell behind')
  })
  engine.listen((news) => {
    service.tell({ event: news === 'rowsChanged' ? 'rowsChanged' : 'badgeChanged' })
    if (news === 'rowsChanged') following.look()
  })
  engine.start()
  return {
    handle: (call, input, session) => service.handle(call, input, session),
    listen: (heard) => service.listen(heard),
    close: async () => {
      following.stop()
      await engine.stop()
      replica.close()
    },
  }
}
