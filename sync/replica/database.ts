import { rmSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { assert } from '../../shared/base/assert.ts'
import type { Result } from '../../shared/base/result.ts'
import { ReplicaFault } from './replica-fault.ts'
import type { Vault } from './vault.ts'

declare const readable: unique symbol
declare const writable: unique symbol

export type SqlValue = string | number | Uint8Array | null

/**
 * A database that may be read. `R` is the shape that the statement's own column list gives: the tables are STRICT, so a
 * statement and its row type stand next to each other in `queries/` and are proven by that folder's tests.
 */
export interface ReadDb {
  readonly [readable]: true
  /** Seals and opens what must not stand readable in the file. */
  readonly vault: Vault
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the row's shape, as said above
  one<R>(sql: string, ...params: SqlValue[]): R | null
  all<R>(sql: string, ...params: SqlValue[]): R[]
}

/** A database inside a write transaction: the only way to write. */
export interface WriteTx extends ReadDb {
  readonly [writable]: true
  /** Runs a statement; tells how many rows it changed. */
  run(sql: string, ...params: SqlValue[]): number
}

/**
 * The write that fills the log to this many pages (40 MB) brings them into the database, which takes it ten times as
 * long as others or more: at SQLite's own 1,000 that was each fiftieth sale, now it is one in 500. More at once is also
 * less work, because a page that was written often is brought once.
 */
const CHECKPOINT_PAGES = 10_000

/** Of a file that holds no personal data: to seal there is a bug. */
const NO_VAULT: Vault = { seal: () => noVault(), open: () => noVault() }

/** One SQLite file, one connection, one writer. */
export class SqliteFile {
  readonly read: ReadDb
  readonly #db: Sqlite.Database
  readonly #tx: WriteTx

  /** Opens or creates the file. Throws a {@link ReplicaFault}. */
  constructor(path: string, vault: Vault = NO_VAULT) {
    this.#db = classed(() => openDatabase(path))
    const statements = new Map<string, Sqlite.Statement<SqlValue[]>>()
    const prepared = (sql: string): Sqlite.Statement<SqlValue[]> => {
      const known = statements.get(sql)
      if (known) return known
      const statement = this.#db.prepare<SqlValue[]>(sql)
      statements.set(sql, statement)
      return statement
    }
    const handle = {
      vault,
      one: (sql: string, ...params: SqlValue[]) => prepared(sql).get(...params) ?? null,
      all: (sql: string, ...params: SqlValue[]) => prepared(sql).all(...params),
      run: (sql: string, ...params: SqlValue[]) => prepared(sql).run(...params).changes,
    }
    this.#tx = handle as WriteTx // made by the only maker of these handles
    this.read = this.#tx
  }

  /** One transaction: all of it, or, where `work` throws, nothing. Throws a {@link ReplicaFault} for what the disk did. */
  write<T>(work: (tx: WriteTx) => T): T {
    return this.#transaction(work, () => true)
  }

  /** One transaction that is rolled back where `work` refuses. */
  writeIfOk<T, E>(work: (tx: WriteTx) => Result<T, E>): Result<T, E> {
    return this.#transaction(work, (result) => result.ok)
  }

  /** Runs a script of statements, as migrations need. */
  script(sql: string): void {
    classed(() => this.#db.exec(sql))
  }

  userVersion(): number {
    return classed(() => Number(this.#db.pragma('user_version', { simple: true })))
  }

  /** Reads every page; false where one is damaged. */
  isWhole(): boolean {
    return classed(() => this.#db.pragma('quick_check(1)', { simple: true })) === 'ok'
  }

  /** A copy of the whole database as it stands, in one file; takes the place of an earlier copy. */
  copyTo(path: string): void {
    rmSync(path, { force: true })
    classed(() => this.#db.prepare('VACUUM INTO ?').run(path))
  }

  /**
   * Writes the whole file anew and empties the log, so that no free page holds what was there once. False where another
   * reader keeps the log.
   */
  compact(): boolean {
    return classed(() => {
      this.#db.exec('VACUUM')
      return Number(this.#db.pragma('wal_checkpoint(TRUNCATE)', { simple: true })) === 0
    })
  }

  /**
   * Takes temporary tables away with all pages that they had: emptied or dropped, they would keep these, and every later
   * commit walks them. Outside of transactions.
   */
  dropTemporary(): void {
    // SQLite closes the temporary database where this setting changes.
    this.script('PRAGMA temp_store = MEMORY; PRAGMA temp_store = FILE')
  }

  close(): void {
    this.#db.close()
  }

  #transaction<T>(work: (tx: WriteTx) => T, keeps: (value: T) => boolean): T {
    return classed(() => {
      this.#tx.run('BEGIN IMMEDIATE')
      try {
        const value = work(this.#tx)
        this.#tx.run(keeps(value) ? 'COMMIT' : 'ROLLBACK')
        return value
      } catch (error) {
        // A full disk may have rolled back already.
        if (this.#db.inTransaction) this.#tx.run('ROLLBACK')
        throw error
      }
    })
  }
}

function noVault(): never {
  assert(false, 'this file has no vault')
}

function openDatabase(path: string): Sqlite.Database {
  const db = new Sqlite(path)
  try {
    db.pragma('journal_mode = WAL')
    // A sale that was answered survives a power cut: one fsync a transaction.
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function classed<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error
    if (error.code === 'SQLITE_FULL') throw new ReplicaFault('DISK_FULL', error)
    if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB') {
      throw new ReplicaFault('REPLICA_CORRUPT', error)
    }
    if (error.code.startsWith('SQLITE_IOERR')) throw new ReplicaFault('DISK_FAILED', error)
    throw error
  }
}
