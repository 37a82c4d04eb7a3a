import { type Result, ok, refuse } from '../../shared/base/result.ts'
import type { OpId, StaffId } from '../../shared/domain/ids.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'
import type { RowWrite } from '../../shared/domain/rows.ts'
import type { WireOp } from '../../shared/wire/ops.ts'
import type {
  AllotmentRequest,
  DigestResponse,
  EnrolResponse,
  OpOutcome,
  PullResponse,
} from '../../shared/wire/sync-messages.ts'
import { OTHER_HOTEL, type SyncFault } from '../engine/fault.ts'
import type { ReplicaPort, ReplicaPosition, SnapshotPosition } from '../engine/ports.ts'
import { type ReadDb, SqliteFile, type WriteTx } from './database.ts'
import { migrate } from './migrations/migrate.ts'
import { type DeviceRow, insertDevice, loadDevice } from './queries/device.ts'
import { loadFirstUnansweredSeq, loadOpsAfter, loadSeqRange, saveOutcome } from './queries/outbox.ts'
import { CREATE_GUEST_CHANGES, type GuestChange, hasGuestChanges, takeGuestChanges } from './queries/guest-changes.ts'
import { CREATE_SNAPSHOT_STAGE, stageChange } from './queries/snapshot-stage.ts'
import { loadReconciliation, saveReconciliation } from './queries/reconciliation.ts'
import { type CashierShift, insertShift, saveShiftClosed } from './queries/cashier.ts'
import { type SignInTries, loadPepper, savePepper, saveTries } from './queries/staff.ts'
import { forgetEpoch, loadSyncPosition, savePushed } from './queries/sync-position.ts'
import { loadHotel } from './queries/hotel.ts'
import { allotmentBefore, composeReturn } from './own-allotment.ts'
import { compareRows } from './reconcile.ts'
import { loadSnapshot, rebase } from './rebase.ts'
import { type NewOp, type Recorded, type Recording, recordOp } from './record.ts'
import { ReplicaFault } from './replica-fault.ts'
import { toWireOp } from './stored-op.ts'
import { takeIdentity } from './take-identity.ts'
import { unlock } from './unlock.ts'
import type { Vault } from './vault.ts'

/**
 * A hotel's rows on this disk, and what this terminal did that the chain has yet to confirm. One process owns the file.
 * Every method is one transaction, on disk when it returns. Rules: REP-01 to REP-20.
 */
export class Replica implements ReplicaPort {
  /** For reading lists, through the functions of `queries/`. */
  readonly db: ReadDb
  readonly #file: SqliteFile
  /** A snapshot begins and ends without what is temporary, as which guests changed. */
  #guestsMayAllBeNew = true

  /**
   * Opens the replica at a path, creating or migrating it; the vault seals its personal data. Throws a
   * {@link ReplicaFault}: `REPLICA_NEWER`, `REPLICA_CORRUPT`, `REPLICA_LOCKED`, `DISK_FULL`, `DISK_FAILED`.
   */
  constructor(path: string, vault: Vault) {
    this.#file = new SqliteFile(path, vault)
    try {
      const isNew = this.#file.userVersion() === 0
      migrate(this.#file, path)
      unlock(this.#file, path, isNew)
      this.#file.script(CREATE_GUEST_CHANGES)
    } catch (error) {
      this.#file.close()
      throw error
    }
    this.db = this.#file.read
  }

  /** Is every page of the file as it was written? Reads all of it. */
  isWhole(): boolean {
    return this.#file.isWhole()
  }

  /** Takes over what was saved out of another file, before anything else is done with this one. */
  adopt(take: (tx: WriteTx) => void): void {
    this.#file.write(take)
  }

  close(): void {
    this.#file.close()
  }

  /** Who this terminal is; `null` until it has enrolled. */
  device(): DeviceRow | null {
    return loadDevice(this.db)
  }

  position(): ReplicaPosition {
    const device = loadDevice(this.db)
    const lastSeq = device?.lastSeq ?? 0
    const unanswered = loadFirstUnansweredSeq(this.db)
    return {
      enrolled: device !== null,
      lastSeq,
      answeredSeq: unanswered === null ? lastSeq : unanswered - 1,
      ...loadSyncPosition(this.db),
    }
  }

  /**
   * Does a thing and remembers it for the chain, in one transaction: `make` composes the op, the shared rules decide it,
   * its rows are written with what would undo them, and it takes the next seq. Where `make` or a rule refuses, nothing
   * at all is written. `make` may answer `null`, and an op that changes no row is not recorded: both give `null`. The
   * same op id again is answered from the outbox. Throws a {@link ReplicaFault}.
   */
  record<R>(
    nowUtcMs: number,
    make: (recording: Recording) => Result<NewOp | null, R>,
    staffId: StaffId | null = null,
  ): Result<Recorded, R | Refusal> {
    return this.#file.writeIfOk((tx) => recordOp(tx, { nowUtcMs, staffId }, make))
  }

  /** Which guests and reservations changed since this was asked before; `all`: any of them may have. */
  takeGuestChanges(): 'all' | readonly GuestChange[] {
    const mayBeAll = this.#guestsMayAllBeNew
    this.#guestsMayAllBeNew = false
    const changes = hasGuestChanges(this.db) ? this.#file.write(takeGuestChanges) : []
    return mayBeAll ? 'all' : changes
  }

  saveEnrolment(enrolled: EnrolResponse): Result<void, SyncFault> {
    const before = this.device()
    if (before && before.hotelId !== enrolled.hotelId) return refuse(OTHER_HOTEL)
    return this.#synced((tx) => {
      // A queue without a terminal is what was saved out of a damaged file.
      if (before || loadSeqRange(tx)) takeIdentity(tx, enrolled)
      else insertDevice(tx, { ...enrolled, codeCounter: 0, lastSeq: 0 })
    })
  }

