import type { CopyTarget } from '../database/port.ts'

/** A cell in PostgreSQL's binary format. `date` counts days from 2000-01-01. */
export type CopyCell =
  | { readonly text: string }
  | { readonly int4: number }
  | { readonly int8: number }
  | { readonly float8: number }
  | { readonly date: number }
  | { readonly bool: boolean }

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
const HEADER_BYTES = SIGNATURE.length + 8
const END = -1

/** What rows of one shape, in the order of their target's columns, look like to `COPY … (FORMAT binary)`. */
export function copyRows(rows: readonly (readonly CopyCell[])[]): Buffer {
  const parts: Buffer[] = [SIGNATURE, Buffer.alloc(8)]
  for (const row of rows) {
    parts.push(int2(row.length))
    for (const cell of row) parts.push(...bytesOf(cell))
  }
  parts.push(int2(END))
  return Buffer.concat(parts)
}

/** Rows that are all as long as one another, so that a cell of any of them is found and overwritten in place. */
export interface RowTemplate {
  readonly target: CopyTarget
  readonly bytes: Buffer
  readonly rows: number
  readonly rowBytes: number
  /** Where the first row's cells have their values, by column. */
  readonly offsets: Readonly<Record<string, number>>
}

/** Rows that may be filled in again and again: building them costs much more than sending them. */
export function rowTemplate(target: CopyTarget, rows: readonly (readonly CopyCell[])[]): RowTemplate {
  const [first = []] = rows
  const offsets: Record<string, number> = {}
  let at = HEADER_BYTES + 2
  for (const [index, cell] of first.entries()) {
    offsets[target.columns[index] ?? ''] = at + 4
    at += bytesOf(cell).reduce((sum, part) => sum + part.length, 0)
  }
  const rowBytes = at - HEADER_BYTES
  const bytes = copyRows(rows)
  if (bytes.length !== HEADER_BYTES + rows.length * rowBytes + 2)
    throw new Error('the rows of a template differ in length')
  return { target, bytes, rows: rows.length, rowBytes, offsets }
}

function bytesOf(cell: CopyCell): Buffer[] {
  if ('text' in cell) {
    const text = Buffer.from(cell.text)
    return [int4(text.length), text]
  }
  if ('int8' in cell) {
    const value = Buffer.alloc(8)
    value.writeBigInt64BE(BigInt(cell.int8))
    return [int4(8), value]
  }
  if ('float8' in cell) {
    const value = Buffer.alloc(8)
    value.writeDoubleBE(cell.float8)
    return [int4(8), value]
  }
  if ('bool' in cell) return [int4(1), Buffer.from([cell.bool ? 1 : 0])]
  return [int4(4), int4('int4' in cell ? cell.int4 : cell.date)]
}

function int2(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
