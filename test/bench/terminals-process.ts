import { globalAgent } from 'node:http'
import { assert, present } from '../../shared/base/assert.ts'
import { CHAIN_PREFIX, confirmationCode } from '../../shared/domain/confirmation-code.ts'
import { type RoomTypeId, newOpId, newReservationId } from '../../shared/domain/ids.ts'
import { requestedSale } from '../../shared/domain/ops/op.ts'
import { type LocalDate, addDays } from '../../shared/domain/stay-dates.ts'
import { OP_VERSIONS } from '../../shared/wire/ops.ts'
import { systemClock, systemRng } from '../../electron/common/adapters.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { percentile } from '../measure/statistics.ts'
import { answerAsked } from './answer-asked.ts'
import { LightTerminal } from './light-terminal.ts'

/** How far apart the terminals open their doors, as their hotels do in the morning. */
const START_OVER_MS = 10_000
const LOOK_EVERY_MS = 10
/** Codes of this counter on are nobody else's. */
const FIRST_CODE = 1_000_000

interface Terminals {
  readonly chainUrl: string
  readonly epoch: number
  readonly cursor: number
  /** Of each hotel its terminals' tokens. */
  readonly tokens: readonly (readonly string[])[]
  readonly roomTypeId: RoomTypeId
  readonly businessDate: LocalDate
}

/** The terminals of `bench fleet`, all in one process. */
const random = new SeededRandom(4)
const awaited = new Map<string, { readonly sinceMs: number; missing: number }>()
const reachedMs: number[] = []
let hotels: readonly (readonly LightTerminal[])[] = []
let plan: Terminals | null = null
let faults: Record<string, number> = {}
let errors = 0
let codes = FIRST_CODE

const all = (): LightTerminal[] => hotels.flat()

function heardRows(keys: readonly string[]): void {
  for (const key of new Set(keys)) {
    const change = awaited.get(key)
    if (!change) continue
    change.missing -= 1
    if (change.missing > 0) continue
    awaited.delete(key)
    reachedMs.push(performance.now() - change.sinceMs)
  }
}

async function until(holds: () => boolean, withinMs: number): Promise<number> {
  const startMs = performance.now()
  while (!holds() && performance.now() - startMs < withinMs) await after(LOOK_EVERY_MS)
  return performance.now() - startMs
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** A walk-in of one night at a terminal of any hotel, which all terminals of that hotel are to hear of. */
function changeSomething({ roomTypeId, businessDate }: Terminals): void {
  const terminals = present(hotels[Math.floor(random.next() * hotels.length)], 'a hotel')
  const reservationId = newReservationId(systemClock, systemRng)
  codes += 1
  const body = requestedSale(
    {
      reservationId,
      code: confirmationCode(CHAIN_PREFIX, codes),
      guarantee: 'card',
      guest: { firstName: 'Grace', lastName: 'Hopper', email: null, phone: '+351 910 000 001' },
      lines: [
        {
          roomTypeId,
          roomId: null,
          arrival: businessDate,
          departure: addDays(businessDate, 1),
          adults: 1,
          children: 0,
          nightlyMinor: [9_000],
        },
      ],
    },
    systemClock.nowUtcMs(),
  )
  awaited.set(reservationId, { sinceMs: performance.now(), missing: terminals.length })
  present(terminals[0], 'a terminal').record({
    opId: newOpId(systemClock, systemRng),
    type: 'bookWalkIn',
    version: OP_VERSIONS.bookWalkIn,
    businessDate,
    staffId: null,
    madeAtUtcMs: systemClock.nowUtcMs(),
    body: { ...body },
  })
}

answerAsked({
  async connect(terminals: Terminals) {
    plan = terminals
    const { chainUrl, epoch, cursor } = terminals
    const onFault = ({ code, retry }: { code: string; retry: string }) => {
      faults[code] = (faults[code] ?? 0) + 1
      if (retry !== 'backoff') errors += 1
    }
    hotels = terminals.tokens.map((tokens) =>
      tokens.map((token) => new LightTerminal({ chainUrl, token, epoch, cursor, onRows: heardRows, onFault })),
    )
    const startMs = performance.now()
    for (const [index, terminal] of all().entries()) {
      const dueMs = startMs + (START_OVER_MS * index) / all().length
      if (dueMs > performance.now()) await after(dueMs - performance.now())
      terminal.start()
    }
    await until(() => all().every(({ inSync }) => inSync), 60_000)
    const connect_s = (performance.now() - startMs) / 1_000
    assert(
      all().every(({ inSync }) => inSync),
      `every terminal came up: ${JSON.stringify(faults)}`,
    )
    return { connect_s }
  },

  async change({ seconds, perSecond }: { seconds: number; perSecond: number }) {
    const terminals = present(plan, 'connected')
    const startedCpu = cpuSeconds()
    const startMs = performance.now()
    for (let count = 0; count < seconds * perSecond; count++) {
      const dueMs = startMs + (count * 1_000) / perSecond
      if (dueMs > performance.now()) await after(dueMs - performance.now())
      changeSomething(terminals)
    }
    await until(() => awaited.size === 0, 10_000)
    const clients_cpu_pct = ((cpuSeconds() - startedCpu) * 100_000) / (performance.now() - startMs)
    const lost = awaited.size
    return { p50_ms: percentile(reachedMs, 50), p99_ms: percentile(reachedMs, 99), lost, clients_cpu_pct }
  },

  /** Cuts every connection at once, and waits until every terminal is back. */
  async cut() {
    faults = {}
    errors = 0
    for (const terminal of all()) terminal.forget()
    globalAgent.destroy()
    const tookMs = await until(() => all().every(({ inSync }) => inSync), 120_000)
    const missing = all().filter(({ inSync }) => !inSync).length
    const failed = Object.values(faults).reduce((sum, count) => sum + count, 0)
    process.stderr.write(`faults of the cut: ${JSON.stringify(faults)}\n`)
    return { reconnect_s: tookMs / 1_000, errors: errors + missing, retries: Math.max(0, failed - all().length) }
  },

  async stop() {
    await Promise.all(all().map((terminal) => terminal.stop()))
    return {}
  },
})
