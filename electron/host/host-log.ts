import pino, { type Logger } from 'pino'

/** The host's log: JSON lines on stderr, from `KEYRACK_LOG` on (default `warn`). Callers log codes and counts, never guests. */
export function openHostLog(level: string | undefined): Logger {
  const known = level !== undefined && level in pino.levels.values ? level : 'warn'
  return pino({ name: 'keyrack-host', level: known }, pino.destination({ dest: 2, sync: true }))
}
