import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { DeskError, DeskInput } from '../../shared/desk-api/contract.ts'
import { useDesk } from './desk-provider.tsx'

/** A step back, and what it should come to. */
export type UndoStep =
  | { readonly by: 'action'; readonly action: DeskInput<'stay.preview'>; readonly differenceMinor: number }
  | { readonly by: 'undoCheckIn'; readonly ref: DeskInput<'stay.undoCheckIn'> }

/** `priced`: the next step would come to another amount than it should; the steps are those that are still to do. */
export type Undone =
  | { readonly state: 'undone' }
  | { readonly state: 'refused'; readonly error: Pick<DeskError, 'code' | 'params'> }
  | { readonly state: 'priced'; readonly differenceMinor: number; readonly steps: readonly UndoStep[] }

/**
 * Takes steps back one after another, each asked about before it is done: what the rules refuse, and what would come to
 * another price, stops there and is told. While it is under way another one is dropped: it answers `null`.
 */
export function useStayUndo(): { readonly undo: (steps: readonly UndoStep[]) => Promise<Undone | null> } {
  const { client } = useDesk()
  const queries = useQueryClient()
  const running = useRef(false)

  async function takeStep(step: UndoStep): Promise<Undone> {
    if (step.by === 'undoCheckIn') {
      const answer = await client.call('stay.undoCheckIn', step.ref)
      return answer.ok ? { state: 'undone' } : { state: 'refused', error: answer.error }
    }
    const preview = await client.call('stay.preview', step.action)
    if (!preview.ok) return { state: 'refused', error: preview.error }
    const { refusedBy, differenceMinor, atRisk } = preview.value
    if (refusedBy) return { state: 'refused', error: refusedBy }
    if (differenceMinor !== step.differenceMinor) {
      return { state: 'priced', differenceMinor: differenceMinor ?? 0, steps: [step] }
    }
    const agreed = { agreedDifferenceMinor: differenceMinor, acceptRisk: atRisk }
    const answer = await client.call('stay.apply', { what: step.action, ...agreed })
    return answer.ok ? { state: 'undone' } : { state: 'refused', error: answer.error }
  }

  async function takeAll(steps: readonly UndoStep[]): Promise<Undone> {
    for (const [index, step] of steps.entries()) {
      const taken = await takeStep(step)
      if (taken.state === 'priced') return { ...taken, steps: steps.slice(index) }
      if (taken.state !== 'undone') return taken
    }
    return { state: 'undone' }
  }

  async function undo(steps: readonly UndoStep[]): Promise<Undone | null> {
    if (running.current) return null
    running.current = true
    const undone = await takeAll(steps)
    running.current = false
    void queries.invalidateQueries()
    return undone
  }

  return { undo }
}
