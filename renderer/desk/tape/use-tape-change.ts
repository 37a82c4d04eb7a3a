import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { DeskError, DeskInput } from '../../../shared/desk-api/contract.ts'
import type { Consequences } from '../../../shared/desk-api/views.ts'
import { valueOf } from '../../data/shown.ts'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { type UndoStep, useStayUndo } from '../../data/use-stay-undo.ts'
import { type TapeChange, actionOf, undoOf } from './tape-change.ts'
import { stayKey } from './tape-rows.ts'

/** What stands in the toast: a change that was done, and how it may be taken back. */
export type Told =
  | { readonly what: 'done'; readonly change: TapeChange; readonly steps: readonly UndoStep[] }
  | { readonly what: 'priced'; readonly differenceMinor: number; readonly steps: readonly UndoStep[] }
  | { readonly what: 'undone' }
  | { readonly what: 'cannotUndo'; readonly error: Pick<DeskError, 'code' | 'params'> }

const SETTLES_MS = 80
/** Never asked: a query has an input also while it is off. */
const NO_ACTION: DeskInput<'stay.preview'> = { action: 'move', reservationId: '', position: 1, roomId: null }

/** A change of a stay from its beginning to its undo: what it would come to is asked before anything is done. */
export function useTapeChange() {
  const [change, setChange] = useState<TapeChange | null>(null)
  const [refused, setRefused] = useState<DeskError | null>(null)
  const [told, setTold] = useState<Told | null>(null)
  const apply = useDeskCommand('stay.apply')
  const { undo } = useStayUndo()
  const [settled] = useDebouncedValue(change, SETTLES_MS)
  const asked = settled && change ? actionOf(settled) : null
  const shown = useDeskQuery('stay.preview', asked ?? NO_ACTION, { enabled: asked !== null, keepPrevious: true })
  const isAnswered = settled === change && asked !== null && shown.state === 'ready'
  const value = asked === null ? null : valueOf(shown)
  const isOfStay = change !== null && value?.lines[0]?.reservationId === change.stay.reservationId
  const consequences: Consequences | null = isOfStay ? value : null
  const error = refused ?? (asked !== null && shown.state === 'refused' ? shown.error : null)

  const choose = (next: TapeChange | null) => {
    setRefused(null)
    if (next !== null) setTold(null)
    setChange((before) => (before && next && isSame(before, next) ? before : next))
  }
  const commit = async () => {
    const what = change && actionOf(change)
    if (!change || !what || !isAnswered || !consequences || consequences.refusedBy) return
    const answer = await apply.run({
      what,
      agreedDifferenceMinor: consequences.differenceMinor ?? 0,
      acceptRisk: consequences.atRisk,
      acceptNotReady: consequences.room?.isReady === false,
    })
    if (!answer) return
    if (!answer.ok) return setRefused(answer.error)
    setTold({ what: 'done', change, steps: undoOf(change, consequences) })
    setChange(null)
  }
  const takeBack = async () => {
    if (told?.what !== 'done' && told?.what !== 'priced') return
    const [first, ...others] = told.steps
    const agreed = told.what === 'priced' && first?.by === 'action'
    const steps = agreed ? [{ ...first, differenceMinor: told.differenceMinor }, ...others] : told.steps
    const undone = await undo(steps)
    if (!undone) return
    if (undone.state === 'undone') setTold({ what: 'undone' })
    else if (undone.state === 'refused') setTold({ what: 'cannotUndo', error: undone.error })
    else setTold({ what: 'priced', differenceMinor: undone.differenceMinor, steps: undone.steps })
  }
  return {
    change,
    choose,
    commit: () => void commit(),
    inFlight: apply.inFlight,
    consequences,
    isAnswered,
    error,
    told,
    takeBack: () => void takeBack(),
    forget: () => setTold(null),
  }
}

function isSame(a: TapeChange, b: TapeChange): boolean {
  return (
    stayKey(a.stay) === stayKey(b.stay) &&
    a.doing === b.doing &&
    a.roomId === b.roomId &&
    a.arrival === b.arrival &&
    a.departure === b.departure &&
    a.swapWith === b.swapWith
  )
}
