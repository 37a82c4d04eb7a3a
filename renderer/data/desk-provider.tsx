import { type Query, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, createContext, use, useEffect, useMemo, useState } from 'react'
import { present } from '../../shared/base/assert.ts'
import type { DeskCallName, DeskClient } from '../../shared/desk-api/contract.ts'
import { browserClock } from './browser-ports.ts'

interface Desk {
  readonly client: DeskClient
  /** Since when the host has been out of reach; `null` while it is there. */
  readonly hostLostAtUtcMs: number | null
}

const DeskContext = createContext<Desk | null>(null)

/** What may change when only the badge did: how far things have got, never what they are. */
const OF_BADGE: ReadonlySet<string> = new Set<DeskCallName>([
  'sync.badge',
  'sync.ops',
  'terminal.get',
  'reservation.get',
  'today.get',
  'blocks.list',
])

/** Gives the screens their line to the host and reads anew what they show whenever the host says that it changed. */
export function DeskProvider({ client, children }: { client: DeskClient; children: ReactNode }) {
  const [hostLostAtUtcMs, setHostLostAtUtcMs] = useState<number | null>(null)
  const [queries] = useState(makeQueryClient)
  useEffect(
    () =>
      client.listen({
        onEvent: (event) => {
          const only = event.event === 'badgeChanged' ? OF_BADGE : null
          void readAnew(queries, ({ queryKey: [name] }) => only === null || only.has(String(name)))
        },
        onLost: () => setHostLostAtUtcMs((since) => since ?? browserClock.nowUtcMs()),
        onBack: () => {
          setHostLostAtUtcMs(null)
          void readAnew(queries, () => true)
        },
      }),
    [client, queries],
  )
  const desk = useMemo(() => ({ client, hostLostAtUtcMs }), [client, hostLostAtUtcMs])
  return (
    <QueryClientProvider client={queries}>
      <DeskContext value={desk}>{children}</DeskContext>
    </QueryClientProvider>
  )
}

export function useDesk(): Desk {
  return present(use(DeskContext), 'a screen stands inside the DeskProvider')
}

/** Asks again, also what is being asked for the first time: an answer under way may be from before the change. */
async function readAnew(queries: QueryClient, predicate: (query: Query) => boolean): Promise<void> {
  await queries.cancelQueries({ predicate })
  await queries.invalidateQueries({ predicate })
}

function makeQueryClient(): QueryClient {
  // The host is on this computer or in this building: the browser's idea of being online says nothing about it.
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
