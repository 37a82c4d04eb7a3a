import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { z } from 'zod'
import { STAFF_CALLS } from '../../shared/desk-api/calls/staff.ts'
import {
  DESK_CALLS,
  type DeskAnswer,
  type DeskCallName,
  type DeskClient,
  type DeskInput,
} from '../../shared/desk-api/contract.ts'
import { useApproval } from '../stores/approval-store.ts'
import { useDesk } from './desk-provider.tsx'

/**
 * One command to the host. While it is in flight another `run` is dropped: it answers `null` and nothing is sent. What
 * whoever is signed in may not do is asked of a supervisor on the screen, and sent once more with the approval.
 */
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
    const answer = await approved(client, name, input)
    running.current = false
    setInFlight(false)
    if (answer.ok) void queries.invalidateQueries()
    return answer
  }

  return { run, inFlight }
}

async function approved<N extends DeskCallName>(
  client: DeskClient,
  name: N,
  input: DeskInput<N>,
): Promise<DeskAnswer<N>> {
  const answer = await client.call(name, input)
  if (answer.ok || answer.error.code !== 'NOT_PERMITTED' || !takesApproval(name)) return answer
  const permission = STAFF_CALLS['staff.approve'].input.shape.permission.safeParse(answer.error.params['permission'])
  if (!permission.success) return answer
  const approval = await useApproval.getState().ask(permission.data)
  return approval === null ? answer : await client.call(name, { ...input, approval })
}

function takesApproval(name: DeskCallName): boolean {
  const { input } = DESK_CALLS[name]
  return input instanceof z.ZodObject && 'approval' in input.shape
}
