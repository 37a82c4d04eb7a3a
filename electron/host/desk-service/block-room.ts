import { canonicalJson } from '../../../shared/base/canonical-json.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { RoomBlock } from '../../../shared/domain/ops/op.ts'
import { loadOpAbout } from '../../../sync/replica/queries/outbox.ts'
import { type DeskContext, type DeskRefusal, recordCommand, refusalOf } from './desk-context.ts'

/** Blocks a room; the same id and content again is answered again and done once. Rule HOST-03. */
export function blockRoom(context: DeskContext, block: RoomBlock): Result<void, DeskRefusal> {
  return recordCommand(context, ({ db }) => {
    const earlier = loadOpAbout(db, 'blockRoom', block.blockId)
    if (!earlier) return ok({ type: 'blockRoom', body: block })
    if (canonicalJson(JSON.parse(earlier.body)) !== canonicalJson(block)) {
      return refuse({ code: 'BLOCK_ID_REUSED', params: { blockId: block.blockId } })
    }
    return refusalOf(earlier) ?? ok(null)
  })
}
