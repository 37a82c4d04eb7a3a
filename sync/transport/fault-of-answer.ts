import { isAxiosError } from 'axios'
import { problemSchema } from '../../shared/wire/errors.ts'
import { LINE_DOWN, LINE_TIMEOUT, RESPONSE_INVALID, type SyncFault } from '../engine/fault.ts'

const TIMEOUT_CODES: ReadonlySet<string> = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'])
const UNREADABLE_CODES: ReadonlySet<string> = new Set(['ERR_BAD_RESPONSE', 'ERR_FR_TOO_MANY_REDIRECTS'])
/** Statuses that pass by themselves, from whatever stands between us and the chain. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * The fault that an answer other than 2xx is. A problem of the chain says itself how to treat it; anything else comes
 * from a proxy or a gateway in between, and is tried again.
 */
export function faultOfAnswer(status: number, body: unknown, retryAfter?: unknown): SyncFault {
  const fault = faultOfBody(status, body)
  const seconds = typeof retryAfter === 'string' && retryAfter !== '' ? Number(retryAfter) : Number.NaN
  return fault.retry === 'backoff' && seconds > 0 ? { ...fault, retryAfterMs: seconds * 1_000 } : fault
}

function faultOfBody(status: number, body: unknown): SyncFault {
  const problem = problemSchema.safeParse(body)
  if (problem.success) return { code: problem.data.code, retry: problem.data.retry }
  if (status >= 500 || PASSING_STATUSES.has(status)) return { code: `HTTP_${status}`, retry: 'backoff' }
  return RESPONSE_INVALID
}

/** The fault that a request without an answer is. What was not thrown by axios or by a stream is a bug and goes on. */
export function faultOfError(error: unknown): SyncFault {
  const code = errorCode(error)
  if (code !== null && TIMEOUT_CODES.has(code)) return LINE_TIMEOUT
  if (code !== null && UNREADABLE_CODES.has(code)) return RESPONSE_INVALID
  if (isAxiosError(error) || code !== null) return LINE_DOWN
  throw error
}

function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
