import { type DestinationStream, type Logger, pino } from 'pino'
import { BugError } from '../../../shared/base/assert.ts'
import { isDatabaseBusy, sqlStateOf } from '../database/sqlstate.ts'

/**
 * The log of a server: JSON, a line an event. An error is told by its kind, its code and its place in our sources. Its
 * message is told where it can not hold what somebody typed, and what a database says of a row never is. Rule ACC-16.
 */
export function createLogger(level: string, destination: DestinationStream): Logger {
  return pino({ level, base: null, serializers: { err: describeError } }, destination)
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error ? error.code : undefined
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const message = isMessageOurs(error) ? error.message : undefined
  return { type: error.name, code, message, at: frames.map((line) => line.trim()) }
}

/** Parsers and databases quote the value that they choke on (SQLSTATE class 22); these name things of the program. */
function isMessageOurs(error: Error): boolean {
  const state = sqlStateOf(error)
  if (state !== null) return !state.startsWith('22')
  return error instanceof BugError || error instanceof TypeError || error instanceof RangeError || isDatabaseBusy(error)
}
