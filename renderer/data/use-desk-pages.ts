import { useQueries } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { DeskCallName, DeskInput, DeskOutput } from '../../shared/desk-api/contract.ts'
import { useDesk } from './desk-provider.tsx'
import { type Queried, type Shown, shownOf } from './shown.ts'
import { deskQuery } from './use-desk-query.ts'

/**
 * Pages of one question, each kept fresh by itself. Those that are there already are shown while others come; a page that
 * the host refuses, or all of them being old, says so of the whole.
 */
export function useDeskPages<N extends DeskCallName>(
  name: N,
  inputs: readonly DeskInput<N>[],
): Shown<readonly DeskOutput<N>[]> {
  const { client, hostLostAtUtcMs } = useDesk()
  const hostLost = hostLostAtUtcMs !== null
  const combine = useCallback((pages: readonly Queried<DeskOutput<N>>[]) => shownPages(pages, hostLost), [hostLost])
  return useQueries({ queries: inputs.map((input) => deskQuery(client, name, input)), combine })
}

/** As one: loading until there is a first page. */
export function shownPages<T>(pages: readonly Queried<T>[], hostLost: boolean): Shown<readonly T[]> {
  const shown = pages.map((page) => shownOf<T>(page, hostLost))
  const value = shown.flatMap((page) => ('value' in page ? [page.value] : []))
  const refused = shown.find((page) => page.state === 'refused')
  if (refused && (value.length === 0 || refused.error.retry === 'never')) return refused
  if (value.length === 0) return { state: 'loading' }
  const asOfUtcMs = shown.flatMap((page) => (page.state === 'stale' ? [page.asOfUtcMs] : []))
  if (asOfUtcMs.length > 0) return { state: 'stale', value, asOfUtcMs: Math.min(...asOfUtcMs) }
  return shown.every(({ state }) => state === 'ready') ? { state: 'ready', value } : { state: 'pending', value }
}
