import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { DeskAnswer, DeskCallName, DeskInput } from '../../shared/desk-api/contract.ts'
import { useDesk } from './desk-provider.tsx'

/** One command to the host. While it is in flight another `run` is dropped: it answers `null` and nothing is sent. */
export function useDeskCommand<N extends DeskCallName>(
  name: N,
): { run: (input: DeskInput<N>) => Promise<DeskAnswer<N> | null>; inFlight: boolean } {
  const { client } = useDesk()
  const queries = useQueryClient()
  const [inFlight, setInFlight] = useState(false)
  const running = useRef(false) // state lags behind the second click of a double click

  async function run(input: DeskInput<N>): Promise<DeskAnswer<N> | null> {
    if (running.current) return null
    running.current = true
    setInFlight(true)
    const answer = await client.call(name, input)
    running.current = false
    setInFlight(false)
    if (answer.ok) void queries.invalidateQueries()
    return answer
  }

  return { run, inFlight }
}
