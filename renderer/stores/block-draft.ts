import type { RoomView } from '../../shared/desk-api/views.ts'
import type { BlockId, RoomId } from '../../shared/domain/ids.ts'
import type { BlockKind, BlockReason } from '../../shared/domain/rows.ts'
import { type LocalDate, addDays, isSellableStay, staysOverlap } from '../../shared/domain/stay-dates.ts'

/** What stands in the form that blocks a room. */
export interface BlockDraft {
  readonly blockId: BlockId
  readonly roomId: RoomId | null
  readonly kind: BlockKind
  readonly from: LocalDate
  readonly until: LocalDate
  readonly reason: BlockReason
  readonly remarks: string
}

export function newBlockDraft(blockId: BlockId, businessDate: LocalDate): BlockDraft {
  return {
    blockId,
    roomId: null,
    kind: 'OOO',
    from: businessDate,
    until: addDays(businessDate, 1),
    reason: 'plumbing',
    remarks: '',
  }
}

export type BlockFault = 'roomRequired' | 'datesRequired'

export function blockFaults(draft: BlockDraft): { room?: BlockFault; until?: BlockFault } {
  return {
    ...(draft.roomId === null ? { room: 'roomRequired' } : {}),
    ...(isSellableStay({ arrival: draft.from, departure: draft.until }) ? {} : { until: 'datesRequired' }),
  }
}

/** What saving the block leads to, strongest first; a key under `blockForm`. `room` is free or not for the draft's nights. */
export type BlockConsequence = 'guestInRoom' | 'alreadyBlocked' | 'roomHeld' | 'stillSold'

export function blockConsequence(draft: BlockDraft, room: RoomView, businessDate: LocalDate): BlockConsequence | null {
  if (draft.kind === 'OOS') return 'stillSold'
  const coversTonight = draft.from <= businessDate && businessDate < draft.until
  if (room.tonight === 'occupied' && coversTonight) return 'guestInRoom'
  if (overlappingBlock(draft, room)) return 'alreadyBlocked'
  return room.free ? null : 'roomHeld'
}

/** The block that already covers some of the draft's nights, the longest one of several. */
export function overlappingBlock(draft: BlockDraft, room: RoomView): RoomView['blocks'][number] | null {
  const stay = { arrival: draft.from, departure: draft.until }
  const overlapping = room.blocks.filter(
    (block) =>
      block.kind === 'OOO' &&
      block.status === 'active' &&
      staysOverlap(stay, { arrival: block.from, departure: block.until }),
  )
  return overlapping.sort((a, b) => (a.until < b.until ? 1 : -1))[0] ?? null
}
