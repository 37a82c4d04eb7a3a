import { join } from 'node:path'
import { assert, present } from '../../shared/base/assert.ts'
import { ok } from '../../shared/base/result.ts'
import { type ReservationId, type RoomId, newOpId, newReservationId } from '../../shared/domain/ids.ts'
import { Draft, decideNow } from '../../shared/domain/deciding.ts'
import { coverOf } from '../../shared/domain/ops/allotments.ts'
import { requestedSale } from '../../shared/domain/ops/op.ts'
import { nightsOf } from '../../shared/domain/stay-dates.ts'
import { systemClock, systemRng, systemTimers } from '../../electron/common/adapters.ts'
import { SyncEngine } from '../../sync/engine/sync-engine.ts'
import { Replica } from '../../sync/replica/replica.ts'
import type { NewOp } from '../../sync/replica/record.ts'
import { loadRow, rowReader } from '../../sync/replica/row-reader.ts'
import { HttpTransport } from '../../sync/transport/http-transport.ts'
import type { FreeStay } from '../support/big-hotel.ts'
import { openVault } from '../../sync/replica/vault.ts'

type WantedStay = Omit<FreeStay, 'roomId'> & { readonly roomId: RoomId | null }

interface Awaited {
  readonly holds: () => boolean
  readonly resolve: () => void
}

/** A terminal as the desk host puts one together: a replica on disk, the engine, HTTP and SSE to the chain. */
export class BenchDesk {
  readonly replica: Replica
  readonly #chainUrl: string
  #engine: SyncEngine | null = null
  #awaited: Awaited[] = []
  readonly faults: string[] = []

  constructor(directory: string, chainUrl: string) {
    this.replica = new Replica(join(directory, 'replica.sqlite'), openVault(systemRng.bytes(32), systemRng))
    this.#chainUrl = chainUrl
  }

  /** The line is there: syncs from now on. */
  connect(enrolCode: string | null = null): void {
    const token = () => this.replica.device()?.token ?? null
    const engine = new SyncEngine({
      replica: this.replica,
      transport: new HttpTransport({ chainUrl: this.#chainUrl, token, timers: systemTimers }),
      clock: systemClock,
      rng: systemRng,
      timers: systemTimers,
      role: () => 'hub',
      enrolWith: enrolCode === null ? null : { enrolCode, deviceClass: 'desk', deviceName: 'Bench' },
      log: {
        bug: (error) => this.faults.push(String(error)),
        fault: (lane, { code }) => this.faults.push(`${lane} ${code}`),
      },
    })
    this.#engine = engine
    engine.listen(() => this.#look())
    engine.start()
  }

  /** The line is gone. */
  async disconnect(): Promise<void> {
    await this.#engine?.stop()
    this.#engine = null
  }

  /** Records a walk-in into a room that is free. */
  walkIn(stay: FreeStay): ReservationId {
    const reservationId = this.trySelling(stay, true)
    assert(reservationId !== null, 'a walk-in into a free room is booked')
    return reservationId
  }

  /**
   * Records a walk-in as the desk does; the engine, where the line is there, is told. `null` where it was refused: out of
   * touch nothing is sold beyond the allotment but by who accepts the risk.
   */
  trySelling({ roomTypeId, roomId, arrival, departure }: WantedStay, acceptRisk = false): ReservationId | null {
    const reservationId = newReservationId(systemClock, systemRng)
    const nightlyMinor = nightsOf({ arrival, departure }).map(() => 9_000)
    const line = { roomTypeId, roomId, arrival, departure, adults: 2, children: 0, nightlyMinor }
    const nowUtcMs = systemClock.nowUtcMs()
    const recorded = this.replica.record(nowUtcMs, ({ db, takeConfirmationCode }) => {
      const { deviceId } = present(this.replica.device(), 'a desk that sells is enrolled')
      const stay = { roomTypeId, arrival, departure }
      const { cover, coversAll } = decideNow(coverOf(new Draft(rowReader(db)), deviceId, [stay]))
      if (!coversAll && this.#engine === null && !acceptRisk) return ok(null)
      const sale = requestedSale(
        {
          reservationId,
          code: takeConfirmationCode(),
          guarantee: 'card',
          guest: { firstName: 'Grace', lastName: 'Hopper', email: null, phone: '+351 910 000 001' },
          lines: [line],
        },
        nowUtcMs,
      )
      const claim = coversAll ? 'guaranteed' : 'requested'
      return ok<NewOp>({ opId: newOpId(systemClock, systemRng), type: 'bookWalkIn', body: { ...sale, claim, cover } })
    })
    if (!recorded.ok || recorded.value === null) return null
    this.#engine?.opRecorded()
    return reservationId
  }

  holds(reservationId: ReservationId): boolean {
    return loadRow(this.replica.db, 'reservation', reservationId) !== null
  }

  /** Resolves when the condition holds, looked at whenever the engine has news. */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve()
    return new Promise((resolve) => this.#awaited.push({ holds, resolve }))
  }

  #look(): void {
    const [met, unmet] = [this.#awaited.filter(({ holds }) => holds()), this.#awaited.filter(({ holds }) => !holds())]
    this.#awaited = unmet
    for (const { resolve } of met) resolve()
  }
}
