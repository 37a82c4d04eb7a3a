import type { OfflineCardCaps } from '../../../shared/domain/card-caps.ts'
import type { HotelRow } from '../../../shared/domain/rows.ts'
import type { ReadDb } from '../database.ts'
import type { EntityTable } from './flat-table.ts'

type StoredHotel = Omit<HotelRow, 'pricesIncludeTax' | 'occupancyCurve' | 'offlineCard'> &
  OfflineCardCaps & {
    readonly pricesIncludeTax: 0 | 1
    readonly occupancyCurve: string
  }

const SELECT = `SELECT hotel_id AS hotelId, name, currency, time_zone AS timeZone, business_date AS businessDate,
  prices_include_tax AS pricesIncludeTax, occupancy_curve AS occupancyCurve,
  card_payment_cap_minor AS perPaymentMinor, card_stored_cap_minor AS storedTotalMinor FROM hotel`

export const hotelTable: EntityTable<'hotel'> = {
  load: (db, key) => fromStored(db.one<StoredHotel>(`${SELECT} WHERE hotel_id = ?`, key)),
  put: (tx, row) => {
    tx.run(
      `INSERT INTO hotel (hotel_id, name, currency, time_zone, business_date, prices_include_tax, occupancy_curve,
         card_payment_cap_minor, card_stored_cap_minor)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (hotel_id) DO UPDATE SET name = excluded.name, currency = excluded.currency,
         time_zone = excluded.time_zone, business_date = excluded.business_date,
         prices_include_tax = excluded.prices_include_tax, occupancy_curve = excluded.occupancy_curve,
         card_payment_cap_minor = excluded.card_payment_cap_minor,
         card_stored_cap_minor = excluded.card_stored_cap_minor`,
      row.hotelId,
      row.name,
      row.currency,
      row.timeZone,
      row.businessDate,
      row.pricesIncludeTax ? 1 : 0,
      JSON.stringify(row.occupancyCurve),
      row.offlineCard.perPaymentMinor,
      row.offlineCard.storedTotalMinor,
    )
  },
  remove: (tx, key) => {
    tx.run('DELETE FROM hotel WHERE hotel_id = ?', key)
  },
  clear: (tx) => {
    tx.run('DELETE FROM hotel')
  },
}

const SELECT_ONE = `${SELECT} LIMIT 1`

/** The one hotel that the replica is of; `null` before the first snapshot. */
export function loadHotel(db: ReadDb): HotelRow | null {
  return fromStored(db.one<StoredHotel>(SELECT_ONE))
}

function fromStored(row: StoredHotel | null): HotelRow | null {
  if (!row) return null
  const occupancyCurve = JSON.parse(row.occupancyCurve) as HotelRow['occupancyCurve'] // written from a row, by put
  const { perPaymentMinor, storedTotalMinor, ...hotel } = row
  const offlineCard = { perPaymentMinor, storedTotalMinor }
  return { ...hotel, pricesIncludeTax: row.pricesIncludeTax === 1, occupancyCurve, offlineCard }
}
