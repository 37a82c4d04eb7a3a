import { IconArrowsExchange, IconArrowsMove } from '@tabler/icons-react'
import type { Ref } from 'react'
import type { TapeChange } from './tape-change.ts'
import type { TapeRow } from './tape-rows.ts'
import { type TapeScale, barBox } from './tape-scale.ts'
import { type TapeSelection, stayOfSelection } from './tape-selection.ts'

interface Props {
  readonly ref: Ref<HTMLDivElement>
  readonly scale: TapeScale
  readonly row: TapeRow | null
  readonly change: TapeChange | null
  readonly selection: TapeSelection | null
}

/** Where a change would put the stay, or the nights that are marked. */
export function TapeGhost({ ref, scale, row, change, selection }: Props) {
  if (row === null) return null
  if (change === null) {
    if (selection === null || selection.anchor === selection.head) return null
    const { left, width } = barBox(scale, stayOfSelection(selection))
    return <div className="kr-tape-marked" style={{ top: row.top, height: row.height, left, width }} aria-hidden />
  }
  const { left, width } = barBox(scale, change)
  const Icon = change.swapWith === null ? IconArrowsMove : IconArrowsExchange
  return (
    <div
      ref={ref}
      className="kr-tape-ghost"
      data-testid="tape-ghost"
      data-swap={change.swapWith !== null || undefined}
      style={{ top: row.top + 2, height: row.height - 4, left: left + 1, width: width - 2 }}
      aria-hidden
    >
      <Icon size={14} stroke={2} />
      <span className="kr-tape-name">{change.stay.lastName}</span>
    </div>
  )
}
