import { create } from 'zustand'
import type { RoomTypeId } from '../../shared/domain/ids.ts'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'

interface TapeState {
  readonly zoom: 7 | 14 | 30 | 60
  /** First day of the year that the chart scrolls over; `null` until it is opened. */
  readonly spanFrom: LocalDate | null
  /** The day at its left edge, for when it is opened again. */
  readonly leftDay: LocalDate | null
  /** Types that are shown as their head alone. */
  readonly collapsed: ReadonlySet<RoomTypeId>
  /** Types that show every lane of stays without a room. */
  readonly unfolded: ReadonlySet<RoomTypeId>
  readonly setZoom: (zoom: TapeState['zoom']) => void
  readonly setSpan: (spanFrom: LocalDate) => void
  readonly setLeftDay: (leftDay: LocalDate) => void
  readonly toggle: (which: 'collapsed' | 'unfolded', roomTypeId: RoomTypeId) => void
}

/** How the tape chart stands on this screen. */
export const useTape = create<TapeState>()((set) => ({
  zoom: 14,
  spanFrom: null,
  leftDay: null,
  collapsed: new Set(),
  unfolded: new Set(),
  setZoom: (zoom) => set({ zoom }),
  setSpan: (spanFrom) => set({ spanFrom }),
  setLeftDay: (leftDay) => set({ leftDay }),
  toggle: (which, roomTypeId) =>
    set((state) => {
      const next = new Set(state[which])
      if (!next.delete(roomTypeId)) next.add(roomTypeId)
      return { [which]: next }
    }),
}))
