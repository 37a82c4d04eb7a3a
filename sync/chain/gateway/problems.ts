import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { BugError } from '../../../shared/base/assert.ts'
import type { Problem, RetryClass, WireCode } from '../../../shared/wire/errors.ts'
import { isDatabaseBusy } from '../database/sqlstate.ts'

/** What a code is in HTTP; a code that is not here is a conflict with the state of things, 409. */
const STATUS_OF: Partial<Record<WireCode, number>> = {
  REQUEST_INVALID: 400,
  JSON_INVALID: 400,
  STAY_INVALID: 400,
  ARRIVAL_IN_PAST: 400,
  TOO_MANY_GUESTS: 400,
  NIGHT_NOT_ON_SALE: 400,
  PRICE_INVALID: 400,
  CURSOR_INVALID: 400,
  CARD_UNKNOWN: 400,
  NIGHTS_INVALID: 400,
  SELL_CONTROL_INVALID: 400,
  DEVICE_UNAUTHORISED: 401,
  ENROL_CODE_INVALID: 401,
  API_KEY_REQUIRED: 401,
  API_KEY_INVALID: 401,
  STAFF_UNAUTHORISED: 401,
  PAYMENT_DECLINED: 402,
  FORBIDDEN: 403,
  DEVICE_REVOKED: 403,
  ROUTE_UNKNOWN: 404,
  HOTEL_UNKNOWN: 404,
  ROOM_TYPE_UNKNOWN: 404,
  RESERVATION_UNKNOWN: 404,
  QUOTE_UNKNOWN: 404,
  PAYMENT_UNKNOWN: 404,
  BOOKING_NOT_FOUND: 404,
  API_KEY_UNKNOWN: 404,
  STAFF_UNKNOWN: 404,
  ROOM_UNKNOWN: 404,
  LINE_UNKNOWN: 404,
  RATE_PLAN_UNKNOWN: 404,
  TAX_RULE_UNKNOWN: 404,
  SELL_CONTROL_UNKNOWN: 404,
  GUEST_UNKNOWN: 404,
  DEVICE_UNKNOWN: 404,
  EXCEPTION_UNKNOWN: 404,
  QUOTE_EXPIRED: 410,
  CURSOR_EXPIRED: 410,
  BODY_TOO_LARGE: 413,
  MEDIA_TYPE_UNSUPPORTED: 415,
  RESERVATION_ID_REUSED: 422,
  QUOTE_MISMATCH: 422,
  PAYMENT_ID_REUSED: 422,
  SELL_CONTROL_ID_REUSED: 422,
  ADJUSTMENT_ID_REUSED: 422,
  UPGRADE_REQUIRED: 426,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  BUSY: 503,
  PAYMENTS_OFF: 503,
}

const RETRY_OF: Partial<Record<WireCode, RetryClass>> = {
  EPOCH_CHANGED: 'afterPull',
  INTERNAL: 'backoff',
  BUSY: 'backoff',
  RATE_LIMITED: 'backoff',
}

/** What Node itself refuses before there is a request, by the code of its error; anything else is 400. */
const STATUS_OF_CLIENT_ERROR: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}

/** What a caller waits at least before it asks a chain again that has too much to do. */
const BUSY_RETRY_AFTER_SECONDS = 1

const PROBLEM_TYPE = 'application/problem+json'

export interface Refused {
  readonly code: WireCode
  readonly params: object
}

/** Ends a request with problem details (RFC 9457) for a code. */
export function sendProblem(reply: FastifyReply, { code, params }: Refused): FastifyReply {
  const problem = problemOf({ code, params }, STATUS_OF[code] ?? 409)
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  if (code === 'BUSY' && !reply.hasHeader('retry-after')) reply.header('retry-after', BUSY_RETRY_AFTER_SECONDS)
  // Through a string: problem details have one shape on every route, whatever the route's own schemas say.
  return reply.code(problem.status).type(PROBLEM_TYPE).serializer(JSON.stringify).send(problem)
}

/** How a peer is to treat a problem of a code. */
export function retryOf(code: string): RetryClass {
  return isClassed(code) ? (RETRY_OF[code] ?? 'never') : 'never'
}

function isClassed(code: string): code is WireCode {
  return Object.hasOwn(RETRY_OF, code)
}

/** Ends a request of a caller who has used up this minute's requests. */
export function sendRateLimited(reply: FastifyReply, retryAfterSeconds: number): FastifyReply {
  reply.header('retry-after', retryAfterSeconds)
  return sendProblem(reply, { code: 'RATE_LIMITED', params: { retryAfterSeconds } })
}

/** Answers a request whose address the router can not read. */
export function handleUnreadableUrl(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id)
  sendProblem(reply, { code: 'REQUEST_INVALID', params: { in: 'url' } })
}

/** Answers on the bare socket what is no HTTP request, or did not come to its end, and hangs up. */
export function handleClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = STATUS_OF_CLIENT_ERROR[error.code ?? ''] ?? 400
  const problem = problemOf({ code: 'REQUEST_INVALID', params: { in: 'request' } }, status)
  const body = JSON.stringify(problem)
  if (socket.writable) {
    const head = `HTTP/1.1 ${status} ${problem.title}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${body.length}`
    socket.write(`${head}\r\nConnection: close\r\n\r\n${body}`)
  }
  socket.destroy(error)
}

function problemOf({ code, params }: Refused, status: number): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    params: { ...params },
    retry: retryOf(code),
  }
}

/** Turns what Fastify or a handler threw into a problem; what nobody foresaw is logged and answered as `INTERNAL`. */
export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => ({ path: issue.instancePath, message: issue.message }))
    return sendProblem(reply, { code: 'REQUEST_INVALID', params: { in: error.validationContext, fields } })
  }
  const code = error instanceof BugError ? null : codeOf(error.statusCode ?? 500)
  if (code) return sendProblem(reply, { code, params: {} })
  if (isDatabaseBusy(error)) {
    request.log.warn({ err: error }, 'database busy')
    return sendProblem(reply, { code: 'BUSY', params: {} })
  }
  request.log.error({ err: error }, 'request failed')
  return sendProblem(reply, { code: 'INTERNAL', params: { requestId: request.id } })
}

function codeOf(status: number): WireCode | null {
  if (status === 413) return 'BODY_TOO_LARGE'
  if (status === 415) return 'MEDIA_TYPE_UNSUPPORTED'
  if (status === 404) return 'ROUTE_UNKNOWN'
  if (status === 503) return 'BUSY'
  return status >= 400 && status < 500 ? 'JSON_INVALID' : null
}
