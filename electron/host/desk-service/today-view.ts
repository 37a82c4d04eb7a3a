import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { StayItem } from '../../../shared/desk-api/views.ts'
import { sellable } from '../../../shared/domain/inventory.ts'
import { totalOf } from '../../../shared/domain/price.ts'
import { addedTaxOf } from '../../../shared/domain/tax.ts'
import { loadInventoryOfNight } from '../../../sync/replica/queries/night-lists.ts'
import {
  type ListedStay,
  loadArrived,
  loadDeparted,
  loadDueIn,
  loadDueOut,
  loadInHouse,
} from '../../../sync/replica/queries/stay-lists.ts'
import type { DeskContext } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'
import { type Landings, loadLandings } from './landing.ts'

/** The desk's day: who is due in, due out and in the house on the business date. Rule HOST-05. */
export function todayView({ replica: { db }, engineStatus }: DeskContext): DeskOutput<'today.get'> {
  const { businessDate } = hotelOf(db)
  const landings = loadLandings(db, engineStatus().inFlight)
  const dueIn = loadDueIn(db, businessDate)
  const dueOut = loadDueOut(db, businessDate)
  const inHouse = loadInHouse(db)
  const inventory = loadInventoryOfNight(db, businessDate)
  const staysTonight = ({ departure }: ListedStay): boolean => departure > businessDate
  return {
    businessDate,
    arrivals: stayList(dueIn, loadArrived(db, businessDate), landings),
    departures: stayList(dueOut, loadDeparted(db, businessDate), landings),
    inHouse: stayList(inHouse, [], landings),
    tonight: {
      occupied: inHouse.filter(staysTonight).length,
      expected: dueIn.filter(staysTonight).length,
      sellable: inventory.reduce((sum, row) => sum + sellable(row), 0),
      outOfOrder: inventory.reduce((sum, row) => sum + row.outOfOrder, 0),
    },
  }
}

function stayList(remaining: readonly ListedStay[], done: readonly ListedStay[], landings: Landings) {
  const items = [...remaining, ...done].map((stay) => stayItem(stay, landings))
  return { total: items.length, remaining: remaining.length, items }
}

/** A stay as lists show it. */
export function stayItem(stay: ListedStay, landings: Landings): StayItem {
  const { code, inventoryType, nightlyMinor, taxes, ...rest } = stay
  return {
    ...rest,
    confirmationCode: code,
    roomTypeId: inventoryType,
    totalMinor: totalOf(nightlyMinor) + addedTaxOf(taxes),
    landing: landings.ofSubject(stay.reservationId),
  }
}
