import { ok } from '../../../shared/base/result.ts'
import { type ReservationId, newOpId } from '../../../shared/domain/ids.ts'
import type { OpBodies, OpType } from '../../../shared/domain/ops/op.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { loadHotel } from '../../../sync/replica/queries/hotel.ts'
import type { NewOp } from '../../../sync/replica/record.ts'
import type { Replica } from '../../../sync/replica/replica.ts'
import type { Terminal } from '../terminal.ts'
import type { World } from '../world.ts'

/** The chance that a terminal's process ends right after it has recorded, before anything is sent. */
const CRASH_AFTER_RECORDING = 0.02

const UNTOLD = ['code', 'guest', 'nightlyMinor', 'adults', 'children', 'remarks', 'reason', 'guarantee', 'cardToken']

/** Records an op of a type at a terminal. */
export function recordOp<T extends OpType>(world: World, terminal: Terminal, type: T, body: OpBodies[T]): void {
  const opId = newOpId(terminal.clock, world.random)
  const op = { opId, type, body } as NewOp // type and body come together
  terminal.record(`${type} ${tell(body)}`, () => ok(op), crashesThen(world))
}

export function crashesThen(world: World): boolean {
  return world.faults.crashes && world.random.chance(CRASH_AFTER_RECORDING)
}

/** An op's body in a few words. */
function tell(body: object): string {
  return JSON.stringify(body, (key, value: unknown) => {
    if (UNTOLD.includes(key)) return
    return typeof value === 'string' && value.length === 36 ? value.slice(-6) : value
  })
}

/** A line as a terminal has it. */
export interface KnownLine {
  readonly reservationId: ReservationId
  readonly position: number
  readonly arrival: LocalDate
  readonly departure: LocalDate
  readonly roomId: string | null
}

const LINES = `SELECT line.reservation_id AS reservationId, position, arrival, departure, room_id AS roomId
  FROM stay_line AS line JOIN reservation USING (reservation_id)`
const HELD = `status IN ('pending', 'paid')`

/** Lines of a kind, as a terminal knows them. */
export const LINES_OF = {
  dueIn: `${LINES} WHERE ${HELD} AND stay = 'expected' AND arrival <= ? AND ? < departure`,
  expected: `${LINES} WHERE ${HELD} AND stay = 'expected' AND arrival >= ?`,
  overdue: `${LINES} WHERE ${HELD} AND stay = 'expected' AND arrival < ?`,
  inHouse: `${LINES} WHERE stay = 'in_house' AND arrival <= ?`,
  dueOut: `${LINES} WHERE stay = 'in_house' AND departure <= ?`,
  departed: `${LINES} WHERE stay = 'departed' AND departure = ?`,
  withRoom: `${LINES} WHERE ${HELD} AND stay IN ('expected', 'in_house') AND room_id IS NOT NULL AND departure > ?`,
} as const

/** Some lines, `null` where there is none; now and then any line at all, which the desk knows better than to name. */
export function someLine(world: World, { db }: Replica, kind: keyof typeof LINES_OF): KnownLine | null {
  const date = loadHotel(db)?.businessDate ?? world.businessDate
  const nonsense = world.random.chance(0.04)
  const sql = nonsense ? `${LINES} WHERE arrival <> ?` : LINES_OF[kind]
  const lines = db.all<KnownLine>(
    `${sql} ORDER BY line.reservation_id, position`,
    ...Array.from({ length: sql.split('?').length - 1 }, () => date),
  )
  return lines.length === 0 ? null : world.oneOf(lines)
}

export function someReservation(world: World, replica: Replica, statuses: string = HELD): ReservationId | null {
  const rows = replica.db.all<{ id: ReservationId }>(
    `SELECT reservation_id AS id FROM reservation WHERE ${statuses} ORDER BY reservation_id`,
  )
  return rows.length === 0 ? null : world.oneOf(rows).id
}
