import { join } from 'node:path'
import type { ConfirmationCode } from '../../shared/domain/confirmation-code.ts'
import type { DeviceId, HotelId, ReservationId } from '../../shared/domain/ids.ts'
import type { CoverClaim } from '../../shared/domain/ops/op.ts'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { createHotel } from '../../sync/chain/hotels/hotels.ts'
import { selectHotel } from '../../sync/chain/hotels/queries/hotels.ts'
import { issueEnrolCode } from '../../sync/chain/sync/enrolment.ts'
import { loadHotel } from '../../sync/replica/queries/hotel.ts'
import type { Action, ActionGroup, DeskAction, WorldAction } from './actions/action.ts'
import { ACTIONS } from './actions/index.ts'
import { type ChainBackup, emptyHotels, takeBackup } from './backup.ts'
import { ChainSide } from './chain-side.ts'
import { keepLedger } from './ledger.ts'
import { START_UTC_MS, simHotel } from './hotel.ts'
import { checkRows } from './replica-checks.ts'
import { SimTime } from './sim-time.ts'
import { Terminal } from './terminal.ts'
import { Trace } from './trace.ts'

/** What the chain has told somebody for good, as far as it remembers it. */
interface Promises {
  readonly booked: Set<ReservationId>
  readonly refused: Set<ReservationId>
}

interface Checkpoint {
  readonly backup: ChainBackup
  readonly promises: Promises
  readonly rolls: number
}

/** One seed's hotel: the chain over a database, terminals over files, and what may happen to them. */
export class World {
  readonly time = new SimTime(START_UTC_MS)
  readonly trace: Trace
  /** What happens, and when. */
  readonly random: SeededRandom
  readonly hotelId: HotelId
  readonly chainSide: ChainSide
  readonly terminals: Terminal[] = []
  readonly faults: { readonly crashes: boolean }
  /** The ids of all ops that are on some disk for good. */
  readonly recorded = new Set<string>()
  promises: Promises = { booked: new Set(), refused: new Set() }
  businessDate: LocalDate
  /** The latest business date that there has been, whatever was restored since. */
  latestDate: LocalDate
  rolls = 0
  readonly maxRolls = 4
  /** Confirmation codes that channels gave to guests. */
  readonly codes: ConfirmationCode[] = []
  /** Terminals whose disk was copied: two sell what one was given. */
  readonly copiedDevices = new Set<DeviceId>()
  typesChanged = false
  /** How desks sold so far. */
  readonly claims: Record<CoverClaim, number> = { guaranteed: 0, requested: 0, at_risk: 0 }
  readonly #seed: number
  readonly #real: Database
  readonly #directory: string
  readonly #actions: readonly (DeskAction | WorldAction)[]
  readonly #checkpoints: Checkpoint[] = []
  #count = 0

  constructor(seed: number, real: Database, directory: string, tell: (line: string) => void) {
    this.#seed = seed
    this.#real = real
    this.#directory = directory
    this.random = this.#stream(0)
    this.trace = new Trace(this.time, tell)
    const groups = ACTIONS.filter((group) => isIn(group, this.random))
    this.#actions = groups.flatMap(({ actions }) => actions)
    this.faults = { crashes: groups.some(({ name }) => name === 'crashes') }
    const { hotel } = simHotel(seed)
    this.hotelId = hotel.hotelId
    this.businessDate = hotel.businessDate
    this.latestDate = hotel.businessDate
    this.chainSide = new ChainSide({
      mayForce: (types) => this.typesChanged && types.includes('bookWalkIn'),
      real,
      time: this.time,
      trace: this.trace,
      random: this.#stream(1),
      hotelId: hotel.hotelId,
      twice: groups.some(({ name }) => name === 'lines') ? 0.15 : 0,
      unitsADay: 1 + Math.floor(this.random.next() * 3),
      maxWaitMs: this.random.chance(0.5) ? 0 : 400,
    })
    this.trace.step('seed', `${seed}: ${groups.map(({ name }) => name).join(', ')}`)
  }

  get real(): Database {
    return this.#real
  }

