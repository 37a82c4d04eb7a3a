import type { Consequences } from '../../../shared/desk-api/views/consequences.ts'
import type { Draft } from '../../../shared/domain/deciding.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import { type StayLineId, parseStayLineId } from '../../../shared/domain/ids.ts'
import { unitsLeft } from '../../../shared/domain/inventory.ts'
import type { FoundLine } from '../../../shared/domain/ops/lines.ts'
import { OP_KINDS } from '../../../shared/domain/ops/op.ts'
import type { InventoryRow, ReservationRow, RoomNightRow, StayLineRow } from '../../../shared/domain/rows.ts'
import { addDays, isSellableStay } from '../../../shared/domain/stay-dates.ts'
import type { ReadDb } from '../../../sync/replica/database.ts'
import { loadFolio } from '../../../sync/replica/queries/folio.ts'
import { loadHoldersOfRoom } from '../../../sync/replica/queries/holders.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { DeskContext, DeskRefusal } from './desk-context.ts'
import { dryRun } from './dry-run.ts'
import { hotelOf } from './hotel-view.ts'
import { nightlyPrices } from './quote.ts'
import type { Plan } from './stay-actions.ts'

/** What a plan would come to, asked of the rules themselves; nothing is written. Rules: HOST-22, HOST-23. */
export function consequencesOf(context: DeskContext, plan: Plan): Consequences {
  const { db } = context.replica
  const run = plan.asked.ok ? dryRun(context, plan.asked.value) : plan.asked
  const draft = run.ok ? run.value : null
  const taken = draft ? unitsTaken(db, draft) : []
  const requests = plan.asked.ok && plan.asked.value.some(({ type }) => OP_KINDS[type] === 'request')
  return {
    refusedBy: run.ok ? null : { code: run.error.code, params: { ...run.error.params } },
    ...moneyOf(db, draft, plan.lines),
    currency: hotelOf(db).currency,
    lines: plan.lines.map((found) => changeOf(db, draft, found)),
    typeChange: typeChangeOf(draft, plan),
    conflicts: conflictsOf(db, plan),
    displaced: draft ? displacedBy(db, draft, plan) : [],
    room: roomOf(db, plan),
    left: leftOf(run.ok ? null : run.error, taken),
    atRisk: requests && taken.length > 0 && context.engineStatus().line !== 'up',
  }
}

function moneyOf(db: ReadDb, draft: Draft | null, lines: readonly FoundLine[]) {
  if (!draft) return { differenceMinor: null, balanceMinor: null }
  const reservations = new Map(lines.map(({ reservation }) => [reservation.reservationId, reservation]))
  let [differenceMinor, balanceMinor] = [0, 0]
  for (const before of reservations.values()) {
    const { reservationId } = before
    const after = draft.row('reservation', reservationId) ?? before
    const account = accountOf(after, draft.folioOf(reservationId))
    differenceMinor += account.totalMinor - accountOf(before, loadFolio(db, reservationId)).totalMinor
    balanceMinor += account.balanceMinor
  }
  return { differenceMinor, balanceMinor }
}

function changeOf(db: ReadDb, draft: Draft | null, { reservation, line }: FoundLine): Consequences['lines'][number] {
  const after = lineAfter(draft, reservation, line)
  return {
    reservationId: reservation.reservationId,
    position: line.position,
    lastName: lastNameOf(db, reservation),
    before: placeOf(line),
    after: placeOf(after),
    nightly: nightlyPrices(after, after.nightlyMinor),
  }
}

function lineAfter(draft: Draft | null, reservation: ReservationRow, line: StayLineRow): StayLineRow {
  const after = draft?.row('reservation', reservation.reservationId)
  return after?.lines.find(({ position }) => position === line.position) ?? line
}

function placeOf({ arrival, departure, inventoryType, roomId }: StayLineRow): Consequences['lines'][number]['before'] {
  return { arrival, departure, roomTypeId: inventoryType, roomId }
}

function typeChangeOf(draft: Draft | null, { lines: [first] }: Plan): Consequences['typeChange'] {
  if (!first) return null
  const [before, after] = [first.line.inventoryType, lineAfter(draft, first.reservation, first.line).inventoryType]
  return before === after ? null : { from: before, to: after }
}

