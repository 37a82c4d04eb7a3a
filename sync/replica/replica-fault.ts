import type { RetryClass } from '../../shared/wire/errors.ts'

/**
 * - `REPLICA_NEWER`: a newer build wrote this database; this one must not touch it.
 * - `REPLICA_CORRUPT`: the file is no database, or a page or a sealed text of it is damaged.
 * - `REPLICA_LOCKED`: its personal data is sealed with another key than the one at hand; nothing was touched.
 * - `DISK_FULL`: nothing of the transaction was written.
 * - `DISK_FAILED`: the disk refused to read or write; nothing of the transaction was written.
 */
export type ReplicaFaultCode = 'REPLICA_NEWER' | 'REPLICA_CORRUPT' | 'REPLICA_LOCKED' | 'DISK_FULL' | 'DISK_FAILED'

/** A fault of the disk under the replica, thrown by reads and writes and classed where SQLite reported it. */
export class ReplicaFault extends Error {
  override readonly name = 'ReplicaFault'
  readonly code: ReplicaFaultCode
  readonly retry: RetryClass

  constructor(code: ReplicaFaultCode, cause?: unknown) {
    super(code, { cause })
    this.code = code
    this.retry = code === 'DISK_FULL' || code === 'DISK_FAILED' ? 'backoff' : 'never'
  }
}
