import type { Draft } from '../deciding.ts'
import type { OpId, ReservationId } from '../ids.ts'
import type { FolioLineRow } from '../rows.ts'
import type { LocalDate } from '../stay-dates.ts'
import type { Cause } from './exceptions.ts'

/** Who acts, and on which business date: what a posting is stamped with. */
export interface PostingCause extends Cause {
  readonly businessDate: LocalDate
}

/** Ids of postings name what they are for, so that nothing is posted twice, wherever it is posted. */
export const folioLineId = {
  cancelFee: (id: ReservationId, position: number) => `${id}/${position}/cancel-fee`,
  noShowFee: (id: ReservationId, position: number) => `${id}/${position}/no-show-fee`,
  nightCharge: (id: ReservationId, position: number, night: LocalDate) => `${id}/${position}/charge/${night}`,
  stayTax: (id: ReservationId, position: number, taxId: string) => `${id}/${position}/tax/${taxId}`,
  cashRefund: (id: ReservationId, opId: OpId) => `${id}/cash-refund/${opId}`,
  transfer: (from: ReservationId, to: ReservationId) => `${from}/transfer/${to}`,
  changeFee: (id: ReservationId, n: number) => `${id}/change-fee/${n}`,
  payment: (id: ReservationId, paymentId: string) => `${id}/payment/${paymentId}`,
  refund: (id: ReservationId, paymentId: string, n: number) => `${id}/refund/${paymentId}/${n}`,
  adjustment: (id: ReservationId, adjustmentId: string) => `${id}/adjustment/${adjustmentId}`,
}

/**
 * Brings what is posted under a name to an amount by one posting more, where it is another: a posting is never changed.
 * The caller asked for the folio.
 */
export function postUpTo(draft: Draft, cause: PostingCause, posting: Posting): void {
  const before = postedUnder(draft, posting)
  const posted = before.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const folioLineId = before.length === 0 ? posting.folioLineId : `${posting.folioLineId}/${before.length + 1}`
  post(draft, cause, { ...posting, folioLineId, amountMinor: posting.amountMinor - posted })
}

/** What is posted under a name: the posting itself and what brought it to another amount since. */
export function postedUnder(
  draft: Draft,
  { reservationId, folioLineId }: Pick<Posting, 'reservationId' | 'folioLineId'>,
): readonly FolioLineRow[] {
  return draft
    .folioOf(reservationId)
    .filter(({ folioLineId: id }) => id === folioLineId || id.startsWith(`${folioLineId}/`))
}

type Posting = Pick<FolioLineRow, 'folioLineId' | 'reservationId' | 'kind' | 'amountMinor'> &
  Partial<Pick<FolioLineRow, 'stayPosition' | 'night' | 'paymentId' | 'note'>>

/** Puts a posting on the folio; nothing is posted for an amount of 0. */
export function post(draft: Draft, cause: PostingCause, posting: Posting): void {
  if (posting.amountMinor === 0) return
  draft.put('folio_line', {
    stayPosition: null,
    night: null,
    paymentId: null,
    note: '',
    ...posting,
    businessDate: cause.businessDate,
    postedAtUtcMs: cause.atUtcMs,
  })
}
