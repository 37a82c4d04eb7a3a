import { expect, test } from 'vitest'
import { rankWalkCandidates } from '../../../shared/domain/walk.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { DomainDesk } from '../../support/domain-desk.ts'
import { TODAY } from '../../support/small-hotel.ts'

test('EXC-09 who is walked first: not arrived, then who has least to be spared for, then who booked last', () => {
  const desk = new DomainDesk()
  const made = {
    plain: desk.booked(),
    family: desk.booked({ children: 1 }),
    long: desk.booked({ departure: addDays(TODAY, 5) }),
  }
  const arrived = { ...desk.peek('reservation', made.plain), bookedAtUtcMs: 9 }
  const of = (id: typeof made.plain, bookedAtUtcMs: number) => {
    const reservation = { ...desk.peek('reservation', id), bookedAtUtcMs }
    const [line] = reservation.lines
    if (!line) throw new Error('a booking has a line')
    return { reservation, line }
  }
  const early = of(made.plain, 1)
  const inHouse = { reservation: arrived, line: { ...early.line, stay: 'in_house' as const } }
  const ranked = rankWalkCandidates([inHouse, of(made.family, 5), early, of(made.long, 7), of(made.plain, 8)])
  expect(ranked.map(({ reservation, spare }) => [reservation.bookedAtUtcMs, spare])).toEqual([
    [8, []],
    [1, []],
    [7, ['long_stay']],
    [5, ['family']],
    [9, ['in_house']],
  ])
})
