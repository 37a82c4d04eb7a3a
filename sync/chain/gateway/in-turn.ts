import type { preHandlerAsyncHookHandler } from 'fastify'
import type { Rng } from '../../../shared/base/ports.ts'
import type { Admission } from './admission.ts'
import { sendProblem } from './problems.ts'

const RETRY_WITHIN_SECONDS = 14

/** Waits for a place in the line before the work begins, or tells the terminal to come again; keeps it to the end. */
export function inTurn(line: Admission, rng: Rng): preHandlerAsyncHookHandler {
  return async (request, reply) => {
    if (!(await line.enter())) {
      const [byte = 0] = rng.bytes(1)
      reply.header('retry-after', 1 + (byte % RETRY_WITHIN_SECONDS))
      return sendProblem(reply, { code: 'BUSY', params: {} })
    }
    if (reply.raw.closed || request.raw.destroyed) line.leave()
    else reply.raw.once('close', () => line.leave())
    return undefined
  }
}
