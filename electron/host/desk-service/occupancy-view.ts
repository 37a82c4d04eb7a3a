import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { NightCell } from '../../../shared/desk-api/views.ts'
import { occupancyBasisPoints, sellLimit, sellable } from '../../../shared/domain/inventory.ts'
import { priceOfNight } from '../../../shared/domain/price.ts'
import type { HotelRow, InventoryRow, RateRow } from '../../../shared/domain/rows.ts'
import { type LocalDate, addDays, nightsOf } from '../../../shared/domain/stay-dates.ts'
import { loadInventory, loadRates } from '../../../sync/replica/queries/night-lists.ts'
import { loadRoomTypes } from '../../../sync/replica/queries/room-lists.ts'
import type { DeskContext } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'
import { leftHere } from './left-here.ts'

/** Every type on every night, with what the night costs now, and the whole house below. Rule HOST-06. */
export function occupancyView(
  { replica: { db } }: DeskContext,
  { from, nights: count }: { readonly from: LocalDate; readonly nights: number },
): DeskOutput<'occupancy.get'> {
  const until = addDays(from, count)
  const { occupancyCurve } = hotelOf(db)
  const left = leftHere(db)
  const nights = nightsOf({ arrival: from, departure: until })
  const roomTypes = loadRoomTypes(db).map(({ roomTypeId, name }) => {
    const inventory = new Map(loadInventory(db, roomTypeId, from, until).map((row) => [row.night, row]))
    const rates = new Map(loadRates(db, roomTypeId, from, until).map((row) => [row.night, row]))
    const cells = nights.map((night) =>
      nightCell(night, { row: inventory.get(night), rate: rates.get(night) }, { curve: occupancyCurve, left }),
    )
    return { roomTypeId, name, cells }
  })
  const house = nights.map((night, index) => {
    const cells = roomTypes.flatMap((type) => type.cells[index] ?? [])
    const sum = (count: (cell: NightCell) => number): number => cells.reduce((total, cell) => total + count(cell), 0)
    const [rooms, reserved] = [sum((cell) => cell.sellable), sum((cell) => cell.reserved)]
    const occupancyBp = rooms === 0 ? 0 : Math.floor((reserved * 10_000) / rooms)
    return { night, sellable: rooms, reserved, left: sum((cell) => cell.left), occupancyBp }
  })
  return { nights, roomTypes, house }
}

function nightCell(
  night: LocalDate,
  { row, rate }: { readonly row: InventoryRow | undefined; readonly rate: RateRow | undefined },
  { curve, left }: { readonly curve: HotelRow['occupancyCurve']; readonly left: (row: InventoryRow) => number },
): NightCell {
  if (!row) {
    // Not on sale: the chain has opened no inventory for this night.
    return {
      night,
      sellable: 0,
      outOfOrder: 0,
      reserved: 0,
      leased: 0,
      limit: 0,
      left: 0,
      forced: 0,
      priceMinor: null,
    }
  }
  return {
    night,
    sellable: sellable(row),
    outOfOrder: row.outOfOrder,
    reserved: row.totalReserved,
    leased: row.leased,
    limit: sellLimit(row),
    left: left(row),
    forced: row.forced,
    priceMinor: rate ? priceOfNight(rate.baseMinor, occupancyBasisPoints(row), curve) : null,
  }
}
