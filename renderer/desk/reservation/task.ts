import type { LineAction, ReservationAction, ReservationView } from '../../../shared/desk-api/views.ts'

export type Line = ReservationView['lines'][number]

/** What somebody is about to do to a line; `swap` is there where the line has a room to swap. */
export type LineTask = LineAction['action'] | 'swap'
export type BookingTask = Exclude<ReservationAction['action'], 'assignRoom' | 'change'>

/** The one thing that is being done on the page. */
export type Task =
  | { readonly on: 'line'; readonly what: LineTask; readonly position: number }
  | { readonly on: 'booking'; readonly what: BookingTask }

/** What may be done to a line, what comes next first. */
export function openTasks(line: Line): LineTask[] {
  const open = ORDER[line.stay].filter((what) => {
    const asked = what === 'swap' ? 'assignRoom' : what
    const by = line.stay === 'in_house' && what === 'swap' ? 'move' : asked
    return line.actions.some(({ action, refusedBy }) => action === by && refusedBy === null)
  })
  return line.roomId === null ? open.filter((what) => what !== 'swap') : open
}

/** What may not be done, and why: first what only something here and now stands in the way of. */
export function closedTasks(line: Line): { readonly what: LineAction['action']; readonly code: string }[] {
  const closed = line.actions.flatMap(({ action, refusedBy }) =>
    refusedBy === null ? [] : [{ what: action, code: refusedBy }],
  )
  return closed.toSorted((a, b) => Number(a.code === NEVER_HERE) - Number(b.code === NEVER_HERE))
}

/** The state that a line is in has no such way out of it. */
export const NEVER_HERE = 'INVALID_TRANSITION'

const ORDER: Readonly<Record<Line['stay'], readonly LineTask[]>> = {
  expected: ['checkIn', 'assignRoom', 'change', 'swap', 'noShow', 'undoCheckIn'],
  in_house: ['checkOut', 'changeDeparture', 'move', 'swap', 'undoCheckIn'],
  departed: ['undoCheckOut'],
  no_show: ['checkIn'],
}
