import type { Clock, Timers } from '../../../shared/base/ports.ts'
import {
  DESK_CALLS,
  type DeskAnswer,
  type DeskCallName,
  type DeskEvent,
  type DeskInput,
  type DeskOutput,
  type HostCode,
} from '../../../shared/desk-api/contract.ts'
import { ReplicaFault } from '../../../sync/replica/replica-fault.ts'
import type { DeskHandler } from '../desk-handler.ts'
import type { DeskHost } from '../desk-host.ts'
import type { DeskLog } from '../desk-service/desk-service.ts'
import { isOwnCallOfHub } from '../lan/lan-paths.ts'
import type { HubAnswer, HubLine } from './hub-line.ts'
import {
  type HubReach,
  type ReachEvent,
  type StandbyState,
  decideSwitch,
  foldReach,
  initialReach,
} from './hub-reach.ts'
import type { SentCommand } from './queries/sent-commands.ts'
import { type Command, type SentCommands, commandOf } from './sent-commands.ts'

type Answer = DeskAnswer<DeskCallName>

export interface AttachedDeskOptions {
  readonly line: HubLine
  /** This terminal's own host; `null` where it has none, as a kiosk. */
  readonly standby: DeskHost | null
  readonly sent: SentCommands
  readonly terminal: DeskOutput<'hotel.get'>['terminal']
  readonly clock: Clock
  readonly timers: Timers
  readonly log: DeskLog
}

/**
 * The desk API of an attached terminal: the hub's, and its standby's while the hub is out of reach. What the screen made
 * an id for is carried out once, whoever does it. Rules: HUB-07 to HUB-17; docs/decisions/0010.
 */
export class AttachedDesk implements DeskHandler {
  readonly #options: AttachedDeskOptions
  readonly #listeners = new Set<(event: DeskEvent) => void>()
  readonly #inFlight = new Set<string>()
  readonly #stop: (() => void)[] = []
  #reach: HubReach
  #timer: { cancel(): void } | null = null
  /** Of whoever is signed in at this screen, at the hub or at the standby: what is looked up later is looked up for them. */
  #session: string | null = null
  /** The hub told nothing of what it had not answered, since nobody it knows has asked. */
  #askAgain = false
  /** One look after another: what a look decides on must not change under it. */
  #looking: Promise<void> = Promise.resolve()
  #closed = false