function roomOf(db: ReadDb, { targets: [target] }: Plan): Consequences['room'] {
  const room = target ? loadRow(db, 'room', target.roomId) : null
  return room && { ...pickRoom(room), isReady: isReady(room) }
}

function pickRoom({ roomId, roomTypeId, housekeeping }: NonNullable<ReturnType<typeof loadRow<'room'>>>) {
  return { roomId, roomTypeId, housekeeping }
}

/** May a guest move into it as it is? */
export function isReady({ housekeeping }: { readonly housekeeping: string }): boolean {
  return housekeeping === 'clean' || housekeeping === 'inspected'
}

function conflictsOf(db: ReadDb, { lines, targets }: Plan): Consequences['conflicts'] {
  const own = new Set<string>(lines.map(({ line }) => line.lineId))
  return targets.flatMap(({ roomId, nights }) => {
    if (!isSellableStay(nights)) return []
    const others = loadHoldersOfRoom(db, roomId, nights).filter(({ refId }) => !own.has(refId))
    return inRuns(others).map((run) => holderOf(db, run))
  })
}

interface Run {
  readonly first: RoomNightRow
  readonly last: RoomNightRow
}

/** Nights of one holder that follow one another, as one. */
function inRuns(rows: readonly RoomNightRow[]): Run[] {
  const runs: Run[] = []
  for (const row of rows) {
    const run = runs.at(-1)
    const goesOn = run && run.last.refId === row.refId && addDays(run.last.night, 1) === row.night
    if (goesOn) runs[runs.length - 1] = { first: run.first, last: row }
    else runs.push({ first: row, last: row })
  }
  return runs
}

function holderOf(db: ReadDb, { first, last }: Run): Consequences['conflicts'][number] {
  const held = { roomId: first.roomId, from: first.night, until: addDays(last.night, 1), holder: first.kind }
  if (first.kind === 'block') {
    const blockId = loadRow(db, 'room_block', first.refId)?.blockId ?? null
    return { ...held, reservationId: null, position: null, lastName: null, blockId }
  }
  const { reservationId, position } = parseStayLineId(first.refId as StayLineId) // lines and blocks hold rooms
  const reservation = loadRow(db, 'reservation', reservationId)
  const lastName = reservation && lastNameOf(db, reservation)
  return { ...held, reservationId, position, lastName, blockId: null }
}

/** Others whose room changes by it. */
function displacedBy(db: ReadDb, draft: Draft, { lines }: Plan): Consequences['displaced'] {
  const own = new Set<string>(lines.map(({ line }) => line.lineId))
  return draft.writes().flatMap(({ entity, row: after }) => {
    const before = entity === 'reservation' && after ? loadRow(db, 'reservation', after.reservationId) : null
    if (entity !== 'reservation' || !after || !before) return []
    return before.lines.flatMap(({ lineId, position, roomId }) => {
      const now = after.lines.find((line) => line.position === position)?.roomId ?? null
      if (own.has(lineId) || roomId === null || now === roomId) return []
      const lastName = lastNameOf(db, before)
      return [{ reservationId: before.reservationId, position, lastName, fromRoomId: roomId, toRoomId: now }]
    })
  })
}

/** The inventory, as it stands, of the types and nights that more would be taken of. */
function unitsTaken(db: ReadDb, draft: Draft): InventoryRow[] {
  return draft.writes().flatMap(({ entity, key, row: after }) => {
    const before = entity === 'inventory' ? loadRow(db, 'inventory', key) : null
    return entity === 'inventory' && before && after && after.totalReserved > before.totalReserved ? [before] : []
  })
}

function leftOf(refusal: DeskRefusal | null, taken: readonly InventoryRow[]): number | null {
  if (refusal?.code === 'NO_AVAILABILITY') return 0
  return taken.length === 0 ? null : Math.min(...taken.map(unitsLeft))
}

function lastNameOf(db: ReadDb, { guestId }: ReservationRow): string {
  return loadRow(db, 'guest', guestId)?.lastName ?? ''
}
