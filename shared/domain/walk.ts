import type { ReservationRow, StayLineRow } from './rows.ts'
import { nightCount } from './stay-dates.ts'

/** Why a guest should rather not be walked: the more of these, the later they are asked (domain.md). */
export type ReasonToSpare = 'in_house' | 'family' | 'long_stay' | 'paid'

/** From so many nights on a stay is a long one. House policy. */
const LONG_STAY_NIGHTS = 4

export interface WalkCandidate {
  readonly reservation: ReservationRow
  readonly line: StayLineRow
  readonly spare: readonly ReasonToSpare[]
}

/**
 * Who is walked first where a night is oversold: guests who have not arrived before those who have, then whoever has
 * least to be spared for, then whoever booked last. Rule EXC-09.
 */
export function rankWalkCandidates(
  lines: readonly Pick<WalkCandidate, 'reservation' | 'line'>[],
): readonly WalkCandidate[] {
  return lines
    .map((candidate) => ({ ...candidate, spare: reasonsToSpare(candidate) }))
    .toSorted(
      (a, b) =>
        Number(a.line.stay === 'in_house') - Number(b.line.stay === 'in_house') ||
        a.spare.length - b.spare.length ||
        b.reservation.bookedAtUtcMs - a.reservation.bookedAtUtcMs ||
        (a.line.lineId < b.line.lineId ? -1 : 1),
    )
}

function reasonsToSpare({ reservation, line }: Pick<WalkCandidate, 'reservation' | 'line'>): ReasonToSpare[] {
  return [
    ...(line.stay === 'in_house' ? (['in_house'] as const) : []),
    ...(line.children > 0 ? (['family'] as const) : []),
    ...(nightCount(line) >= LONG_STAY_NIGHTS ? (['long_stay'] as const) : []),
    ...(reservation.status === 'paid' ? (['paid'] as const) : []),
  ]
}
