import type { Clock, Rng } from '../../../shared/base/ports.ts'
import type { Database } from '../database/port.ts'
import type { PaymentProvider } from './payment-provider.ts'

/** What has just become durable or been answered: where a process may die and has to be resumed. */
export type PaymentStep =
  | 'intentStored'
  | 'holdAnswered'
  | 'holdStored'
  | 'captureDueStored'
  | 'captureAnswered'
  | 'captureStored'
  | 'tombstoneStored'
  | 'voidAnswered'
  | 'refundStored'
  | 'refundAnswered'
  | 'refundOutcomeStored'

export interface PaymentsParts {
  readonly db: Database
  readonly provider: PaymentProvider
  readonly clock: Clock
  readonly rng: Rng
  /** Told of every step: serving logs them, a test ends the process there. */
  readonly reached: (step: PaymentStep, key: string) => void
}

/** Told of a row that could not be gone on with; a throw ends the round. */
export type FailedRow = (error: unknown, key: string) => void

export const rethrow: FailedRow = (error) => {
  throw error
}
