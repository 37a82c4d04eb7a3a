import type { FastifyRequest } from 'fastify'
import { STAFF_SESSION_HEADER } from '../../../shared/desk-api/http-paths.ts'

/** The session of whoever signed in at the screen that sent the request; `null`: nobody. */
export function staffSessionOf({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  const session = headers[STAFF_SESSION_HEADER]
  return typeof session === 'string' && session !== '' ? session : null
}
