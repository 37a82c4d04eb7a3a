import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { z } from 'zod'
import { canonicalJson } from '../../../shared/base/canonical-json.ts'
import type { Clock } from '../../../shared/base/ports.ts'
import { DESK_CALLS, type DeskCallName } from '../../../shared/desk-api/contract.ts'
import { SqliteFile } from '../../../sync/replica/database.ts'
import {
  CREATE_SENT_COMMANDS,
  type SentCommand,
  deleteSentCommand,
  loadSentCommand,
  loadSentCommandAbout,
  loadUnansweredCommands,
  pruneStandbyCommands,
  saveSentCommand,
} from './queries/sent-commands.ts'

const KEPT_MS = 30 * 86_400_000

/** A command as the terminal remembers it. */
export interface Command {
  readonly call: string
  /** Tells it from every other one, and nothing about what it asks. */
  readonly digest: string
  /** The id that the screen made for what the command makes; empty where it makes nothing. */
  readonly subject: string
  /** Its id is the thing's own for ever, or it only says how a thing shall be: two hosts may both be told. */
  readonly repeatable: boolean
}

/** Where the id stands of what a command makes. */
const MAKES: Partial<Record<string, string>> = {
  'walkIn.book': 'reservationId',
  'stay.checkInUnknown': 'reservationId',
  'block.set': 'blockId',
  'payment.take': 'paymentId',
  'sister.book': 'reservationId',
  'cashier.open': 'shiftId',
}
/** What only says how a thing shall be. */
const SETS: ReadonlySet<string> = new Set<DeskCallName>([
  'reservation.cancel',
  'reservation.assignRoom',
  'reservation.change',
  'guest.edit',
  'room.setStatus',
  'night.roll',
  'stay.apply',
  'stay.checkIn',
  'stay.undoCheckIn',
  'stay.checkOut',
  'stay.undoCheckOut',
  'stay.changeDeparture',
  'stay.move',
  'stay.swap',
  'stay.noShow',
  'block.release',
  'exception.resolve',
  'cashier.close',
])
/** Nothing of the hotel's; and of a secret not even a digest is kept. */
const CHANGES_NOTHING: ReadonlySet<string> = new Set<DeskCallName>([
  'sync.retryNow',
  'staff.signIn',
  'staff.signOut',
  'staff.approve',
])
/** Asked again under another price, or with the risk accepted or approved, it is the same. */
const TERMS: ReadonlySet<string> = new Set([
  'agreedTotalMinor',
  'agreedDifferenceMinor',
  'acceptRisk',
  'acceptNotReady',
  'acceptBalance',
  'early',
  'approval',
])

/** The command that a call is; `null` for a query. A call that this version does not know counts as a command. */
export function commandOf(call: string, input: unknown): Command | null {
  const known = Object.hasOwn(DESK_CALLS, call) ? DESK_CALLS[call as DeskCallName] : null // by its name, one of them
  if (known?.kind === 'query' || CHANGES_NOTHING.has(call)) return null
  const schema: z.ZodType | null = known?.input ?? null
  const parsed = schema?.safeParse(input)
  const asked: unknown = parsed?.success ? parsed.data : (input ?? null)
  const fields = typeof asked === 'object' && asked !== null ? Object.entries(asked) : []
  const what = Object.fromEntries(fields.filter(([name]) => !TERMS.has(name)))
  const digest = createHash('sha256')
    .update(canonicalJson([call, what]))
    .digest('hex')
  const field = MAKES[call]
  const subject = field === undefined ? '' : String(what[field] ?? '')
  return { call, digest, subject, repeatable: subject !== '' || SETS.has(call) }
}

/**
 * The commands that this terminal sent to its hub without an answer, and those that it carried out itself, in
 * `<dataDirectory>/sent-commands.sqlite`: on disk before a command goes out. Ids and digests, no guests (HUB-13).
 * Throws a `ReplicaFault`.
 */
export class SentCommands {
  readonly #file: SqliteFile
  readonly #clock: Clock

  constructor(dataDirectory: string, clock: Clock) {
    this.#file = new SqliteFile(join(dataDirectory, 'sent-commands.sqlite'))
    this.#file.script(CREATE_SENT_COMMANDS)
    this.#clock = clock
    this.#file.write((tx) => pruneStandbyCommands(tx, clock.nowUtcMs() - KEPT_MS))
  }

  /** What is remembered of this command, or of another one under the same id. */
  earlier(command: Command): SentCommand | null {
    const { call, digest, subject } = command
    const same = loadSentCommand(this.#file.read, digest)
    return same ?? (subject === '' ? null : loadSentCommandAbout(this.#file.read, call, subject))
  }

  remember(command: Command, state: SentCommand['state']): void {
    const { call, digest, subject } = command
    const atUtcMs = this.#clock.nowUtcMs()
    this.#file.write((tx) => saveSentCommand(tx, { call, digest, subject, state, atUtcMs }))
  }

  forget(digest: string): void {
    this.#file.write((tx) => deleteSentCommand(tx, digest))
  }

  unanswered(): readonly SentCommand[] {
    return loadUnansweredCommands(this.#file.read)
  }

  close(): void {
    this.#file.close()
  }
}
