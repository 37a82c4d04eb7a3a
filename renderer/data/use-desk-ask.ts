import { useRef, useState } from 'react'
import type { DeskCallName, DeskError, DeskInput, DeskOutput } from '../../shared/desk-api/contract.ts'
import { useDesk } from './desk-provider.tsx'

/** What came of a question that a person asked. */
export type Asked<T> =
  | { readonly state: 'idle' }
  | { readonly state: 'asking' }
  | { readonly state: 'refused'; readonly error: DeskError }
  | { readonly state: 'answered'; readonly value: T }

/**
 * A question that goes over the line: asked when a person asks it, and never again by itself. An answer to a question before
 * the last one is dropped.
 */
export function useDeskAsk<N extends DeskCallName>(
  name: N,
): { readonly asked: Asked<DeskOutput<N>>; readonly ask: (input: DeskInput<N>) => void } {
  const { client } = useDesk()
  const [asked, setAsked] = useState<Asked<DeskOutput<N>>>({ state: 'idle' })
  const latest = useRef(0)

  async function answered(input: DeskInput<N>): Promise<void> {
    const turn = (latest.current += 1)
    setAsked({ state: 'asking' })
    const answer = await client.call(name, input)
    if (turn !== latest.current) return
    setAsked(answer.ok ? { state: 'answered', value: answer.value } : { state: 'refused', error: answer.error })
  }

  return { asked, ask: (input) => void answered(input) }
}
