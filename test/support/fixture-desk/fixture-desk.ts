import { randomBytes } from 'node:crypto'
import { DESK_CALLS, type DeskCallName, type DeskError, type DeskEvent } from '../../../shared/desk-api/contract.ts'
import type { Landing, OpView, SyncBadge, TerminalView } from '../../../shared/desk-api/views.ts'
import { confirmationCode, formatConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { decideNow } from '../../../shared/domain/deciding.ts'
import { type DeviceId, newOpId } from '../../../shared/domain/ids.ts'
import { decideOp, writesForRefusedRequest } from '../../../shared/domain/ops/decide-op.ts'
import { type Op, requestedSale } from '../../../shared/domain/ops/op.ts'
import { addDays, localDateAt } from '../../../shared/domain/stay-dates.ts'
import { fillHotel, fixtureBlockId, fixtureUuid } from './fixture-hotel.ts'
import { FixtureOperations } from './fixture-operations.ts'
import { FixtureRows } from './fixture-rows.ts'
import * as views from './fixture-views.ts'

type Answer = { ok: true; value: unknown } | { ok: false; error: DeskError }
type OpPart = { [T in Op['type']]: Pick<Extract<Op, { type: T }>, 'type' | 'body'> }[Op['type']]

interface Made {
  readonly op: Op
  readonly seq: number
  landing: Landing
}

const TIME_ZONE = 'Europe/Lisbon'
const DEVICE_PREFIX = 35

/** A desk host in memory for the screens' tests: the contract, the domain's own rules, and a line that can be cut. */
export class FixtureDesk {
  readonly rows = new FixtureRows()
  readonly operations = new FixtureOperations({
    rows: this.rows,
    landingOf: (subject) => this.#landingOf(subject),
    carryOut: (part) => this.#carryOut(part),
    badge: () => this.#badge(),
    calendarDate: () => localDateAt(Date.now(), TIME_ZONE),
  })
  /** How often each command was carried out, for the proof that a double click books once. */
  readonly carriedOut: string[] = []
  readonly #ops: Made[] = []
  readonly #listeners = new Set<(event: DeskEvent) => void>()
  readonly #answered = new Map<string, { readonly input: string; readonly answer: Answer }>()
  #line: SyncBadge['line'] = 'up'
  #lineSinceUtcMs: number
  #lastPulledAtUtcMs: number
  #terminal: TerminalView
  readonly #dayBehind: boolean

  constructor(options: { readonly dayBehind?: boolean } = {}) {
    const nowUtcMs = Date.now()
    this.#dayBehind = options.dayBehind ?? false
    this.#lineSinceUtcMs = nowUtcMs - 7_200_000
    this.#lastPulledAtUtcMs = nowUtcMs
    this.#terminal = {
      role: 'alone',
      sinceUtcMs: nowUtcMs,
      hubAddress: null,
      hubLostAtUtcMs: null,
      keyRefused: false,
      hasStandby: false,
      unsent: 0,
      unanswered: 0,
    }
    const today = localDateAt(nowUtcMs, TIME_ZONE)
    fillHotel(this.rows, this.#dayBehind ? addDays(today, -1) : today, nowUtcMs)
  }

  listen(heard: (event: DeskEvent) => void): () => void {
    this.#listeners.add(heard)
    return () => this.#listeners.delete(heard)
  }

  /** Cuts or restores the line, as if that had happened `agoMs` ago; a restored line confirms what waited. */
  setLine(line: SyncBadge['line'], agoMs = 0): void {
    this.#line = line
    this.#lineSinceUtcMs = Date.now() - agoMs
    if (line === 'down') this.#lastPulledAtUtcMs = this.#lineSinceUtcMs
    if (line === 'up')
      for (const made of this.#ops) made.landing = made.landing === 'saved' ? 'confirmed' : made.landing
    this.#tell({ event: 'rowsChanged' })
  }

  /** Makes it another terminal's screen: attached to a hub, say, that has been out of reach for so long. */
  setTerminal(part: Partial<TerminalView>): void {
    this.#terminal = { ...this.#terminal, ...part }
    this.#tell({ event: 'rowsChanged' })
  }

  /** Two blocks, a refused walk-in, an oversold night and a guest to move. */
  addTroubles(): void {
    const { businessDate } = views.hotelOf(this.rows)
    const block = (count: number, roomId: string, nights: number, reason: string, remarks: string, kind = 'OOO') =>
      this.call('block.set', {
        blockId: fixtureBlockId(count),
        roomId,
        kind,
        from: businessDate,
        until: addDays(businessDate, nights),
        reason,
        remarks,
      })
    block(1, '112', 3, 'plumbing', 'Pipe burst behind the shower; plumber booked for tomorrow 09:00')
    block(2, '506', 5, 'electrical', 'No power after the storm')
    block(3, '217', 2, 'furniture', 'Wardrobe door off its hinge', 'OOS')
    const op: Op = {
      opId: newOpId({ nowUtcMs: () => Date.now() }, { bytes: randomBytes }),
      type: 'bookWalkIn',
      deviceId: fixtureUuid(1) as DeviceId, // a UUIDv7 by its maker
      businessDate,
      staffId: null,
      madeAtUtcMs: Date.now() - 1_500_000,
      body: requestedSale(
        {
          reservationId: this.rows.all('reservation')[7]?.reservationId ?? failNoStay(),
          code: confirmationCode(DEVICE_PREFIX, 900),
          guarantee: 'none',
          guest: { firstName: 'Petra', lastName: 'Novák', email: null, phone: null },
          lines: [],
        },
        Date.now(),
      ),
    }
    const roomTypeId = this.rows.all('room_type')[3]?.roomTypeId ?? ''
    this.rows.apply(
      writesForRefusedRequest(
        op,
        { code: 'NO_AVAILABILITY', params: { roomTypeId, night: addDays(businessDate, 4) } },
        this.rows,
      ),
    )
    this.#tell({ event: 'rowsChanged' })
  }

  call(name: string, rawInput: unknown): Answer {
    if (!isCallName(name)) return refused('CALL_UNKNOWN')
    const input = DESK_CALLS[name].input.safeParse(rawInput)
    if (!input.success) return refused('INPUT_INVALID')
    const key = commandKey(name, input.data)
    const asText = JSON.stringify(input.data)
    const before = key === null ? undefined : this.#answered.get(key)
    if (before?.input === asText) return before.answer
    const answer = this.#answer(name, input.data)
    if (key !== null && answer.ok) this.#answered.set(key, { input: asText, answer })
    return answer
  }

  #answer(name: DeskCallName, raw: unknown): Answer {
    const rows = this.rows
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- what no screen's test asks yet is unknown to it
    switch (name) {
      case 'hotel.get':
        return ok(views.hotelView(rows, localDateAt(Date.now(), TIME_ZONE)))
      case 'today.get':
        return ok(views.todayView(rows, this.#landingOf))
      case 'occupancy.get': {
        const { from, nights } = DESK_CALLS[name].input.parse(raw)
        return ok(views.occupancyView(rows, from, nights))
      }
      case 'rooms.list': {
        const { from, until } = DESK_CALLS[name].input.parse(raw)
        return ok(views.roomsView(rows, { arrival: from, departure: until }, this.#landingOf))
      }
      case 'stay.quote': {
        const quote = views.quoteView(rows, DESK_CALLS[name].input.parse(raw), this.#lastPulled())
        return quote ? ok(quote) : refused('NIGHT_NOT_ON_SALE')
      }
      case 'walkIn.book':
        return this.#book(raw)
      case 'reservation.get': {
        const { reservationId } = DESK_CALLS[name].input.parse(raw)
        const reservation = rows.row('reservation', reservationId)
        return reservation
          ? ok(views.reservationView(rows, reservation, this.#landingOf))
          : refused('RESERVATION_UNKNOWN', { reservationId })
      }
      case 'reservation.cancel':
        return this.#carryOut({ type: 'cancelReservation', body: DESK_CALLS[name].input.parse(raw) })
      case 'reservation.assignRoom':
        return this.#carryOut({ type: 'assignRoom', body: DESK_CALLS[name].input.parse(raw) })
      case 'blocks.list':
        return ok(views.blocksView(rows, this.#landingOf))
      case 'block.set':
        return this.#carryOut({ type: 'blockRoom', body: DESK_CALLS[name].input.parse(raw) })
      case 'block.release':
        return this.#carryOut({ type: 'releaseBlock', body: DESK_CALLS[name].input.parse(raw) })
      case 'exceptions.list':
        return ok(views.exceptionsView(rows))
      case 'exception.resolve':
        return this.#carryOut({ type: 'resolveException', body: DESK_CALLS[name].input.parse(raw) })
      case 'sync.badge':
        return ok(this.#badge())
      case 'sync.ops':
        return ok(this.#opsView())
      case 'sync.retryNow':
        return ok({})
      case 'terminal.get':
        return ok(this.#terminal)
      case 'staff.list':
        return ok([])
      case 'staff.me':
        return ok(null)
      case 'hub.pair':
      case 'hub.terminals':
      case 'hub.revoke':
        return refused('NOT_A_HUB')
      default:
        return this.operations.answer(name, raw) ?? refused('CALL_UNKNOWN')
    }
  }

  #book(raw: unknown): Answer {
    const input = DESK_CALLS['walkIn.book'].input.parse(raw)
    const quote = views.quoteView(this.rows, input, this.#lastPulled())
    if (quote && quote.totalMinor !== input.agreedTotalMinor) return refused('QUOTE_CHANGED')
    const code = confirmationCode(DEVICE_PREFIX, this.#ops.length + 1)
    const { reservationId, guarantee, guest, roomTypeId, arrival, departure, adults, children, roomId } = input
    const nightlyMinor = quote?.nightly.map(({ priceMinor }) => priceMinor) ?? []
    const line = { roomTypeId, arrival, departure, adults, children, roomId, nightlyMinor }
    const answer = this.#carryOut({
      type: 'bookWalkIn',
      body: requestedSale({ reservationId, code, guarantee, guest, lines: [line] }, Date.now()),
    })
    return answer.ok
      ? ok({ reservationId, confirmationCode: formatConfirmationCode(code), claim: 'requested' })
      : answer
  }

  #carryOut(part: OpPart): Answer {
    const { businessDate } = views.hotelOf(this.rows)
    const op: Op = {
      ...part,
      opId: newOpId({ nowUtcMs: () => Date.now() }, { bytes: randomBytes }),
      deviceId: fixtureUuid(1) as DeviceId, // a UUIDv7 by its maker
      businessDate,
      staffId: null,
      madeAtUtcMs: Date.now(),
    }
    const decided = decideNow(decideOp(op, 'interactive', this.rows))
    if (!decided.ok) return { ok: false, error: { ...decided.error, retry: 'never' } }
    this.rows.apply(decided.value)
    this.carriedOut.push(op.type)
    this.#ops.push({ op, seq: this.#ops.length + 1, landing: this.#line === 'up' ? 'confirmed' : 'saved' })
    this.#tell({ event: 'rowsChanged' })
    return ok({})
  }

  readonly #landingOf = (subject: string): Landing => {
    const made = this.#ops.findLast(({ op }) => Object.values(op.body).includes(subject))
    return made?.landing ?? 'confirmed'
  }

  #lastPulled(): number {
    return this.#line === 'up' ? Date.now() - 4_000 : this.#lastPulledAtUtcMs
  }

  #badge(): SyncBadge {
    const waiting = this.#ops.filter(({ landing }) => landing === 'saved' || landing === 'sent')
    return {
      line: this.#line,
      lineSinceUtcMs: this.#lineSinceUtcMs,
      unsent: waiting.length,
      inFlight: 0,
      oldestUnsentAtUtcMs: waiting[0]?.op.madeAtUtcMs ?? null,
      needsYou: views.exceptionsView(this.rows).length,
      lastPulledAtUtcMs: this.#lastPulled(),
      lastPushedAtUtcMs: this.#lastPulledAtUtcMs - 90_000,
      haltedBy: null,
      clockOffsetMs: 0,
    }
  }

  #opsView(): OpView[] {
    const shown = this.#ops.map(({ op, seq, landing }) => ({
      opId: op.opId,
      seq,
      type: op.type,
      madeAtUtcMs: op.madeAtUtcMs,
      landing,
      params: this.#paramsOf(op),
      code: null,
    }))
    return shown.sort((a, b) => Number(a.landing === 'confirmed') - Number(b.landing === 'confirmed') || a.seq - b.seq)
  }

  #paramsOf(op: Op): OpView['params'] {
    if (op.type === 'bookWalkIn') {
      return { lastName: op.body.guest.lastName, code: formatConfirmationCode(op.body.code) }
    }
    if (op.type === 'cancelReservation' || op.type === 'assignRoom') {
      const lastName = this.rows.row('guest', op.body.reservationId)?.lastName ?? ''
      return { lastName, ...('roomId' in op.body ? { roomId: op.body.roomId ?? '' } : {}) }
    }
    if (op.type === 'blockRoom') return { roomId: op.body.roomId, from: op.body.from, until: op.body.until }
    if (op.type === 'releaseBlock') return { roomId: this.rows.row('room_block', op.body.blockId)?.roomId ?? '' }
    return {}
  }

  #tell(event: DeskEvent): void {
    for (const heard of this.#listeners) heard(event)
  }
}

function isCallName(name: string): name is DeskCallName {
  return Object.hasOwn(DESK_CALLS, name)
}

/** What a repeated command is recognised by: the id that the client made. */
function commandKey(name: DeskCallName, input: object): string | null {
  if (name === 'walkIn.book' && 'reservationId' in input) return `${name} ${String(input.reservationId)}`
  return name === 'block.set' && 'blockId' in input ? `${name} ${String(input.blockId)}` : null
}

function ok(value: unknown): Answer {
  return { ok: true, value }
}

function refused(code: string, params: Record<string, unknown> = {}): Answer {
  return { ok: false, error: { code, params, retry: 'never' } }
}

function failNoStay(): never {
  throw new Error('the fixture has stays')
}
