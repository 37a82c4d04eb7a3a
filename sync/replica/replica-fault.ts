import type { RetryClass } from '../../shared/wire/errors.ts'

/**
 * - `REPLICA_NEWER`: a newer build wrote this database; this one must not touch it.
 * - `REPLICA_CORRUPT`: the file is no database, or a page of it is damaged.
 * - `DISK_FULL`: nothing of the transaction was written.
 * - `DISK_FAILED`: the disk refused to read or write; nothing of the transaction was written.
 */
export type ReplicaFaultCode = 'REPLICA_NEWER' | 'REPLICA_CORRUPT' | 'DISK_FULL' | 'DISK_FAILED'

/** A fault of the disk under the replica, thrown by reads and writes and classed where SQLite reported it. */
export class ReplicaFault extends Error {
  override readonly name = 'ReplicaFault'
  readonly code: ReplicaFaultCode
  readonly retry: RetryClass

  constructor(code: ReplicaFaultCode, cause?: unknown) {
    super(code, { cause })
    this.code = code
    this.retry = code === 'REPLICA_NEWER' || code === 'REPLICA_CORRUPT' ? 'never' : 'backoff'
  }
}
