import { NO_STORED_CARDS } from '../../../shared/domain/card-caps.ts'
import type { HotelId, RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
import { DEFAULT_CURVE } from '../../../shared/domain/price.ts'
import type { RowWrite, TaxRuleRow } from '../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { HotelPlace } from '../../../shared/wire/sister-hotels.ts'
import { openNightsForSale } from '../hotels/open-nights.ts'
import { DEFAULT_RATE_PLANS } from '../rates/default-rate-plans.ts'
import type { DemoHotel } from './demo-hotel.ts'

/** Where the demo hotel is. */
export const DEMO_PLACE: HotelPlace = {
  latitude: 37.0892,
  longitude: -8.2479,
  city: 'Albufeira',
  address: 'Praia Azul 1',
  phone: '+351 289 000 100',
}

interface SisterType {
  readonly id: string
  readonly name: string
  readonly rooms: number
  readonly maxOccupancy: number
  readonly baseMinor: number
}

interface Sister {
  readonly hotelId: string
  readonly name: string
  readonly place: HotelPlace
  readonly types: readonly SisterType[]
}

const SISTERS: readonly Sister[] = [
  {
    hotelId: 'oura',
    name: 'Casa da Oura',
    place: {
      latitude: 37.0871,
      longitude: -8.2266,
      city: 'Albufeira',
      address: 'Rua da Oura 14',
      phone: '+351 289 000 200',
    },
    types: [
      { id: 'DBL', name: 'Double', rooms: 9, maxOccupancy: 3, baseMinor: 8_400 },
      { id: 'STU', name: 'Studio', rooms: 3, maxOccupancy: 4, baseMinor: 11_900 },
    ],
  },
  {
    hotelId: 'marina',
    name: 'Vilamoura Marina Hotel',
    place: {
      latitude: 37.0786,
      longitude: -8.1182,
      city: 'Vilamoura',
      address: 'Cais Norte 3',
      phone: '+351 289 000 300',
    },
    types: [{ id: 'DBL', name: 'Double, harbour side', rooms: 20, maxOccupancy: 3, baseMinor: 12_400 }],
  },
]

const VAT: TaxRuleRow = {
  taxId: 'VAT',
  name: 'VAT 6 %',
  position: 1,
  kind: 'percent',
  percentBp: 600,
  amountMinor: 0,
  included: true,
}

/** Two small hotels near the demo hotel, empty and on sale, so that a desk there can send guests to them. Rule SIS-09. */
export function demoSisters(
  today: LocalDate,
  timeZone: string,
): readonly (DemoHotel & { readonly place: HotelPlace })[] {
  return SISTERS.map(({ hotelId, name, place, types }) => ({
    hotel: {
      hotelId: hotelId as HotelId, // a slug
      name,
      currency: 'EUR',
      timeZone,
      businessDate: today,
      pricesIncludeTax: true,
      occupancyCurve: DEFAULT_CURVE,
      offlineCard: NO_STORED_CARDS,
    },
    rows: [
      ...DEFAULT_RATE_PLANS.map((row): RowWrite => ({ entity: 'rate_plan', key: row.ratePlanId, row })),
      { entity: 'tax_rule', key: VAT.taxId, row: VAT },
      ...types.flatMap((type, index) => rowsOfType(type, index + 1, today)),
    ],
    codesUsed: 0,
    place,
  }))
}

function rowsOfType({ id, name, rooms, maxOccupancy, baseMinor }: SisterType, position: number, today: LocalDate) {
  const roomTypeId = id as RoomTypeId // a slug
  const writes: RowWrite[] = [
    { entity: 'room_type', key: id, row: { roomTypeId, name, position, maxOccupancy } },
    ...openNightsForSale({ roomTypeId, rooms, from: today, baseMinor: () => baseMinor }),
  ]
  for (let count = 1; count <= rooms; count += 1) {
    const roomId = String(position * 100 + count) as RoomId // digits are a slug
    writes.push({
      entity: 'room',
      key: roomId,
      row: { roomId, roomTypeId, floor: position, housekeeping: 'inspected' },
    })
  }
  return writes
}
