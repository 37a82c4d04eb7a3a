import { existsSync, renameSync } from 'node:fs'
import { SqliteFile } from './database.ts'
import { type DeviceRow, insertDevice, loadDevice, loadDeviceThatCounts } from './queries/device.ts'
import { type OutboxRow, insertKeptOp, loadIndexedSeqRange, loadKeptOp, loadSeqRange } from './queries/outbox.ts'
import { Replica } from './replica.ts'
import { ReplicaFault } from './replica-fault.ts'
import { type Vault, isSealed } from './vault.ts'

/** What was saved out of a file that was damaged, or sealed with a key that is lost. */
export interface Rescue {
  readonly cause: 'damaged' | 'locked'
  /** Where the file was put; nothing of it is deleted. */
  readonly asidePath: string
  /** Ops that were read out of it. */
  readonly ops: number
  /** Ops of which nothing could be read; they are in the file that was put aside only. */
  readonly lost: number
  /** Who the terminal is could be read too, and nothing is missing in its queue: it goes on by itself. */
  readonly keepsIdentity: boolean
}

export interface Opened {
  readonly replica: Replica
  readonly rescue: Rescue | null
}

/**
 * Opens the replica. A damaged file is put aside, and a fresh one is begun with what could be read of the queue; its rows
 * come with the next snapshot. Where the terminal's own identity, or an op that the chain may lack, could not be read, it
 * enrols anew and keeps the queue. One that is sealed with another key is put aside like that only where the terminal can
 * enrol anew (`ifLocked`): its key may yet be found. Throws a {@link ReplicaFault} as `Replica`, but `REPLICA_CORRUPT`.
 * Rules REP-22, REP-26.
 */
export function openRescuing(path: string, vault: Vault, nowUtcMs: number, ifLocked: 'fail' | 'beginAnew'): Opened {
  const opened = openOrTell(path, vault, ifLocked)
  if (typeof opened !== 'string') return { replica: opened, rescue: null }
  const cause = opened
  const asidePath = `${path}.${cause}-${nowUtcMs}`
  for (const part of ['', '-wal', '-shm']) {
    if (existsSync(`${path}${part}`)) renameSync(`${path}${part}`, `${asidePath}${part}`)
  }
  const kept = readWhatIsThere(asidePath, vault)
  const replica = new Replica(path, vault)
  replica.adopt((tx) => {
    for (const op of kept.ops) insertKeptOp(tx, op)
    if (kept.device) insertDevice(tx, kept.device)
  })
  const { ops, lost, device } = kept
  return { replica, rescue: { cause, asidePath, ops: ops.length, lost, keepsIdentity: device !== null } }
}

/** The replica where it can be used as it is, else why not. */
function openOrTell(path: string, vault: Vault, ifLocked: 'fail' | 'beginAnew'): Replica | Rescue['cause'] {
  try {
    const replica = new Replica(path, vault)
    if (replica.isWhole()) return replica
    replica.close()
  } catch (error) {
    if (!(error instanceof ReplicaFault)) throw error
    if (error.code === 'REPLICA_LOCKED' && ifLocked === 'beginAnew') return 'locked'
    if (error.code !== 'REPLICA_CORRUPT') throw error
  }
  return 'damaged'
}

/** From this version of the file on, the newest op has the counters. */
const COUNTS_IN_OUTBOX = 9

interface Kept {
  readonly device: DeviceRow | null
  readonly ops: readonly OutboxRow[]
  readonly lost: number
}

/** Row by row, since one damaged page must not hide the others. */
function readWhatIsThere(path: string, vault: Vault): Kept {
  const nothing: Kept = { device: null, ops: [], lost: 0 }
  const file = orNull(() => new SqliteFile(path, openingBoth(vault)))
  if (!file) return nothing
  try {
    return readKept(file)
  } finally {
    orNull(() => file.close())
  }
}

/** A file that was damaged before its texts were sealed holds them as they are. */
function openingBoth(vault: Vault): Vault {
  return {
    seal: (text) => vault.seal(text),
    open: (stored) => (typeof stored === 'string' && !isSealed(stored) ? stored : vault.open(stored)),
  }
}

function readKept(file: SqliteFile): Kept {
  const db = file.read
  const device = orNull(() => (file.userVersion() < COUNTS_IN_OUTBOX ? loadDeviceThatCounts(db) : loadDevice(db)))
  const range = orNull(() => loadSeqRange(db)) ?? orNull(() => loadIndexedSeqRange(db))
  const first = range?.first ?? 1
  const last = Math.max(range?.last ?? 0, device?.lastSeq ?? 0)
  const ops: OutboxRow[] = []
  let lost = 0
  for (let seq = first; seq <= last; seq += 1) {
    const op = orNull(() => loadKeptOp(db, seq))
    if (op) ops.push(op)
    else lost += 1
  }
  // With a gap in what the chain may still lack, the seqs can not go on: another identity numbers them anew.
  const answered = ops.filter(({ outcome }) => outcome !== null).at(-1)?.seq ?? 0
  const unanswered = ops.filter(({ seq }) => seq > answered).length
  return { device: device && unanswered === last - Math.max(answered, first - 1) ? device : null, ops, lost }
}

function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof ReplicaFault || (error instanceof Error && error.name === 'SqliteError')) return null
    throw error
  }
}
