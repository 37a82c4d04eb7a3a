import { useState } from 'react'
import type { DeskCallName, DeskError, DeskInput } from '../../shared/desk-api/contract.ts'
import { useDeskCommand } from './use-desk-command.ts'

/** A command of a form: sent, it is done and told, or its refusal stays to be shown until the next try. */
export function useDeskAttempt<N extends DeskCallName>(
  name: N,
  onDone: (input: DeskInput<N>) => void,
): {
  readonly send: (input: DeskInput<N>) => Promise<void>
  readonly inFlight: boolean
  readonly refused: DeskError | null
  readonly forget: () => void
} {
  const { run, inFlight } = useDeskCommand(name)
  const [refused, setRefused] = useState<DeskError | null>(null)
  const send = async (input: DeskInput<N>) => {
    const answer = await run(input)
    if (!answer) return
    setRefused(answer.ok ? null : answer.error)
    if (answer.ok) onDone(input)
  }
  return { send, inFlight, refused, forget: () => setRefused(null) }
}
