import type { DeskAnswer, DeskCallName, DeskError, HostCode } from '../../../shared/desk-api/contract.ts'

type Answer = DeskAnswer<DeskCallName>

/** An answer that the shell gives before the host was asked. */
export function shellRefusal(code: HostCode, params: DeskError['params'] = {}): Answer {
  return { ok: false, error: { code, params, retry: code === 'INTERNAL' ? 'later' : 'never' } }
}

/** The HTTP status of an answer: a refusal is an answer like any other; only a faulty request or a bug is not 200. */
export function statusOf(answer: Answer): number {
  if (answer.ok) return 200
  switch (answer.error.code) {
    case 'INPUT_INVALID':
    case 'CALL_UNKNOWN':
      return 400
    case 'NOT_SIGNED_IN':
    case 'HUB_KEY_REFUSED':
      return 401
    case 'INTERNAL':
      return 500
    default:
      return 200
  }
}
