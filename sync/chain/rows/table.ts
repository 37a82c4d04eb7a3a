/** A cell as PostgreSQL takes it. */
export type Cell = string | number | boolean | null

/** How an entity's rows stand in its table: columns in order, the key's columns first (after `hotel_id`). */
export interface Table<Row> {
  readonly table: string
  readonly keyColumns: readonly string[]
  readonly columns: readonly string[]
  /** The row's cells in the order of `columns`. */
  encode(row: Row): readonly Cell[]
  decode(record: never): Row
  /** The key columns' values that a row key names, one list a key column. */
  parseKey(key: string): readonly string[]
}
