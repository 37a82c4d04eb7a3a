import { type Result, ok, refuse } from '../../../../shared/base/result.ts'
import type { TERMINAL_CALLS } from '../../../../shared/desk-api/calls/terminal.ts'
import type { DeskRefusal } from '../desk-context.ts'
import { terminalAlone } from '../sync-view.ts'
import type { Answers } from './answers.ts'

export const TERMINAL_ANSWERS: Answers<keyof typeof TERMINAL_CALLS> = {
  'terminal.get': (context) => ok(terminalAlone(context)),
  'hub.pair': notHub,
  'hub.terminals': notHub,
  'hub.revoke': notHub,
}

function notHub(): Result<never, DeskRefusal> {
  return refuse({ code: 'NOT_A_HUB', params: {} })
}
