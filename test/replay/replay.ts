import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalJson } from '../../shared/base/canonical-json.ts'
import { accountOf } from '../../shared/domain/folio.ts'
import { type LocalDate, addDays, nightsOf } from '../../shared/domain/stay-dates.ts'
import type { ReservationId } from '../../shared/domain/ids.ts'
import { openChain, type Chain } from '../../sync/chain/chain.ts'
import { openPglite } from '../../sync/chain/database/pglite.ts'
import { createHotel } from '../../sync/chain/hotels/hotels.ts'
import { readBookings } from '../../sync/chain/import/read-bookings.ts'
import { bookReservation } from '../../sync/chain/reservations/book-reservation.ts'
import { cancelReservation } from '../../sync/chain/reservations/reservations.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { authenticateDevice, issueEnrolCode } from '../../sync/chain/sync/enrolment.ts'
import { takeSnapshot } from '../../sync/chain/sync/pull.ts'
import { loadFolio } from '../../sync/replica/queries/folio.ts'
import { loadOpenExceptions } from '../../sync/replica/queries/exceptions.ts'
import { loadHotel } from '../../sync/replica/queries/hotel.ts'
import { loadDueOut } from '../../sync/replica/queries/stay-lists.ts'
import { loadRow } from '../../sync/replica/row-reader.ts'
import { SimTime } from '../sim/sim-time.ts'
import { chainEndpoints } from '../support/chain-endpoints.ts'
import { type Outage, drawOutages } from './outages.ts'
import { type Mode, REPLAY_EXPONENT, REPLAY_HOTEL, replayHotel, replayRows } from './replay-hotel.ts'
import { ReplayTerminal } from './replay-terminal.ts'
import { type Plan, type Planned, type Quarter, type Stay, planOf, staysOf } from './stays.ts'

export interface ReplayOptions {
  readonly csv: string
  readonly terminals: number
  readonly outages: number
  readonly seed: number
  readonly mode: Mode
  /** Only the first days of arrivals; `null`: all. */
  readonly days: number | null
  readonly progress: (line: string) => void
}

/** What a replay came to; every name is a key of its JSON. */
export interface ReplayReport {
  readonly bookings: number
  readonly day_use: number
  readonly stays: number
  readonly refused_stays: number
  readonly refusals: Readonly<Record<string, number>>
  readonly walk_ins_offline: number
  readonly guaranteed: number
  readonly at_risk: number
  readonly refused_offline: number
  readonly guaranteed_share: number
  readonly guaranteed_refused: number
  readonly exceptions: Readonly<Record<string, number>>
  readonly oversold_nights: number
  readonly oversold_uncovered: number
  readonly lost: number
  readonly duplicates: number
  readonly diverged: number
  readonly ops: number
  readonly outages: number
  readonly crashes: number
  readonly longest_convergence_s: number
  readonly longest_outage_h: number
  readonly minutes: number
}

const QUARTERS: readonly Quarter[] = [0, 1, 2, 3]
const QUARTER_MS = 6 * 3_600_000

