import { create } from 'zustand'
import type { ReservationId } from '../../shared/domain/ids.ts'

export type ViewName =
  | 'today'
  | 'tape'
  | 'rooms'
  | 'guests'
  | 'rates'
  | 'occupancy'
  | 'blocks'
  | 'night'
  | 'cashier'
  | 'downtime'

/** What stands open over the view; one at a time. */
export type Panel =
  | { readonly kind: 'none' }
  | { readonly kind: 'walkIn' }
  | { readonly kind: 'block' }
  | { readonly kind: 'sync' }
  | { readonly kind: 'needsYou' }
  | { readonly kind: 'help' }
  | { readonly kind: 'lineDown' }
  | { readonly kind: 'reservation'; readonly reservationId: ReservationId }

interface ScreenState {
  readonly view: ViewName
  readonly panel: Panel
  readonly search: string
  readonly show: (view: ViewName) => void
  readonly open: (panel: Panel) => void
  readonly close: () => void
  readonly setSearch: (search: string) => void
}

export const useScreen = create<ScreenState>()((set) => ({
  view: 'today',
  panel: { kind: 'none' },
  search: '',
  show: (view) => set({ view, panel: { kind: 'none' } }),
  open: (panel) => set({ panel }),
  close: () => set({ panel: { kind: 'none' } }),
  setSearch: (search) => set({ search }),
}))
