import type { ExceptionView } from '../../../shared/desk-api/views.ts'
import type { ExceptionKind } from '../../../shared/domain/exception-row.ts'

const RANK = { urgent: 0, action: 1, info: 2 } as const

/** What is most urgent first; of the same urgency, what has waited longest. */
export function inUrgency(exceptions: readonly ExceptionView[]): readonly ExceptionView[] {
  return exceptions.toSorted(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      a.openedAtUtcMs - b.openedAtUtcMs ||
      (a.exceptionId < b.exceptionId ? -1 : 1),
  )
}

export interface KindCount {
  readonly kind: ExceptionKind
  readonly count: number
}

/** The kinds that there are, in the order of their most urgent one, with how many. */
export function kindCounts(exceptions: readonly ExceptionView[]): readonly KindCount[] {
  const byKind = Map.groupBy(inUrgency(exceptions), ({ kind }) => kind)
  return [...byKind].map(([kind, all]) => ({ kind, count: all.length }))
}
