import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type { DeskCallName, DeskClient, DeskInput, DeskOutput } from '../../shared/desk-api/contract.ts'
import { useDesk } from './desk-provider.tsx'
import { DeskFailure, type Shown, shownOf } from './shown.ts'

const TRY_AGAIN_MS = 2_000

interface Options<N extends DeskCallName> {
  /** Ask only while the input makes sense. */
  readonly enabled?: boolean
  /** Keep the answer to the question before, as `pending`, until this one is answered. */
  readonly keepPrevious?: boolean
  readonly isEmpty?: (value: DeskOutput<N>) => boolean
}

/** One question to the host, kept fresh by its events; see {@link Shown} for what comes back. */
export function useDeskQuery<N extends DeskCallName>(
  name: N,
  input: DeskInput<N>,
  options: Options<N> = {},
): Shown<DeskOutput<N>> {
  const { client, hostLostAtUtcMs } = useDesk()
  const query = useQuery({
    ...deskQuery(client, name, input),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  })
  return shownOf<DeskOutput<N>>(query, hostLostAtUtcMs !== null, options.isEmpty)
}

/** A question as TanStack Query asks it: failures are thrown, and asked again where that can help. */
export function deskQuery<N extends DeskCallName>(client: DeskClient, name: N, input: DeskInput<N>) {
  return queryOptions({
    queryKey: [name, input],
    queryFn: async () => {
      const answer = await client.call(name, input)
      if (!answer.ok) throw new DeskFailure(answer.error)
      return answer.value
    },
    refetchInterval: ({ state: { error } }) =>
      error instanceof DeskFailure && error.error.retry === 'later' ? TRY_AGAIN_MS : false,
  })
}
