import { ok } from '../../../../shared/base/result.ts'
import type { EXCEPTION_CALLS } from '../../../../shared/desk-api/calls/exceptions.ts'
import { recordCommand } from '../desk-context.ts'
import { exceptionsView } from '../sync-view.ts'
import { walkCandidatesView } from '../walk-view.ts'
import { type Answers, done } from './answers.ts'

export const EXCEPTION_ANSWERS: Answers<keyof typeof EXCEPTION_CALLS> = {
  'exceptions.list': (context) => ok(exceptionsView(context)),
  'exception.resolve': (context, body) => done(recordCommand(context, () => ok({ type: 'resolveException', body }))),
  'walk.candidates': (context, input) => ok(walkCandidatesView(context, input)),
}
