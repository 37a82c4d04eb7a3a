import { z } from 'zod'
import { isUuidV7 } from '../../domain/ids.ts'
import { call, done, nothing } from '../call.ts'
import { remarks } from '../fields.ts'
import { cashierViewSchema } from '../views/cashier.ts'

const shiftId = z.string().refine(isUuidV7)
const amountMinor = z.int().nonnegative().max(1_000_000_000)

/** What somebody takes and gives back at this terminal between opening a shift and closing it. Known here alone. */
export const CASHIER_CALLS = {
  'cashier.get': call('query', nothing, cashierViewSchema),
  /** Opens a shift of whoever asks. Refuses `SHIFT_OPEN` while another of theirs is, `SHIFT_ID_REUSED`. */
  'cashier.open': call('command', z.strictObject({ shiftId, floatMinor: amountMinor }), done),
  /** Closes it with what was counted, for good. Refuses `SHIFT_UNKNOWN`, `SHIFT_CLOSED` where it was closed with another count. */
  'cashier.close': call(
    'command',
    z.strictObject({ shiftId, countedMinor: amountMinor, note: remarks.default('') }),
    done,
  ),
} as const
