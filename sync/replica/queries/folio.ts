import type { ReservationId } from '../../../shared/domain/ids.ts'
import type { FolioLineRow, TaxRuleRow } from '../../../shared/domain/rows.ts'
import type { ReadDb } from '../database.ts'
import { flatTable } from './flat-table.ts'

export const folioTable = flatTable<'folio_line'>({
  table: 'folio_line',
  columns: [
    ['folioLineId', 'folio_line_id'],
    ['reservationId', 'reservation_id'],
    ['kind', 'kind'],
    ['amountMinor', 'amount_minor'],
    ['businessDate', 'business_date'],
    ['postedAtUtcMs', 'posted_at_utc_ms'],
    ['stayPosition', 'stay_position'],
    ['night', 'night'],
    ['paymentId', 'payment_id'],
    ['note', 'note'],
  ],
  keyColumns: 1,
})

export const taxRuleTable = flatTable<'tax_rule'>({
  table: 'tax_rule',
  columns: [
    ['taxId', 'tax_id'],
    ['name', 'name'],
    ['position', 'position'],
    ['kind', 'kind'],
    ['percentBp', 'percent_bp'],
    ['amountMinor', 'amount_minor'],
    ['included', 'included'],
  ],
  keyColumns: 1,
  booleans: ['included'],
})

/** What is posted on a reservation's account, in order of folio line id. */
export function loadFolio(db: ReadDb, reservationId: ReservationId): FolioLineRow[] {
  const ids = db.all<{ id: string }>(
    'SELECT folio_line_id AS id FROM folio_line WHERE reservation_id = ? ORDER BY folio_line_id',
    reservationId,
  )
  return ids.map(({ id }) => folioTable.load(db, id)).filter((line) => line !== null)
}

/** Every tax of the hotel. */
export function loadTaxRules(db: ReadDb): TaxRuleRow[] {
  const ids = db.all<{ id: string }>('SELECT tax_id AS id FROM tax_rule ORDER BY tax_id')
  return ids.map(({ id }) => taxRuleTable.load(db, id)).filter((rule) => rule !== null)
}
