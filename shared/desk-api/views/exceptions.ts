import { z } from 'zod'
import { EXCEPTION_KINDS } from '../../domain/exception-row.ts'
import { localDate, reservationId } from '../fields.ts'
import { count, utcMs } from './common.ts'

export const exceptionViewSchema = z.object({
  exceptionId: z.string(),
  kind: z.enum(EXCEPTION_KINDS),
  severity: z.enum(['info', 'action', 'urgent']),
  subject: z.object({ entity: z.string(), key: z.string() }),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  openedAtUtcMs: utcMs,
  dismissible: z.boolean(),
  /** The ways out that can be taken from here, the usual one first. */
  ways: z.array(z.enum(['acknowledge', 'rebook', 'upgrade', 'merge', 'walk', 'send_on', 'refund'])),
})
export type ExceptionView = z.output<typeof exceptionViewSchema>

/** A guest who might be walked, and why they should rather not be. */
export const walkCandidateSchema = z.object({
  reservationId,
  position: z.int().positive(),
  confirmationCode: z.string(),
  lastName: z.string(),
  arrival: localDate,
  departure: localDate,
  adults: count,
  children: count,
  stay: z.enum(['expected', 'in_house', 'departed', 'no_show']),
  spare: z.array(z.enum(['in_house', 'family', 'long_stay', 'paid'])),
})
