import { unreachable } from '../../../shared/base/assert.ts'
import { ENTITY_NAMES, type EntityName, type HotelRow, type RowOf } from '../../../shared/domain/rows.ts'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'

/** A desk keeps this many past nights: a guest who left yesterday still asks about the bill. House policy. */
const PAST_NIGHTS = 7

/** What speaks of guests and staff: a kiosk holds none of it at rest (design.md, section 3). */
const OF_PERSONS: ReadonlySet<EntityName> = new Set([
  'staff_member',
  'guest',
  'reservation',
  'folio_line',
  'room_night',
  'exception',
])

/** The entities that a device of a class holds, in the order of a snapshot. Rule SYNC-13. */
export function entitiesOf(deviceClass: 'desk' | 'kiosk'): readonly EntityName[] {
  return deviceClass === 'desk' ? ENTITY_NAMES : ENTITY_NAMES.filter((entity) => !OF_PERSONS.has(entity))
}

export function firstNightOfDesk(hotel: HotelRow): LocalDate {
  return addDays(hotel.businessDate, -PAST_NIGHTS)
}

/** Is a changed row one that a desk holds? The twin of the snapshot's conditions (queries/scope.ts). */
export function isInDeskScope<E extends EntityName>(entity: E, row: RowOf[E], firstNight: LocalDate): boolean {
  switch (entity) {
    case 'hotel':
    case 'staff_member':
    case 'room_type':
    case 'room':
    case 'rate_plan':
    case 'tax_rule':
    case 'guest':
    case 'folio_line':
    case 'allotment':
    case 'exception':
      return true
    case 'rate':
    case 'restriction':
    case 'inventory':
    case 'allotment_room':
    case 'room_night':
      return 'night' in row && row.night !== null && row.night >= firstNight
    case 'allotment_line':
      return 'units' in row && row.night >= firstNight && row.units > 0
    case 'reservation':
      return 'lines' in row && row.lines.some((line) => line.departure >= firstNight)
    case 'room_block':
      return 'until' in row && row.until >= firstNight
    default:
      return unreachable(entity)
  }
}
