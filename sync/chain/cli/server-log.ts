import { type Logger, pino } from 'pino'
import { createLogger } from '../gateway/logger.ts'

/** A server's log on stderr, from `KEYRACK_LOG_LEVEL` up; written beside the work, and to the end when the process ends. */
export function serverLog(): Logger {
  return createLogger(process.env['KEYRACK_LOG_LEVEL'] ?? 'info', pino.destination({ dest: 2, sync: false }))
}