/** Plays a file of bookings again through a real chain and real terminals, whose lines break. */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const startedMs = performance.now()
  const { bookings: read } = await readBookings(options.csv, REPLAY_HOTEL, REPLAY_EXPONENT, () => undefined)
  const firstArrival = read.map(({ booking }) => booking.arrival).sort()[0]
  if (firstArrival === undefined) throw new Error('the file has no bookings')
  const lastWanted = options.days === null ? null : addDays(firstArrival, options.days)
  const bookings = lastWanted === null ? read : read.filter(({ booking }) => booking.arrival < lastWanted)
  const { stays, dayUse } = staysOf(bookings)
  const plan = planOf(bookings, stays, options.seed)
  const directory = mkdtempSync(join(tmpdir(), 'keyrack-replay-'))
  const db = await openPglite(null)
  const run = new Run(options, plan, firstArrival)
  try {
    await run.open(db, directory, replayRows(bookings, plan, run.nights, options.mode))
    await run.play()
    const found = await run.verify(stays)
    return {
      bookings: stays.length,
      day_use: dayUse,
      stays: stays.filter((stay) => stay.ends === 'departed').length,
      ...found,
      minutes: Math.round((performance.now() - startedMs) / 600) / 100,
    }
  } finally {
    run.close()
    await db.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** What a desk or the website was told about a stay. */
type Booked = 'web' | 'desk'

class Run {
  readonly nights: { readonly from: LocalDate; readonly until: LocalDate }
  readonly #options: ReplayOptions
  readonly #plan: Plan
  readonly #days: readonly LocalDate[]
  readonly #random: SeededRandom
  readonly #time: SimTime
  readonly #outages: readonly Outage[]
  readonly #terminals: ReplayTerminal[] = []
  readonly #booked = new Map<ReservationId, Booked>()
  readonly #refusals = new Map<string, number>()
  readonly #oversold = new Set<string>()
  readonly #uncovered = new Set<string>()
  readonly #offline = { walkIns: 0, guaranteed: 0, atRisk: 0, refused: 0 }
  readonly #exceptions = new Map<string, string>()
  #longestMs = 0
  #crashes = 0
  #directory = ''
  #chain: Chain | null = null

  constructor(options: ReplayOptions, plan: Plan, firstArrival: LocalDate) {
    this.#options = options
    this.#plan = plan
    this.#days = [...plan.keys()].sort()
    this.#random = new SeededRandom(options.seed + 1)
    const [first, last] = [this.#days[0] ?? firstArrival, this.#days.at(-1) ?? firstArrival]
    this.nights = { from: firstArrival, until: addDays(last, 8) }
    this.#time = new SimTime(Date.parse(`${first}T00:00:00Z`))
    this.#outages = drawOutages(options.seed + 2, {
      count: options.outages,
      terminals: options.terminals,
      fromUtcMs: Date.parse(`${firstArrival}T00:00:00Z`),
      untilUtcMs: Date.parse(`${last}T00:00:00Z`),
    })
  }

  async open(
    db: Awaited<ReturnType<typeof openPglite>>,
    directory: string,
    rows: ReturnType<typeof replayRows>,
  ): Promise<void> {
    const chain = await openChain(db, this.#time, this.#random, null, null, this.#time)
    this.#chain = chain
    await createHotel(db, replayHotel(this.nights.from), rows)
    this.#directory = directory
  }

  /** The desks are set up on the day on which the first guest arrives. */
  async #openDesks(): Promise<void> {
    const chain = this.#opened
    const endpoints = chainEndpoints(chain, (run) => this.#time.work(run))
    for (let number = 1; number <= this.#options.terminals; number += 1) {
      const enrolCode = await issueEnrolCode(chain.db, this.#time, REPLAY_HOTEL)
      const parts = { time: this.#time, seed: this.#options.seed + 10 * number, chain: endpoints, enrolCode }
      this.#terminals.push(new ReplayTerminal(`Desk ${number}`, join(this.#directory, `desk-${number}.sqlite`), parts))
    }
  }

  close(): void {
    for (const terminal of this.#terminals) terminal.close()
  }

  get #opened(): Chain {
    if (!this.#chain) throw new Error('not opened')
    return this.#chain
  }

  /** Day by day: channels book and cancel, desks sell, check in and out, lines break, and the night is closed. */
  async play(): Promise<void> {
    const last = this.#days.at(-1) ?? this.nights.from
    const first = this.#days[0] ?? this.nights.from
    for (const day of nightsOf({ arrival: first, departure: addDays(last, 2) })) {
      const planned = this.#plan.get(day) ?? [[], [], [], []]
      const open = day >= this.nights.from
      for (const quarter of QUARTERS) {
        await this.#moveTo(Date.parse(`${day}T00:00:00Z`) + quarter * QUARTER_MS)
        const events = planned[quarter] ?? []
        await this.#channels(events)
        if (!open) continue
        if (this.#terminals.length === 0) await this.#openDesks()
        await this.#lines()
        await this.#hub?.converge()
        this.#desks(day, events)
        await this.#hub?.converge()
      }
      if (!open) continue
      await this.#closeNight(day)
      if (day.endsWith('-01')) this.#options.progress(`${day}: ${this.#booked.size} bookings so far`)
    }
    for (const terminal of this.#terminals) terminal.online = true
    await this.#sync()
    await this.#sync()
  }

  async #moveTo(utcMs: number): Promise<void> {
    const ms = utcMs - this.#time.nowUtcMs()
    if (ms > 0) await this.#time.advance(ms)
  }

  async #channels(events: readonly Planned[]): Promise<void> {
    const chain = this.#opened
    const books = events.filter(({ event }) => event === 'book').map(({ stay }) => this.#bookOnline(chain, stay))
    await this.#settled(Promise.all(books))
    for (const { event, stay } of events) {
      if (event !== 'cancel' || this.#booked.get(stay.reservationId) !== 'web') continue
      const canceled = await this.#settled(cancelReservation(chain, REPLAY_HOTEL, stay.reservationId))
      if (!canceled.ok) this.#count(this.#refusals, `cancel ${canceled.error.code}`)
    }
  }

  async #bookOnline(chain: Chain, stay: Stay): Promise<void> {
    const { reservationId, reservedType: roomTypeId, arrival, departure, adults, children } = stay
    const booked = await bookReservation(chain, REPLAY_HOTEL, {
      reservationId,
      guarantee: 'card',
      guest: { firstName: 'Web', lastName: stay.name },
      lines: [{ roomTypeId, arrival, departure, adults, children }],
    })
    if (booked.ok) this.#booked.set(reservationId, 'web')
    else this.#count(this.#refusals, `book ${booked.error.code}`)
  }

  /** Work at the chain may wait for virtual time (a recall), which then goes on. */
  async #settled<T>(work: Promise<T>): Promise<T> {
    const state = { done: false }
    const ended = work.finally(() => {
      state.done = true
    })
    while (!state.done) {
      await Promise.race([ended, new Promise((resolve) => setImmediate(resolve))])
      if (!state.done) await this.#time.advance(1)
    }
    return await ended
  }

  async #lines(): Promise<void> {
    const nowUtcMs = this.#time.nowUtcMs()
    const until = nowUtcMs + QUARTER_MS
    for (const [index, terminal] of this.#terminals.entries()) {
      const outage = this.#outages.find(
        (one) => one.terminal === index && one.fromUtcMs < until && nowUtcMs < one.untilUtcMs,
      )
      const wasOnline = terminal.online
      // Until its line ends it hears what the others do.
      if (wasOnline && outage) await terminal.converge()
      terminal.online = outage === undefined
      if (wasOnline && outage?.crash) {
        terminal.crash()
        this.#crashes += 1
      }
      if (!wasOnline && terminal.online) {
        const startMs = performance.now()
        await terminal.converge()
        this.#longestMs = Math.max(this.#longestMs, performance.now() - startMs)
      }
    }
  }

  async #sync(): Promise<void> {
    for (const terminal of this.#terminals) if (terminal.online) await terminal.converge()
  }

  #desks(day: LocalDate, events: readonly Planned[]): void {
    for (const { event, stay } of events) {
      const terminal = this.#deskOf(Math.floor(this.#random.next() * this.#terminals.length))
      if (!terminal) continue
      if (event === 'walkIn') this.#walkIn(terminal, stay)
      if (event === 'checkIn') this.#checkIn(terminal, stay)
      if (event === 'checkOut') this.#checkOut(terminal, stay)
      if (event === 'noShow') this.#noShow(stay)
    }
    if (this.#hub) this.#resolve(this.#hub, day)
  }

  /** The first terminal that is in touch: the desks in touch work with it, as attached ones do. */
  get #hub(): ReplayTerminal | undefined {
    return this.#terminals.find(({ online }) => online)
  }

  /** Where the guest of a desk is served: by the hub, or by the desk's own terminal where that one is alone. */
  #deskOf(at: number): ReplayTerminal | undefined {
    const own = this.#terminals[at]
    return own?.online ? this.#hub : own
  }

  #walkIn(terminal: ReplayTerminal, stay: Stay): void {
    const roomId = terminal.freeRoom(stay.assignedType, stay)
    const sold = terminal.sell(stay, roomId)
    if (!terminal.online) {
      this.#offline.walkIns += 1
      if (sold.claim === 'guaranteed') this.#offline.guaranteed += 1
      else if (sold.refusedBy === null) this.#offline.atRisk += 1
      else this.#offline.refused += 1
    }
    if (sold.refusedBy !== null) {
      this.#count(this.#refusals, `walkIn ${sold.refusedBy}`)
      return
    }
    this.#booked.set(stay.reservationId, 'desk')
    if (roomId !== null) this.#checkIn(terminal, stay)
  }

  /** At the terminal where the guest stands; at one that is in touch where that one does not know the booking yet. */
  #checkIn(terminal: ReplayTerminal, stay: Stay): void {
    if (!this.#booked.has(stay.reservationId)) return
    const knowing = [terminal, ...this.#terminals].find(({ replica }) =>
      loadRow(replica.db, 'reservation', stay.reservationId),
    )
    const row = knowing && loadRow(knowing.replica.db, 'reservation', stay.reservationId)
    const line = row?.lines[0]
    if (!knowing || !line) return this.#count(this.#refusals, 'checkIn unknown')
    const roomId = line.roomId ?? knowing.freeRoom(stay.assignedType, stay) ?? knowing.freeRoom(stay.reservedType, stay)
    if (roomId === null) return this.#count(this.#refusals, 'checkIn no free room')
    const { reservationId, arrival, departure } = stay
    const done = knowing.record('checkIn', { reservationId, position: 1, roomId, stay: { arrival, departure } })
    if (done.refusedBy !== null) this.#count(this.#refusals, `checkIn ${done.refusedBy}`)
  }

  /** At a terminal that has seen the guest in the house. */
  #checkOut(terminal: ReplayTerminal, stay: Stay): void {
    const { reservationId } = stay
    const knowing = [terminal, ...this.#terminals].find(
      ({ replica }) => loadRow(replica.db, 'reservation', reservationId)?.lines[0]?.stay === 'in_house',
    )
    const row = knowing && loadRow(knowing.replica.db, 'reservation', reservationId)
    if (!knowing || !row) return
    const { balanceMinor } = accountOf(row, loadFolio(knowing.replica.db, reservationId))
    if (balanceMinor > 0) {
      const paymentId = `till-${reservationId}`
      const paid = {
        reservationId,
        paymentId,
        amountMinor: balanceMinor,
        method: 'cash',
        cardToken: null,
        cardDigits: null,
      } as const
      knowing.record('takePayment', paid)
    }
    const done = knowing.record('checkOut', { reservationId, position: 1 })
    if (done.refusedBy !== null) this.#count(this.#refusals, `checkOut ${done.refusedBy}`)
  }

  #noShow(stay: Stay): void {
    const { reservationId } = stay
    const terminal = this.#hub
    if (!terminal || this.#booked.get(reservationId) !== 'web') return
    const done = terminal.record('markNoShow', { reservationId, position: 1 })
    if (done.refusedBy !== null) this.#count(this.#refusals, `noShow ${done.refusedBy}`)
  }

  /** What the person at the desk does about the exceptions that wait. */
  #resolve(terminal: ReplayTerminal, day: LocalDate): void {
    for (const { exceptionId, kind, subject, params } of loadOpenExceptions(terminal.replica.db)) {
      this.#exceptions.set(exceptionId, kind)
      const reservationId = subject.key as ReservationId // of the kinds below it is one
      const note = 'replayed'
      if (kind === 'SALE_REFUSED') {
        const again = terminal.record('resolveException', { exceptionId, note, out: { way: 'rebook' } })
        if (again.refusedBy !== null) terminal.record('resolveException', { exceptionId, note, out: { way: 'refund' } })
      } else if (kind === 'ROOM_OCCUPIED_TWICE' || kind === 'ROOM_LOST') {
        const line = loadRow(terminal.replica.db, 'reservation', reservationId)?.lines[0]
        const nights = line && { arrival: line.arrival < day ? day : line.arrival, departure: line.departure }
        const roomId = line && nights ? terminal.freeRoom(line.inventoryType, nights) : null
        if (roomId && line?.stay === 'in_house') terminal.record('moveGuest', { reservationId, position: 1, roomId })
        else if (kind === 'ROOM_OCCUPIED_TWICE') {
          terminal.record('resolveException', { exceptionId, note, out: { way: 'acknowledge' } })
        }
      } else if (kind !== 'OVERSOLD_NIGHT' && params['units'] === undefined) {
        terminal.record('resolveException', { exceptionId, note, out: { way: 'acknowledge' } })
      }
    }
  }

  /** Night audit at a terminal that is in touch, and at each that is not for itself: due-outs leave first. */
  async #closeNight(day: LocalDate): Promise<void> {
    await this.#countOversold()
    for (const terminal of this.#terminals) {
      for (let date = loadHotel(terminal.replica.db)?.businessDate; date !== undefined && date <= day; ) {
        for (const { reservationId, position } of loadDueOut(terminal.replica.db, date)) {
          terminal.record('checkOut', { reservationId, position })
        }
        const rolled = terminal.record('rollBusinessDate', { date })
        const next = loadHotel(terminal.replica.db)?.businessDate
        if (rolled.refusedBy !== null) this.#count(this.#refusals, `roll ${rolled.refusedBy}`)
        if (rolled.refusedBy !== null || next === undefined || next <= date) break
        date = next
      }
    }
    await this.#sync()
  }

  async #countOversold(): Promise<void> {
    const rows = await this.#opened.db.query<{ room_type_id: string; night: string; covered: boolean }>(
      `SELECT i.room_type_id, i.night, e.exception_id IS NOT NULL AS covered
       FROM room_type_inventory i
       JOIN hotel h ON h.hotel_id = i.hotel_id
       LEFT JOIN sync_exception e ON e.hotel_id = i.hotel_id AND e.status = 'open'
         AND e.exception_id = 'oversold/' || i.room_type_id || '/' || to_char(i.night, 'YYYY-MM-DD')
       WHERE i.hotel_id = $1 AND i.night >= h.business_date AND i.total_reserved + i.leased
         > greatest(i.total_inventory - i.out_of_order, 0) * (100 + i.overbook_pct) / 100`,
      [REPLAY_HOTEL],
    )
    for (const { room_type_id: type, night, covered } of rows) {
      this.#oversold.add(`${type}/${night}`)
      if (!covered) this.#uncovered.add(`${type}/${night}`)
    }
  }

  /** Looks, when all lines are up and all is told, whether anything was lost, done twice, or is not the same everywhere. */
  async verify(stays: readonly Stay[]): Promise<Omit<ReplayReport, 'bookings' | 'day_use' | 'stays' | 'minutes'>> {
    const { db } = this.#opened
    const landed = await db.query<{ op_id: string; outcome: string; count: number }>(
      'SELECT op_id, min(outcome) AS outcome, count(*)::integer AS count FROM sync_op WHERE hotel_id = $1 GROUP BY op_id',
      [REPLAY_HOTEL],
    )
    const outcomes = new Map(landed.map(({ op_id: id, outcome }) => [id, outcome]))
    const recorded = this.#terminals.flatMap((terminal) => [...terminal.recorded])
    const promised = this.#terminals.flatMap((terminal) => [...terminal.guaranteed.keys()])
    const [counted] = await db.query<{ reservations: number; codes: number }>(
      `SELECT count(*)::integer AS reservations, count(DISTINCT code)::integer AS codes
       FROM reservation WHERE hotel_id = $1`,
      [REPLAY_HOTEL],
    )
    const departed = await db.query<{ reservation_id: string }>(
      "SELECT reservation_id FROM stay_line WHERE hotel_id = $1 AND stay = 'departed'",
      [REPLAY_HOTEL],
    )
    const stayed = new Set(departed.map(({ reservation_id: id }) => id))
    const refused = stays.filter((stay) => stay.ends === 'departed' && !stayed.has(stay.reservationId))
    const { walkIns, guaranteed, atRisk, refused: refusedOffline } = this.#offline
    const longest = Math.max(0, ...this.#outages.map((one) => one.untilUtcMs - one.fromUtcMs))
    return {
      refused_stays: refused.length,
      refusals: Object.fromEntries([...this.#refusals].sort(([a], [b]) => (a < b ? -1 : 1))),
      walk_ins_offline: walkIns,
      guaranteed,
      at_risk: atRisk,
      refused_offline: refusedOffline,
      guaranteed_share: walkIns === 0 ? 1 : Math.round((guaranteed * 1000) / walkIns) / 1000,
      guaranteed_refused: promised.filter((id) => outcomes.get(id) !== 'accepted').length,
      exceptions: countedBy([...this.#exceptions.values()]),
      oversold_nights: this.#oversold.size,
      oversold_uncovered: this.#uncovered.size,
      lost: recorded.filter((id) => !outcomes.has(id)).length,
      duplicates:
        landed.reduce((sum, { count }) => sum + count - 1, 0) +
        Math.max(0, (counted?.reservations ?? 0) - this.#booked.size) +
        ((counted?.reservations ?? 0) - (counted?.codes ?? 0)),
      diverged: await this.#diverged(),
      ops: landed.length,
      outages: this.#outages.length,
      crashes: this.#crashes,
      longest_convergence_s: Math.round(this.#longestMs) / 1000,
      longest_outage_h: Math.round(longest / 360_000) / 10,
    }
  }

  /** Rows that a terminal holds otherwise than the chain gives them out to it. */
  async #diverged(): Promise<number> {
    const chain = this.#opened
    let rows = 0
    for (const { replica } of this.#terminals) {
      const device = await authenticateDevice(chain, replica.device()?.token ?? '')
      const taken = device && (await takeSnapshot(chain.db, device))
      if (!taken?.ok) throw new Error('a terminal of the replay is enrolled')
      for (const line of taken.value) {
        if (line.mark !== 'row') continue
        const { entity, key, row } = line.change
        if (canonicalJson(loadRow(replica.db, entity, key)) !== canonicalJson(row)) rows += 1
      }
    }
    return rows
  }

  #count(counts: Map<string, number>, name: string): void {
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
}

function countedBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