  constructor(options: AttachedDeskOptions) {
    this.#options = options
    this.#reach = initialReach(options.clock.nowUtcMs())
    const { line, standby, clock } = options
    this.#stop.push(
      line.listen({
        onReached: () => {
          this.#fold({ event: 'reached', atUtcMs: clock.nowUtcMs() })
          this.#look(() => this.#askAboutUnanswered())
        },
        onEvent: (event) => {
          if (this.#reach.works === 'hub') this.#tell(event)
        },
        onLost: (heardAtUtcMs) => this.#fold({ event: 'lost', heardAtUtcMs }),
        onKeyRefused: () => this.#fold({ event: 'keyRefused' }),
      }),
    )
    if (standby !== null) {
      const stop = standby.listen((event) => {
        if (this.#reach.works === 'standby') this.#tell(event)
        this.#look()
      })
      this.#stop.push(stop)
    }
    this.#look()
  }

  async handle(call: string, input: unknown, session: string | null = null): Promise<Answer> {
    this.#heardOf(session)
    if (call === 'terminal.get') return { ok: true, value: await this.#view() }
    if (isOwnCallOfHub(call)) return failed('NOT_A_HUB', 'never')
    if (this.#reach.keyRefused) return failed('HUB_KEY_REFUSED', 'never')
    try {
      const command = commandOf(call, input)
      if (command !== null) return await this.#carryOut(command, input, session)
      const { standby } = this.#options
      if (standby !== null && this.#reach.works === 'standby') return await standby.handle(call, input, session)
      return asTerminal(this.#options.terminal, call, answerOf(await this.#askHub(call, input, session)))
    } catch (error) {
      if (error instanceof ReplicaFault) return { ok: false, error: { code: error.code, params: {}, retry: 'later' } }
      this.#options.log.error({ call, err: error }, 'an attached desk call failed')
      return failed('INTERNAL', 'later')
    }
  }

  /** Somebody else works at the screen: the hub may tell them what it did not tell before (HUB-15). */
  #heardOf(session: string | null): void {
    if (session === this.#session) return
    this.#session = session
    if (session !== null && this.#askAgain) this.#look(() => this.#askAboutUnanswered())
  }

  listen(heard: (event: DeskEvent) => void): () => void {
    this.#listeners.add(heard)
    return () => this.#listeners.delete(heard)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#timer?.cancel()
    for (const stop of this.#stop) stop()
    await this.#looking
    await this.#options.standby?.close()
    this.#options.sent.close()
  }

  async #carryOut(command: Command, input: unknown, session: string | null): Promise<Answer> {
    const { standby, sent } = this.#options
    const earlier = sent.earlier(command)
    // What the standby did under this id, it answers again, also once the screens are back at the hub.
    const isStandbys = earlier?.state === 'standby'
    if (standby !== null && (isStandbys || this.#reach.works === 'standby')) {
      return await this.#atStandby(standby, command, earlier, { input, session })
    }
    if (this.#reach.lostAtUtcMs !== null) return failed('HUB_UNREACHABLE', 'later')
    return await this.#atHub(command, input, session)
  }

  /** Remembered before it goes out, forgotten when the answer is there: a line that breaks in between leaves the memory. */
  async #atHub(command: Command, input: unknown, session: string | null): Promise<Answer> {
    const { sent, line } = this.#options
    this.#inFlight.add(command.digest)
    try {
      sent.remember(command, 'sent')
      const answer = await line.call(command.call, input, session)
      if (answer.came !== 'nothing') sent.forget(command.digest)
      return answerOf(answer)
    } finally {
      this.#inFlight.delete(command.digest)
      this.#tell({ event: 'badgeChanged' })
    }
  }

  async #atStandby(
    standby: DeskHost,
    command: Command,
    earlier: SentCommand | null,
    { input, session }: { readonly input: unknown; readonly session: string | null },
  ): Promise<Answer> {
    const { sent } = this.#options
    if (earlier?.state === 'sent') {
      const known = await this.#whatIsKnown(standby, command, earlier, session)
      if (known !== null) return known
    }
    if (command.subject === '' || earlier?.state === 'standby')
      return await standby.handle(command.call, input, session)
    sent.remember(command, 'standby')
    const answer = await standby.handle(command.call, input, session)
    if (!answer.ok && earlier === null) sent.forget(command.digest)
    if (!answer.ok && earlier !== null) sent.remember(command, 'sent')
    return answer
  }

  /** Why a command that the hub may have carried out is not to be carried out here, or what became of it; else `null`. */
  async #whatIsKnown(
    standby: DeskHost,
    command: Command,
    earlier: SentCommand,
    session: string | null,
  ): Promise<Answer | null> {
    if (earlier.digest !== command.digest) return idReused(command)
    if (!command.repeatable) return failed('HUB_ANSWER_UNKNOWN', 'never')
    // Through the chain the hub's own may have got here already.
    const found = await lookUp(command, async (call, input) => await standby.handle(call, input, session))
    if (found.found !== 'yes') return null
    this.#options.sent.forget(command.digest)
    return found.answer
  }

  /** The hub is back: it tells of each command that it did not answer whether it was carried out (HUB-15). */
  async #askAboutUnanswered(): Promise<void> {
    const { sent, line, log } = this.#options
    this.#askAgain = false
    for (const command of sent.unanswered()) {
      if (this.#inFlight.has(command.digest) || this.#reach.lostAtUtcMs !== null) continue
      const found = await lookUp(command, async (call, input) => answerOf(await line.call(call, input, this.#session)))
      if (found.found === 'unknown') {
        this.#askAgain = true
        return
      }
      sent.forget(command.digest)
      log.info({ call: command.call, found: found.found }, 'the hub told of a command that it had not answered')
      this.#tell({ event: 'rowsChanged' })
    }
  }

  #askHub(call: string, input: unknown, session: string | null): Promise<HubAnswer> {
    if (this.#reach.lostAtUtcMs !== null) return Promise.resolve({ came: 'nothing' })
    return this.#options.line.call(call, input, session)
  }

  async #view(): Promise<DeskOutput<'terminal.get'>> {
    const { standby, line, sent } = this.#options
    const { works, worksSinceUtcMs, lostAtUtcMs, keyRefused } = this.#reach
    const { unsent } = (await this.#standbyState()) ?? { unsent: 0 }
    return {
      role: works === 'standby' ? 'standby' : 'attached',
      sinceUtcMs: worksSinceUtcMs,
      hubAddress: line.address,
      hubLostAtUtcMs: lostAtUtcMs,
      keyRefused,
      hasStandby: standby !== null,
      unsent,
      unanswered: sent.unanswered().filter(({ digest }) => !this.#inFlight.has(digest)).length,
    }
  }

  async #standbyState(): Promise<StandbyState | null> {
    const answer = await this.#options.standby?.handle('sync.badge', {})
    if (answer === undefined) return null
    if (!answer.ok) return { ready: false, unsent: 0 }
    const badge = answer.value as DeskOutput<'sync.badge'> // the answer to that very call
    return { ready: badge.lastPulledAtUtcMs !== null, unsent: badge.unsent }
  }

  #fold(event: ReachEvent): void {
    if (this.#closed) return
    const before = this.#reach
    this.#reach = foldReach(before, event)
    const lostOrBack = (before.lostAtUtcMs === null) !== (this.#reach.lostAtUtcMs === null)
    // What the hub told meanwhile was not heard.
    if (lostOrBack || before.keyRefused !== this.#reach.keyRefused) this.#tell({ event: 'rowsChanged' })
    this.#look()
  }

  /** Decides anew with whom the screens work, after `first`. */
  #look(first?: () => Promise<void>): void {
    this.#looking = this.#lookAfter(this.#looking, first)
  }

  async #lookAfter(before: Promise<void>, first?: () => Promise<void>): Promise<void> {
    await before
    if (this.#closed) return
    try {
      await first?.()
      await this.#decide()
    } catch (error) {
      this.#options.log.error({ err: error }, 'a bug of an attached desk')
    }
  }

  async #decide(): Promise<void> {
    const { clock, timers, log } = this.#options
    const standby = await this.#standbyState()
    if (this.#closed) return
    const nowUtcMs = clock.nowUtcMs()
    const { switchTo, againAtUtcMs } = decideSwitch(this.#reach, standby, nowUtcMs)
    this.#timer?.cancel()
    this.#timer = againAtUtcMs === null ? null : timers.after(Math.max(0, againAtUtcMs - nowUtcMs), () => this.#look())
    if (switchTo === null) return
    this.#reach = foldReach(this.#reach, { event: 'switched', to: switchTo, atUtcMs: nowUtcMs })
    log.warn({ worksWith: switchTo }, 'the screens work with another host now')
    this.#tell({ event: 'rowsChanged' })
    this.#look()
  }

  #tell(event: DeskEvent): void {
    for (const heard of this.#listeners) heard(event)
  }
}

function answerOf(answer: HubAnswer): Answer {
  switch (answer.came) {
    case 'answer':
      return answer.answer
    case 'nothing':
      return failed('HUB_UNREACHABLE', 'later')
    case 'keyRefused':
      return failed('HUB_KEY_REFUSED', 'never')
  }
}

function failed(code: HostCode, retry: 'never' | 'later'): Answer {
  return { ok: false, error: { code, params: {}, retry } }
}

const REUSED: Partial<Record<string, readonly [HostCode | 'BLOCK_ID_REUSED', string]>> = {
  'block.set': ['BLOCK_ID_REUSED', 'blockId'],
  'payment.take': ['PAYMENT_ID_REUSED', 'paymentId'],
  'cashier.open': ['SHIFT_ID_REUSED', 'shiftId'],
}

/** The same refusal as of one host that is given an id twice. */
function idReused({ call, subject }: Command): Answer {
  const [code, name] = REUSED[call] ?? ['RESERVATION_ID_REUSED', 'reservationId']
  return { ok: false, error: { code, params: { [name]: subject }, retry: 'never' } }
}

/** A hotel is the same through the hub, but the terminal that shows it is this one. */
function asTerminal(terminal: AttachedDeskOptions['terminal'], call: string, answer: Answer): Answer {
  if (call !== ('hotel.get' satisfies DeskCallName) || !answer.ok) return answer
  const hotel = DESK_CALLS['hotel.get'].output.safeParse(answer.value)
  return hotel.success ? { ok: true, value: { ...hotel.data, terminal } } : answer
}

type Found =
  | { readonly found: 'yes'; readonly answer: Answer }
  | { readonly found: 'no' }
  | { readonly found: 'unknown' }

/** Whether a host holds what a command was to make. What makes nothing is not there: it may be asked again. */
async function lookUp(
  { call, subject }: Pick<SentCommand, 'call' | 'subject'>,
  ask: <N extends DeskCallName>(call: N, input: DeskInput<N>) => Promise<Answer>,
): Promise<Found> {
  if (call === ('walkIn.book' satisfies DeskCallName) || call === ('stay.checkInUnknown' satisfies DeskCallName)) {
    const answer = await ask('reservation.get', { reservationId: subject })
    if (!answer.ok) return { found: answer.error.code === 'RESERVATION_UNKNOWN' ? 'no' : 'unknown' }
    const { reservationId, confirmationCode } = DESK_CALLS['reservation.get'].output.parse(answer.value)
    return { found: 'yes', answer: { ok: true, value: { reservationId, confirmationCode, claim: 'guaranteed' } } }
  }
  if (call === ('block.set' satisfies DeskCallName)) {
    const answer = await ask('blocks.list', {})
    if (!answer.ok) return { found: 'unknown' }
    const blocks = DESK_CALLS['blocks.list'].output.parse(answer.value)
    return blocks.some(({ blockId }) => blockId === subject)
      ? { found: 'yes', answer: { ok: true, value: {} } }
      : { found: 'no' }
  }
  return { found: 'no' }
}
