/** The SQLSTATE of an error from PGlite or PostgreSQL, or `null` where it is none. */
export function sqlStateOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : null
}

/** Deadlock or serialisation failure: the whole transaction may be tried again. */
export function isRetriable(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state === '40P01' || state === '40001'
}

/** The database rejects the data itself, by a constraint or as no valid value: the same rows will fail again. */
export function isRejectedByDatabase(error: unknown): boolean {
  return /^2[23]/.test(sqlStateOf(error) ?? '')
}

const LOST_IN_WORDS =
  /^(?:Connection terminated|timeout exceeded when trying|Client has encountered a connection error)/
const LOST_CONNECTION: ReadonlySet<unknown> = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'])

/**
 * The database is away, stopping, full or too slow (classes 08, 53, 57), or the connection to it broke: the same request
 * may pass in a moment. What `pg` says of a connection that ended has no code, only its words.
 */
export function isDatabaseBusy(error: unknown): boolean {
  if (/^(?:08|53|57)/.test(sqlStateOf(error) ?? '')) return true
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : null
  return LOST_CONNECTION.has(code) || LOST_IN_WORDS.test(error.message)
}
