import { holdsInventory } from './lifecycle.ts'
import { totalOf } from './price.ts'
import type { FolioKind, FolioLineRow, ReservationRow, StayLineRow } from './rows.ts'
import { nightsOf } from './stay-dates.ts'
import { addedTaxOf } from './tax.ts'

/** What a reservation comes to and what was paid, minor units. */
export interface Account {
  /** Everything posted that the guest owes, and what is quoted for nights that are still to be posted. */
  readonly totalMinor: number
  /** What was paid here, with what a merge brought from another reservation and without what it took away. */
  readonly paidMinor: number
  readonly refundedMinor: number
  /** What is still owed; below zero it is the guest's. */
  readonly balanceMinor: number
}

const OWED: ReadonlySet<FolioKind> = new Set(['charge', 'tax', 'fee', 'adjustment'])

/** The one place where amounts of a reservation come from: its folio, and the quoted nights not yet on it. Rule FOLIO-01. */
export function accountOf(reservation: ReservationRow, folio: readonly FolioLineRow[]): Account {
  const posted = sumOf(folio, (line) => OWED.has(line.kind) && !isTransfer(line))
  const totalMinor = posted + quotedStillToPost(reservation, folio)
  const paidMinor = 0 - sumOf(folio, (line) => line.kind === 'payment' || isTransfer(line))
  const refundedMinor = sumOf(folio, (line) => line.kind === 'refund')
  return { totalMinor, paidMinor, refundedMinor, balanceMinor: totalMinor - paidMinor + refundedMinor }
}

/** Money that two reservations which are one guest's have passed between them: paid, though not here. */
function isTransfer({ kind, folioLineId, reservationId }: FolioLineRow): boolean {
  return kind === 'adjustment' && folioLineId.startsWith(`${reservationId}/transfer/`)
}

function quotedStillToPost(reservation: ReservationRow, folio: readonly FolioLineRow[]): number {
  if (!holdsInventory(reservation.status)) return 0
  return totalOf(reservation.lines.map((line) => (line.stay === 'no_show' ? 0 : quotedOfLine(line, folio))))
}

function quotedOfLine(line: StayLineRow, folio: readonly FolioLineRow[]): number {
  const ofLine = folio.filter((posted) => posted.stayPosition === line.position)
  const charged = new Set(ofLine.filter((posted) => posted.kind === 'charge').map((posted) => posted.night))
  const taxedMinor = sumOf(ofLine, (posted) => posted.kind === 'tax')
  const stillTaxed = taxedMinor !== 0 && line.stay === 'departed' ? 0 : addedTaxOf(line.taxes) - taxedMinor
  const nights = nightsOf(line).map((night, index) => (charged.has(night) ? 0 : (line.nightlyMinor[index] ?? 0)))
  return totalOf(nights) + stillTaxed
}

function sumOf(folio: readonly FolioLineRow[], counts: (line: FolioLineRow) => boolean): number {
  return totalOf(folio.filter(counts).map((line) => line.amountMinor))
}
