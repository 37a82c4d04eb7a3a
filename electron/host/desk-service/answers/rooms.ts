import { ok } from '../../../../shared/base/result.ts'
import type { ROOM_CALLS } from '../../../../shared/desk-api/calls/rooms.ts'
import { allotmentView } from '../allotment-view.ts'
import { blockRoom } from '../block-room.ts'
import { recordCommand } from '../desk-context.ts'
import { blocksView, roomsView } from '../rooms-view.ts'
import { type Answers, done } from './answers.ts'

export const ROOM_ANSWERS: Answers<keyof typeof ROOM_CALLS> = {
  'rooms.list': (context, input) => ok(roomsView(context, input)),
  'blocks.list': (context) => ok(blocksView(context)),
  'block.set': (context, block) => done(blockRoom(context, block)),
  'block.release': (context, body) => done(recordCommand(context, () => ok({ type: 'releaseBlock', body }))),
  'allotment.get': (context) => ok(allotmentView(context)),
}
