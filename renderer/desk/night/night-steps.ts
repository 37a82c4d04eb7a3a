import type { CashierView, NightView } from '../../../shared/desk-api/views.ts'
import { type LocalDate, nightCount } from '../../../shared/domain/stay-dates.ts'

export type StepState = 'done' | 'open' | 'blocks'

export interface NightStep {
  readonly name: 'dueOuts' | 'unarrived' | 'exceptions' | 'unsent' | 'cashier'
  readonly state: StepState
  readonly count: number
}

/** The steps to the close of a day, in the order in which they are taken. An open cash drawer is only a hint. */
export function nightSteps(night: NightView, cashier: CashierView | null): readonly NightStep[] {
  const step = (name: 'dueOuts' | 'unarrived' | 'exceptions' | 'unsent'): NightStep => {
    const { count, isDone, blocks } = night[name]
    return { name, state: blocks ? 'blocks' : isDone ? 'done' : 'open', count }
  }
  const open = cashier?.open.length ?? 0
  return [
    step('dueOuts'),
    step('unarrived'),
    step('exceptions'),
    step('unsent'),
    { name: 'cashier', state: open > 0 ? 'open' : 'done', count: open },
  ]
}

/** How many days the business date is behind the calendar; below zero it is ahead. */
export function daysBehind(businessDate: LocalDate, calendarDate: LocalDate): number {
  return businessDate <= calendarDate
    ? nightCount({ arrival: businessDate, departure: calendarDate })
    : 0 - nightCount({ arrival: calendarDate, departure: businessDate })
}

/** May somebody say that it is early, and close the day all the same? Its day has to have begun. */
export function mayCloseEarly({ refusedBy, businessDate, calendarDate }: NightView): boolean {
  return refusedBy?.code === 'NIGHT_TOO_EARLY' && businessDate <= calendarDate
}