  /** A fresh hotel with terminals that have enrolled and hold their first snapshot. */
  async open(): Promise<void> {
    const { hotel, rows } = simHotel(this.#seed)
    await this.chainSide.open()
    await keepLedger(this.#real)
    await emptyHotels(this.#real)
    await createHotel(this.#real, hotel, rows)
    const count = this.random.chance(0.5) ? 2 : 3
    for (let index = 1; index <= count; index += 1) {
      const terminal = await this.#addTerminal(`desk-${index}`, `desk-${index}`)
      terminal.switchOn()
    }
    await this.time.advance(5_000)
    await this.backUp()
  }

  /** The next number that nobody has had. */
  next(): number {
    this.#count += 1
    return this.#count
  }

  oneOf<T>(things: readonly T[]): T {
    const thing = things[Math.floor(this.random.next() * things.length)]
    if (thing === undefined) throw new Error('nothing to choose from')
    return thing
  }

  someWebBooking(): ReservationId | null {
    const booked = [...this.promises.booked]
    return booked.length === 0 ? null : this.oneOf(booked)
  }

  /** One thing happens. */
  async act(): Promise<void> {
    const action = this.#draw(this.#actions)
    if ('inWorld' in action) await action.inWorld(this)
    else {
      const on = this.terminals.filter(({ replica }) => replica !== null)
      if (on.length > 0) action.atDesk(this, this.oneOf(on))
    }
    await this.lookAtDates()
  }

  /** Who closed the night meanwhile, at the chain or at a desk that is apart. */
  async lookAtDates(): Promise<void> {
    this.businessDate = (await selectHotel(this.#real, this.hotelId))?.businessDate ?? this.businessDate
    const dates = this.terminals.flatMap(({ replica }) => (replica ? (loadHotel(replica.db)?.businessDate ?? []) : []))
    for (const date of [this.businessDate, ...dates]) if (date > this.latestDate) this.latestDate = date
  }

  async backUp(): Promise<void> {
    const { booked, refused } = this.promises
    const promises = { booked: new Set(booked), refused: new Set(refused) }
    this.#checkpoints.push({ backup: await takeBackup(this.#real), promises, rolls: this.rolls })
    this.trace.step('chain', 'is backed up')
  }

  /** The chain's process ends and comes up again: over the same rows, over those of a moment ago, or an older backup. */
  async restartChain(lost: 'last moments lost' | 'an old backup' | null): Promise<void> {
    this.trace.step('chain', `restarts${lost === null ? '' : `, ${lost}`}`)
    const from = lost === 'an old backup' ? this.#anyCheckpoint() : this.#checkpoints.length - 1
    const checkpoint = lost === null ? undefined : this.#checkpoints[from]
    await this.chainSide.restart(checkpoint?.backup ?? null)
    if (!checkpoint) return
    this.#checkpoints.splice(from + 1)
    const { booked, refused } = checkpoint.promises
    this.promises = { booked: new Set(booked), refused: new Set(refused) }
    this.rolls = checkpoint.rolls
    // A history that began in the same second would have the same epoch.
    await this.time.advance(2_000)
  }

  /** A copy of a terminal's disk starts beside it. */
  async cloneDisk(): Promise<void> {
    const on = this.terminals.filter(({ replica }) => replica !== null)
    if (on.length === 0 || this.terminals.some(({ name, family }) => name !== family)) return
    const original = this.oneOf(on)
    if (original.deviceId !== null) this.copiedDevices.add(original.deviceId)
    const clone = await this.#addTerminal(`${original.name}b`, original.family)
    original.copyDisk(clone.path)
    this.trace.step(original.name, 'its disk is copied and started beside it')
    clone.switchOn()
  }

  /** Is there more than one terminal over copies of one disk? */
  isCopied(family: string): boolean {
    return this.terminals.filter((other) => other.family === family).length > 1
  }

  get devicesOfCopies(): DeviceId[] {
    return this.terminals.flatMap(({ family, deviceId }) => (this.isCopied(family) && deviceId ? [deviceId] : []))
  }

  /** Nothing goes wrong any more. */
  mend(): void {
    this.trace.step('world', 'nothing goes wrong any more')
    for (const terminal of this.terminals) {
      terminal.setFaults({})
      terminal.setHotelLine(false)
      terminal.setClock(0)
      terminal.crashSoon({ after: Number.POSITIVE_INFINITY, when: 'before' })
      terminal.switchOn()
      terminal.engine?.retryNow()
    }
  }

  /** Whoever waits for a code gets one. */
  async giveCodes(): Promise<void> {
    for (const terminal of this.terminals) {
      if (!terminal.needsCode()) continue
      this.trace.step('staff', `gives ${terminal.name} a code to enrol with`)
      terminal.giveCode(await issueEnrolCode(this.#real, this.time, this.hotelId))
    }
  }

  async close(): Promise<void> {
    for (const terminal of this.terminals) terminal.switchOff()
    // What is under way at the chain comes to its end, so that the next seed meets none of it.
    await this.time.advance(120_000)
    for (const terminal of this.terminals) {
      terminal.switchOff()
      terminal.removeDisk()
    }
  }

  async #addTerminal(name: string, family: string): Promise<Terminal> {
    const terminal = new Terminal({
      name,
      family,
      role: this.terminals.length === 0 ? 'hub' : 'standby',
      path: join(this.#directory, `${this.#seed}-${name}.sqlite`),
      chainSide: this.chainSide,
      time: this.time,
      random: this.#stream(10 + this.terminals.length),
      trace: this.trace,
      recorded: (opId) => this.recorded.add(opId),
      rowsCame: (of, replica) => checkRows(this.trace, of, replica, this.isCopied(family)),
    })
    terminal.removeDisk()
    terminal.giveCode(await issueEnrolCode(this.#real, this.time, this.hotelId))
    this.terminals.push(terminal)
    return terminal
  }

  #anyCheckpoint(): number {
    return Math.floor(this.random.next() * this.#checkpoints.length)
  }

  #draw<T extends Action>(actions: readonly T[]): T {
    let left = this.random.next() * actions.reduce((sum, { weight }) => sum + weight, 0)
    for (const action of actions) {
      left -= action.weight
      if (left < 0) return action
    }
    return this.oneOf(actions)
  }

  #stream(n: number): SeededRandom {
    return new SeededRandom(this.#seed * 1_000 + n)
  }
}

function isIn(group: ActionGroup, random: SeededRandom): boolean {
  return group.always || random.chance(0.5)
}
