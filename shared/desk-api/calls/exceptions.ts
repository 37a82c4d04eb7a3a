import { z } from 'zod'
import { call, done, nothing } from '../call.ts'
import { localDate, remarks, roomTypeId, wayOut } from '../fields.ts'
import { exceptionViewSchema, walkCandidateSchema } from '../views/exceptions.ts'

export const EXCEPTION_CALLS = {
  'exceptions.list': call('query', nothing, z.array(exceptionViewSchema)),
  'exception.resolve': call(
    'command',
    z.strictObject({ exceptionId: z.string().max(160), note: remarks, out: wayOut.default({ way: 'acknowledge' }) }),
    done,
  ),
  /** Whom to walk from an oversold night of a type, the first to be asked first. */
  'walk.candidates': call('query', z.strictObject({ roomTypeId, night: localDate }), z.array(walkCandidateSchema)),
} as const
