import { ok } from '../../../../shared/base/result.ts'
import type { TAPE_CALLS } from '../../../../shared/desk-api/calls/tape.ts'
import { recordCommand } from '../desk-context.ts'
import { boardView, ratesView, tapeView } from '../tape-view.ts'
import { type Answers, done } from './answers.ts'

export const TAPE_ANSWERS: Answers<keyof typeof TAPE_CALLS> = {
  'tape.get': (context, input) => ok(tapeView(context, input)),
  'rates.get': (context, input) => ok(ratesView(context, input)),
  'rooms.board': (context) => ok(boardView(context)),
  'room.setStatus': (context, body) => done(recordCommand(context, () => ok({ type: 'setRoomStatus', body }))),
}
