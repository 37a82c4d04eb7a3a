import { newOpId } from '../../../shared/domain/ids.ts'
import type { OpType } from '../../../shared/domain/ops/op.ts'
import { loadOp, loadOpsAfter } from '../../../sync/replica/queries/outbox.ts'
import type { World } from '../world.ts'
import type { ActionGroup } from './action.ts'

const HOUR_MS = 3_600_000

function hotelLineDown(world: World): void {
  const forMs = 5_000 + Math.floor(world.random.next() * 120_000)
  world.trace.step('line', `of the hotel is down for ${Math.round(forMs / 1_000)} s`)
  for (const terminal of world.terminals) terminal.setHotelLine(true)
  world.time.after(forMs, () => {
    for (const terminal of world.terminals) terminal.setHotelLine(false)
  })
}

function terminalLineDown(world: World): void {
  const terminal = world.oneOf(world.terminals)
  const forMs = 5_000 + Math.floor(world.random.next() * 60_000)
  world.trace.step('line', `of ${terminal.name} is down for ${Math.round(forMs / 1_000)} s`)
  terminal.setFaults({ down: true })
  world.time.after(forMs, () => terminal.setFaults({}))
}

function badLine(world: World): void {
  const { random } = world
  const terminal = world.oneOf(world.terminals)
  const faults = {
    dropRequest: random.next() * 0.4,
    dropResponse: random.next() * 0.4,
    maxDelayMs: Math.floor(random.next() * 8_000),
  }
  world.trace.step('line', `of ${terminal.name} is bad`)
  terminal.setFaults(faults)
  world.time.after(10_000 + Math.floor(random.next() * 90_000), () => terminal.setFaults({}))
}

export const LINES: ActionGroup = {
  name: 'lines',
  always: false,
  actions: [
    { name: 'hotelLineDown', weight: 2, inWorld: hotelLineDown },
    { name: 'terminalLineDown', weight: 2, inWorld: terminalLineDown },
    { name: 'badLine', weight: 4, inWorld: badLine },
  ],
}

function crashSoon(world: World): void {
  const { random } = world
  const terminal = world.oneOf(world.terminals)
  terminal.crashSoon({ after: Math.floor(random.next() * 3), when: random.chance(0.5) ? 'before' : 'after' })
}

function crashNow(world: World): void {
  world.oneOf(world.terminals).crash('at once')
}

function jumpClock(world: World): void {
  const { random } = world
  const terminal = world.oneOf(world.terminals)
  const ms = Math.floor((random.next() * 2 - 1) * (random.chance(0.5) ? 60_000 : 8 * HOUR_MS))
  world.trace.step(terminal.name, `its clock jumps by ${Math.round(ms / 1_000)} s`)
  terminal.moveClock(ms)
}

export const CRASHES: ActionGroup = {
  name: 'crashes',
  always: false,
  actions: [
    { name: 'crashSoon', weight: 4, inWorld: crashSoon },
    { name: 'crashNow', weight: 1, inWorld: crashNow },
  ],
}

export const CLOCKS: ActionGroup = {
  name: 'clocks',
  always: false,
  actions: [{ name: 'jumpClock', weight: 2, inWorld: jumpClock }],
}

export const RESTARTS: ActionGroup = {
  name: 'restarts',
  always: false,
  actions: [
    { name: 'restartChain', weight: 1, inWorld: (world) => world.restartChain(null) },
    { name: 'backUp', weight: 3, inWorld: (world) => world.backUp() },
    { name: 'powerCut', weight: 1, inWorld: (world) => world.restartChain('last moments lost') },
    { name: 'restoreBackup', weight: 1, inWorld: (world) => world.restartChain('an old backup') },
  ],
}

function poison(world: World): void {
  const { random } = world
  const terminal = world.oneOf(world.terminals)
  const opId = newOpId(terminal.clock, random)
  const subject = newOpId(terminal.clock, random)
  const poisons = [
    { type: 'teleportGuest' as OpType, version: 1, body: { reservationId: subject } },
    { type: 'bookWalkIn' as const, version: 1, body: { reservationId: 'nonsense' } },
    { type: 'blockRoom' as const, version: 99, body: { blockId: subject } },
    { type: 'releaseBlock' as const, version: 1, body: { blockId: subject } },
  ]
  const { type, version, body } = world.oneOf(poisons)
  terminal.poison((seq) => ({
    seq,
    opId,
    type,
    version,
    body: JSON.stringify(body),
    subject,
    businessDate: world.businessDate,
    staffId: null,
    madeAtUtcMs: terminal.clock.nowUtcMs(),
  }))
}

export const POISON: ActionGroup = {
  name: 'poison',
  always: false,
  actions: [{ name: 'poison', weight: 2, inWorld: poison }],
}

/** A terminal sends what another one made, under its id: as it was, or with another body. */
function repeatOp(world: World): void {
  const { random } = world
  const [from, to] = [world.oneOf(world.terminals), world.oneOf(world.terminals)]
  const ops = from.replica ? loadOpsAfter(from.replica.db, 0, 100) : []
  if (ops.length === 0 || from === to) return
  const { opId, type, version, body, subject, businessDate, madeAtUtcMs } = world.oneOf(ops)
  if (to.replica && loadOp(to.replica.db, opId)) return
  const sent = random.chance(0.8) ? body : JSON.stringify({ ...(JSON.parse(body) as object), other: true })
  to.poison((seq) => ({ seq, opId, type, version, body: sent, subject, businessDate, staffId: null, madeAtUtcMs }))
}

export const CLONES: ActionGroup = {
  name: 'clones',
  always: false,
  actions: [
    { name: 'cloneDisk', weight: 1, inWorld: (world) => world.cloneDisk() },
    { name: 'repeatOp', weight: 2, inWorld: repeatOp },
  ],
}
