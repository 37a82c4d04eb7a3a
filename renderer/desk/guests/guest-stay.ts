import type { GuestHit } from '../../../shared/desk-api/views.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'

type Line = GuestHit['lines'][number]

const RANK = { in_house: 0, expected: 1, departed: 2, no_show: 3 } as const

/** The stay of a booking that somebody who asks at the desk means: who is in the house, else who comes next. */
export function stayMeant(lines: readonly Line[], businessDate: LocalDate): Line | null {
  const distance = (line: Line) => (line.departure <= businessDate ? line.departure : line.arrival)
  const sorted = lines.toSorted((a, b) => {
    if (a.stay !== b.stay) return RANK[a.stay] - RANK[b.stay]
    const nearer = distance(a) < distance(b) ? -1 : 1
    // What is over lately is nearer than what is over long ago.
    return a.stay === 'departed' || a.stay === 'no_show' ? 0 - nearer : nearer
  })
  return sorted[0] ?? null
}
