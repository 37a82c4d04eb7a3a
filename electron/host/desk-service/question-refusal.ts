import { isLineLoss } from '../../../sync/engine/fault.ts'
import type { QuestionFault } from '../../../sync/engine/question-fault.ts'
import type { DeskRefusal } from './desk-context.ts'

/** What a screen is told where the chain did not do what was asked of it; `LINE_DOWN` where it could not be asked. */
export function refusalOfFault(fault: QuestionFault): DeskRefusal {
  if (isLineLoss(fault)) return { code: 'LINE_DOWN', params: {}, retry: 'later' }
  return { code: fault.code, params: fault.params, retry: fault.retry === 'never' ? 'never' : 'later' }
}
