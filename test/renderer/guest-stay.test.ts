import { expect, test } from 'vitest'
import { stayMeant } from '../../renderer/desk/guests/guest-stay.ts'
import { useRecentGuests } from '../../renderer/stores/recent-guests-store.ts'
import { guestHitSchema } from '../../shared/desk-api/views.ts'
import { localDate } from '../../shared/domain/stay-dates.ts'
import { reservationIdOf } from '../support/desk-ops.ts'

const TODAY = localDate('2026-11-22')
const line = (position: number, arrival: string, departure: string, stay: string) => ({
  position,
  arrival,
  departure,
  roomTypeId: 'STD',
  roomId: null,
  stay,
})
const meant = (...lines: ReturnType<typeof line>[]) =>
  stayMeant(guestHitSchema.shape.lines.parse(lines), TODAY)?.position ?? null

test('UI-55 the stay that is meant is the one in the house, else the next, else the last', () => {
  const here = line(1, '2026-11-20', '2026-11-24', 'in_house')
  const soon = line(2, '2026-11-25', '2026-11-26', 'expected')
  const later = line(3, '2026-12-25', '2026-12-26', 'expected')
  const over = line(4, '2026-11-01', '2026-11-05', 'departed')
  const longOver = line(5, '2026-01-01', '2026-01-05', 'departed')
  expect(meant(later, soon, over, here)).toBe(1)
  expect(meant(later, over, soon)).toBe(2)
  expect(meant(longOver, over)).toBe(4)
  expect(meant()).toBeNull()
})

test('UI-55 who was opened from a search stands at the top of those, once', () => {
  const { remember } = useRecentGuests.getState()
  for (const n of [1, 2, 1, 3, 4, 5, 6, 7, 8, 9]) remember(reservationIdOf(n))
  const { opened } = useRecentGuests.getState()
  expect(opened).toHaveLength(8)
  expect(opened[0]).toBe(reservationIdOf(9))
  expect(opened.filter((id) => id === reservationIdOf(1))).toHaveLength(1)
})
