import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import { OperatorError } from '../database/port.ts'
import { COLUMNS, type CsvRecord, type HistoricBooking, parseBookingRow, reservationIdOf } from './booking-row.ts'

export interface ReadBooking {
  /** The line in the file, from 1; the header is line 1. */
  readonly line: number
  readonly reservationId: ReservationId
  readonly booking: HistoricBooking
}

export interface BadRow {
  readonly line: number
  readonly reason: string
}

export interface ReadFile {
  readonly rows: number
  readonly bookings: readonly ReadBooking[]
  readonly bad: readonly BadRow[]
}

/** Reads a bookings file, `.csv` or `.csv.gz`. A file that is no such file is an {@link OperatorError}. */
export async function readBookings(
  path: string,
  hotelId: string,
  currencyExponent: number,
  onProgress: (bytes: number, total: number) => void,
): Promise<ReadFile> {
  const { size } = await stat(path).catch(() => {
    throw new OperatorError(`no such file: ${path}`)
  })
  const source = createReadStream(path)
  const parser = parse({ columns: true, skip_empty_lines: true, relax_column_count: true, info: true, bom: true })
  let failure: Error | null = null
  const noteFailure = (error: NodeJS.ErrnoException | null) => {
    failure = error
  }
  if (path.endsWith('.gz')) pipeline(source, createGunzip(), parser, noteFailure)
  else pipeline(source, parser, noteFailure)

  const bookings: ReadBooking[] = []
  const bad: BadRow[] = []
  const seen = new Map<string, number>()
  let rows = 0
  try {
    for await (const parsed of parser) {
      const { record, info } = parsed as { record: CsvRecord; info: { lines: number } } // what `info: true` yields
      if (rows === 0) assertColumns(record, path)
      rows += 1
      const reason = missingField(record)
      const read = reason ? null : parseBookingRow(record, currencyExponent)
      if (!read?.ok) {
        bad.push({ line: info.lines, reason: reason ?? read?.error ?? '' })
        continue
      }
      const content = JSON.stringify(record)
      const occurrence = seen.get(content) ?? 0
      seen.set(content, occurrence + 1)
      const reservationId = reservationIdOf(hotelId, record, read.value, occurrence)
      bookings.push({ line: info.lines, reservationId, booking: read.value })
      if (rows % 1000 === 0) onProgress(source.bytesRead, size)
    }
  } catch (error) {
    const cause = failure ?? error
    if (cause instanceof OperatorError) throw cause
    throw new OperatorError(`can not read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  if (rows === 0) throw new OperatorError(`${path} has no rows`)
  onProgress(size, size)
  return { rows, bookings, bad }
}

function assertColumns(record: object, path: string): void {
  const missing = COLUMNS.filter((column) => !(column in record))
  if (missing.length > 0) throw new OperatorError(`${path} is no bookings file: column ${missing[0]} is missing`)
}

function missingField(record: Partial<CsvRecord>): string | null {
  const missing = COLUMNS.find((column) => record[column] === undefined)
  return missing ? `the row is too short: ${missing} is missing` : null
}
