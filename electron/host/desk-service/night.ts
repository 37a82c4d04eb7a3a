import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { DowntimeView, NightView } from '../../../shared/desk-api/views/night.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import { type LocalDate, addDays, localDateAt } from '../../../shared/domain/stay-dates.ts'
import { countOpenExceptions } from '../../../sync/replica/queries/exceptions.ts'
import { loadFolio } from '../../../sync/replica/queries/folio.ts'
import { loadPendingSummary } from '../../../sync/replica/queries/outbox.ts'
import { loadRooms } from '../../../sync/replica/queries/room-lists.ts'
import {
  type ListedStay,
  loadDueIn,
  loadDueOut,
  loadExpectedBetween,
  loadInHouse,
} from '../../../sync/replica/queries/stay-lists.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import { type Input, done } from './answers/answers.ts'
import { type DeskContext, type DeskRefusal, recordCommand } from './desk-context.ts'
import { dryRun } from './dry-run.ts'
import { hotelOf } from './hotel-view.ts'
import { loadLandings } from './landing.ts'
import { blocksView } from './rooms-view.ts'
import { stayItem } from './today-view.ts'

/** A day may be closed from 18:00 on: so long before midnight. House policy. */
const EVENING_MS = 6 * 3_600_000

/** How far night audit is. Rule HOST-33. */
export function nightView(context: DeskContext): NightView {
  const { replica, clock, engineStatus } = context
  const { db } = replica
  const { businessDate, timeZone } = hotelOf(db)
  const landings = loadLandings(db, engineStatus().inFlight)
  const [dueOuts, unarrived] = [loadDueOut(db, businessDate), loadDueIn(db, businessDate)]
  return {
    businessDate,
    calendarDate: localDateAt(clock.nowUtcMs(), timeZone),
    dueOuts: { ...step(dueOuts.length, true), items: dueOuts.map((stay) => stayItem(stay, landings)) },
    unarrived: { ...step(unarrived.length, false), items: unarrived.map((stay) => stayItem(stay, landings)) },
    exceptions: step(countOpenExceptions(db), false),
    unsent: step(loadPendingSummary(db).count, false),
    refusedBy: refusalOfRoll(context, businessDate, false),
  }
}

function step(count: number, blocks: boolean): NightView['unsent'] {
  return { count, isDone: count === 0, blocks: blocks && count > 0 }
}

/** Closes a business date, once. Rule HOST-33. */
export function rollNight(
  context: DeskContext,
  { date, early }: Input<'night.roll'>,
): Result<Record<string, never>, DeskRefusal> {
  const command = recordCommand(context, ({ hotel }) => {
    if (date < hotel.businessDate) return ok(null)
    const refusal = refusalOfRoll(context, date, early)
    return refusal ? refuse(refusal) : ok({ type: 'rollBusinessDate', body: { date } })
  })
  return done(command)
}

function refusalOfRoll(context: DeskContext, date: LocalDate, early: boolean): NightView['refusedBy'] {
  const { clock, terminal, isStandby = false } = context
  if (isStandby || terminal.deviceClass === 'kiosk') return { code: 'NOT_A_HUB', params: {} }
  const run = dryRun(context, [{ type: 'rollBusinessDate', body: { date } }])
  if (!run.ok) return { code: run.error.code, params: { ...run.error.params } }
  const { timeZone } = hotelOf(context.replica.db)
  const calendarDate = localDateAt(clock.nowUtcMs(), timeZone)
  const isEvening = date < localDateAt(clock.nowUtcMs() + EVENING_MS, timeZone)
  const isDay = date <= calendarDate
  return isDay && (isEvening || early) ? null : { code: 'NIGHT_TOO_EARLY', params: { date, calendarDate } }
}

/** What a desk goes on with by hand. Rule HOST-34. */
export function downtimeView(context: DeskContext): DowntimeView {
  const { replica, clock } = context
  const { db } = replica
  const { name, businessDate, currency } = hotelOf(db)
  const tomorrow = addDays(businessDate, 1)
  const packed = (stays: readonly ListedStay[]) => stays.map((stay) => packStay(context, stay))
  return {
    hotelName: name,
    businessDate,
    currency,
    madeAtUtcMs: clock.nowUtcMs(),
    asOfUtcMs: replica.position().lastPulledAtUtcMs,
    inHouse: packed(loadInHouse(db).toSorted((a, b) => byRoom(a.roomId, b.roomId))),
    arrivals: packed(loadDueIn(db, businessDate)),
    departures: packed(loadDueOut(db, businessDate)),
    nextArrivals: packed(loadExpectedBetween(db, tomorrow, addDays(tomorrow, 7))),
    rooms: loadRooms(db),
    blocks: blocksView(context),
  }
}

function byRoom(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a.length - b.length || (a < b ? -1 : 1)
}

function packStay({ replica: { db } }: DeskContext, stay: ListedStay): DowntimeView['inHouse'][number] {
  const { reservationId, position, code, firstName, lastName, adults, children, arrival, departure, roomId } = stay
  const reservation = loadRow(db, 'reservation', reservationId)
  const balanceMinor = reservation ? accountOf(reservation, loadFolio(db, reservationId)).balanceMinor : 0
  const who = { reservationId, position, confirmationCode: code, firstName, lastName, adults, children }
  return { ...who, arrival, departure, roomTypeId: stay.inventoryType, roomId, balanceMinor }
}
