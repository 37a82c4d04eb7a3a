import { create } from 'zustand'
import type { ReservationId } from '../../shared/domain/ids.ts'

const MOST = 8

interface RecentGuests {
  /** The bookings that were opened from a search, the latest first. In memory alone. */
  readonly opened: readonly ReservationId[]
  readonly remember: (reservationId: ReservationId) => void
}

export const useRecentGuests = create<RecentGuests>()((set) => ({
  opened: [],
  remember: (reservationId) =>
    set(({ opened }) => ({
      opened: [reservationId, ...opened.filter((each) => each !== reservationId)].slice(0, MOST),
    })),
}))
