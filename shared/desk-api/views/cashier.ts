import { z } from 'zod'
import { count, landingSchema, minor, utcMs } from './common.ts'

const methodSchema = z.enum(['cash', 'card', 'card_stored'])

const totalSchema = z.object({
  method: methodSchema,
  takenCount: count,
  takenMinor: minor,
  givenBackCount: count,
  givenBackMinor: minor,
})

const shiftSchema = z.object({
  shiftId: z.string(),
  /** Whose it is; `null` where nobody has to sign in. */
  staffName: z.string().nullable(),
  openedAtUtcMs: utcMs,
  /** Cash that was in the drawer when it was opened. */
  floatMinor: minor,
  /** Every method, what was taken and given back by it. */
  totals: z.array(totalSchema),
  /** The float, and cash taken less cash given back. */
  expectedCashMinor: minor,
  /** Each movement of money, oldest first. */
  movements: z.array(
    z.object({
      opId: z.string(),
      atUtcMs: utcMs,
      kind: z.enum(['taken', 'givenBack']),
      method: methodSchema,
      amountMinor: minor,
      lastName: z.string(),
      confirmationCode: z.string(),
      landing: landingSchema,
    }),
  ),
  /** How it ended; `null` while it is open. `differenceMinor`: counted less expected. */
  closed: z.object({ atUtcMs: utcMs, countedMinor: minor, differenceMinor: minor, note: z.string() }).nullable(),
})

/** The cash drawer of whoever asks, at this terminal. */
export const cashierViewSchema = z.object({
  currency: z.string(),
  /** Their open shift, else their last one; `null`: they had none here. */
  shift: shiftSchema.nullable(),
  /** Money that they took or gave back here after their last shift, in none. */
  outside: z.object({ count, takenMinor: minor, givenBackMinor: minor }),
  /** Everybody's open shifts at this terminal. */
  open: z.array(z.object({ staffName: z.string().nullable(), openedAtUtcMs: utcMs })),
})
export type CashierView = z.output<typeof cashierViewSchema>