  /** Counts somebody's wrong tries to sign in. Throws a {@link ReplicaFault}. */
  keepTries(staffId: StaffId, tries: SignInTries): void {
    this.#file.write((tx) => saveTries(tx, staffId, tries))
  }

  /** Opens a shift at this terminal's cash drawer, from its next op on. Throws a {@link ReplicaFault}. */
  openShift(shift: Pick<CashierShift, 'shiftId' | 'staffId' | 'openedAtUtcMs' | 'floatMinor'>): void {
    this.#file.write((tx) => insertShift(tx, shift))
  }

  /** Closes it behind the last op that there is. Throws a {@link ReplicaFault}. */
  closeShift(closed: Parameters<typeof saveShiftClosed>[1]): void {
    this.#file.write((tx) => saveShiftClosed(tx, closed))
  }

  keepPepper(pepper: string): Result<void, SyncFault> {
    if (loadPepper(this.db) === pepper) return ok(undefined)
    return this.#synced((tx) => savePepper(tx, pepper))
  }

  allotmentBefore(chainLastSeq: number): AllotmentRequest['declared'] {
    const read = this.#file.writeIfOk((tx) => allotmentBefore(tx, chainLastSeq))
    return read.ok ? null : read.error
  }

  giveBack(opId: OpId, nowUtcMs: number): Result<boolean, SyncFault> {
    const given = this.#synced((tx) =>
      loadHotel(tx) && loadDevice(tx)
        ? recordOp(tx, { nowUtcMs, staffId: null }, (recording) => composeReturn(recording, opId))
        : ok(null),
    )
    if (!given.ok) return given
    return ok(given.value.ok && given.value.value !== null)
  }

  businessDate(): LocalDate | null {
    return loadHotel(this.db)?.businessDate ?? null
  }

  settledOn(): LocalDate | null {
    return loadFirstUnansweredSeq(this.db) === null ? this.businessDate() : null
  }

  reconciledOn(): LocalDate | null {
    return loadReconciliation(this.db)?.businessDate ?? null
  }

  reconcile(digest: DigestResponse, nowUtcMs: number): Result<boolean, SyncFault> {
    const hotel = loadHotel(this.db)
    const { epoch, cursor } = loadSyncPosition(this.db)
    if (!hotel || digest.epoch !== epoch || digest.cursor !== cursor) return ok(true)
    const { businessDate } = hotel
    const read = this.#file.writeIfOk((tx) => compareRows(tx, digest, businessDate))
    if (read.ok) return ok(true)
    const { rows, differences } = read.error
    const isSame = differences.every(({ cause }) => cause === 'pending')
    return this.#synced((tx) => {
      saveReconciliation(tx, { businessDate, atUtcMs: nowUtcMs, rows, differences })
      if (!isSame) forgetEpoch(tx)
      return isSame
    })
  }

  opsToPush(afterSeq: number, maxOps: number, maxBytes: number): readonly WireOp[] {
    const ops: WireOp[] = []
    // The request around the ops, and a comma an op.
    let bytes = 100
    for (const row of loadOpsAfter(this.db, afterSeq, maxOps)) {
      const op = toWireOp(row)
      bytes += Buffer.byteLength(JSON.stringify(op)) + 1
      if (ops.length > 0 && bytes > maxBytes) break
      ops.push(op)
    }
    return ops
  }

  saveOutcomes(outcomes: readonly OpOutcome[], nowUtcMs: number): Result<void, SyncFault> {
    return this.#synced((tx) => {
      for (const outcome of outcomes) saveOutcome(tx, outcome)
      savePushed(tx, nowUtcMs)
    })
  }

  rebase(pulled: PullResponse, nowUtcMs: number): Result<{ readonly changed: boolean }, SyncFault> {
    return this.#synced((tx) => ({ changed: rebase(tx, pulled, nowUtcMs) }))
  }

  beginSnapshot(): Result<void, SyncFault> {
    return this.#guarded(() => {
      this.#dropTemporary()
      this.#file.script(CREATE_SNAPSHOT_STAGE)
    })
  }

  stageSnapshot(changes: readonly RowWrite[]): Result<void, SyncFault> {
    return this.#synced((tx) => {
      for (const change of changes) stageChange(tx, change)
    })
  }

  commitSnapshot(position: SnapshotPosition, nowUtcMs: number): Result<void, SyncFault> {
    return this.#guarded(() => {
      this.#file.write((tx) => loadSnapshot(tx, position, nowUtcMs))
      this.#dropTemporary()
    })
  }

  #dropTemporary(): void {
    this.#guestsMayAllBeNew = true
    this.#file.dropTemporary()
    this.#file.script(CREATE_GUEST_CHANGES)
  }

  #synced<T>(work: (tx: WriteTx) => T): Result<T, SyncFault> {
    return this.#guarded(() => this.#file.write(work))
  }

  #guarded<T>(work: () => T): Result<T, SyncFault> {
    try {
      return ok(work())
    } catch (error) {
      if (error instanceof ReplicaFault) return refuse({ code: error.code, retry: error.retry })
      throw error
    }
  }
}
