/** Something that runs one statement: a transaction, or the database itself outside one. */
export interface Queryable {
  /**
   * Rows as plain objects. `date` comes as `YYYY-MM-DD`, `bigint` as a number, `jsonb` parsed. A statement with a name of
   * its own is prepared once a connection: for what is called often and has one plan for ever.
   */
  query<R extends object>(sql: string, params?: readonly unknown[], name?: string): Promise<R[]>
}

/** A table and the columns, in order, that rows are copied into; both are names of our own. */
export interface CopyTarget {
  readonly table: string
  readonly columns: readonly string[]
}

/** A transaction that also takes rows in bulk. */
export interface Loading extends Queryable {
  /** `COPY … FROM` with rows in PostgreSQL's binary format. Their buffer may be used anew once this is done. */
  copyBinary(target: CopyTarget, rows: Uint8Array): Promise<void>
}

export type Isolation = 'READ COMMITTED' | 'REPEATABLE READ'

/** The chain's database; the same SQL on PGlite and on PostgreSQL (design.md, sections 2 and 6). */
export interface Database extends Queryable {
  readonly engine: 'pglite' | 'postgres'
  /**
   * May it lack what it had committed, because it was not closed, or is an older copy? Only an embedded one knows of
   * itself, and says so at each opening until {@link trustHistory}.
   */
  historyInDoubt(): boolean
  /** What follows from the doubt was done and committed. */
  trustHistory(): void
  /** Runs work in one transaction and commits; an error rolls back. `40P01` and `40001` are tried again. */
  transaction<T>(isolation: Isolation, work: (tx: Queryable) => Promise<T>): Promise<T>
  /** Runs work that copies rows in bulk, in one transaction at `READ COMMITTED`; an error rolls back. */
  load<T>(work: (tx: Loading) => Promise<T>): Promise<T>
  /** Runs statements separated by semicolons, without parameters. */
  script(sql: string): Promise<void>
  close(): Promise<void>
}

export function copyStatement({ table, columns }: CopyTarget, source: string): string {
  return `COPY ${table} (${columns.join(', ')}) FROM ${source} WITH (FORMAT binary)`
}

/** What an operator did wrong or has to look at: shown as one line, never with a stack. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
}
