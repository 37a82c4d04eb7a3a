import { z } from 'zod'
import { isUuidV7 } from '../../domain/ids.ts'
import { isPlainText } from '../../domain/text.ts'
import { call, done, nothing } from '../call.ts'
import { approval, remarks, reservationId } from '../fields.ts'
import { folioViewSchema } from '../views/money.ts'

const amountMinor = z.int().positive().max(1_000_000_000)
const madeId = z.string().refine(isUuidV7)

/** The card terminal's own word for a card; what reads as a card number is taken nowhere. */
const cardToken = z
  .string()
  .min(1)
  .max(120)
  .refine(isPlainText)
  .refine((text) => !/\d{12,19}/.test(text.replaceAll(/[\s-]/g, '')) || isUuidV7(text))

export const MONEY_CALLS = {
  /** Refuses `RESERVATION_UNKNOWN`. */
  'folio.get': call('query', z.strictObject({ reservationId }), folioViewSchema),
  /** What may be taken next by card unasked (`capMinor`), and how much is stored of how much together. */
  'payment.storedCard': call(
    'query',
    nothing,
    z.object({ capMinor: z.int(), storedMinor: z.int(), storedTotalMinor: z.int() }),
  ),
  /**
   * Money was taken at the desk. The same `paymentId`, made by the screen, is posted once; with other content it is
   * refused `PAYMENT_ID_REUSED`. Also refuses `RESERVATION_UNKNOWN`; for `card_stored` `CARD_NOT_OFFLINE`, `CARD_CAP`,
   * `CARD_TOTAL_CAP`.
   */
  'payment.take': call(
    'command',
    z.strictObject({
      reservationId,
      paymentId: madeId,
      amountMinor,
      /** `card_stored`: kept by the card terminal while out of touch, and still to be forwarded; the hotel bears the risk. */
      method: z.enum(['cash', 'card', 'card_stored']),
      cardToken: cardToken.nullable().default(null),
      cardDigits: z
        .string()
        .regex(/^\d{4}$/)
        .nullable()
        .default(null),
    }),
    done,
  ),
  /**
   * Money was given back over the desk, in cash. The same `refundId`, made by the screen, is posted once; with other
   * content it is refused `REFUND_ID_REUSED`. Also refuses `RESERVATION_UNKNOWN`, `REFUND_TOO_MUCH`.
   */
  'refund.give': call(
    'command',
    z.strictObject({ reservationId, refundId: madeId, amountMinor, note: remarks.default(''), approval }),
    done,
  ),
} as const
