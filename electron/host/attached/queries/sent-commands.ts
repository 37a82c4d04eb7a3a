import type { ReadDb, WriteTx } from '../../../../sync/replica/database.ts'

/** `sent`: to the hub, and not answered. `standby`: carried out by this terminal's own host. No row says what was asked. */
export interface SentCommand {
  readonly digest: string
  readonly call: string
  /** The id that the screen made for it; empty where there is none. */
  readonly subject: string
  readonly state: 'sent' | 'standby'
  readonly atUtcMs: number
}

export const CREATE_SENT_COMMANDS = `CREATE TABLE IF NOT EXISTS sent_command (
  digest TEXT NOT NULL PRIMARY KEY,
  call TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sent', 'standby')),
  at_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID`

const SELECT = 'SELECT digest, call, subject, state, at_utc_ms AS atUtcMs FROM sent_command'

export function saveSentCommand(tx: WriteTx, command: SentCommand): void {
  tx.run(
    `INSERT INTO sent_command (digest, call, subject, state, at_utc_ms) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (digest) DO UPDATE SET state = excluded.state, at_utc_ms = excluded.at_utc_ms`,
    command.digest,
    command.call,
    command.subject,
    command.state,
    command.atUtcMs,
  )
}

export function loadSentCommand(db: ReadDb, digest: string): SentCommand | null {
  return db.one<SentCommand>(`${SELECT} WHERE digest = ?`, digest)
}

/** What was done under an id, whatever it asked for. */
export function loadSentCommandAbout(db: ReadDb, call: string, subject: string): SentCommand | null {
  return db.one<SentCommand>(`${SELECT} WHERE call = ? AND subject = ?`, call, subject)
}

export function loadUnansweredCommands(db: ReadDb): SentCommand[] {
  return db.all<SentCommand>(`${SELECT} WHERE state = 'sent' ORDER BY at_utc_ms, digest`)
}

export function deleteSentCommand(tx: WriteTx, digest: string): void {
  tx.run('DELETE FROM sent_command WHERE digest = ?', digest)
}

export function pruneStandbyCommands(tx: WriteTx, beforeUtcMs: number): void {
  tx.run(`DELETE FROM sent_command WHERE state = 'standby' AND at_utc_ms < ?`, beforeUtcMs)
}
