import { z } from 'zod'
import { localDate, reservationId } from '../fields.ts'
import { minor, utcMs } from './common.ts'

/** A reservation's account as it is posted, oldest posting first. */
export const folioViewSchema = z.object({
  reservationId,
  confirmationCode: z.string(),
  lastName: z.string(),
  currency: z.string(),
  lines: z.array(
    z.object({
      folioLineId: z.string(),
      businessDate: localDate,
      postedAtUtcMs: utcMs,
      kind: z.enum(['charge', 'tax', 'fee', 'adjustment', 'payment', 'refund']),
      /** What the guest owes by it: above zero more, below zero less. */
      amountMinor: minor,
      /** What was owed when it had been posted. */
      runningMinor: minor,
      position: z.int().positive().nullable(),
      night: localDate.nullable(),
      paymentId: z.string().nullable(),
      note: z.string(),
      /** The terminal whose doing it was, where that is known here: this one. */
      terminal: z.string().nullable(),
    }),
  ),
  /** Nights that are quoted and not posted yet. */
  toComeMinor: minor,
  totalMinor: minor,
  paidMinor: minor,
  refundedMinor: minor,
  /** Still to pay, with the nights to come; below zero it is the guest's. */
  balanceMinor: minor,
  /** Paid ahead: what was paid beyond what is posted so far. */
  depositMinor: minor,
})
export type FolioView = z.output<typeof folioViewSchema>
