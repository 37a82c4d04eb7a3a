import { create } from 'zustand'
import type { ReservationId } from '../../shared/domain/ids.ts'
import type { WalkInDraft, WalkInWish } from './walk-in-draft.ts'

interface Booked {
  readonly reservationId: ReservationId
  readonly confirmationCode: string
  /** What stands behind it: the terminal's allotment, the chain's word to come, or a risk that was accepted. */
  readonly claim: 'guaranteed' | 'requested' | 'at_risk'
}

interface WalkInState {
  /** What was typed so far; kept while the form is closed and after a refusal, until it is booked or emptied. */
  readonly draft: WalkInDraft | null
  /** The booking that the form has just made, until the next one is begun. */
  readonly booked: Booked | null
  /** What a cell of the occupancy table, or marked nights of the tape chart, asked for. */
  readonly wish: WalkInWish | null
  readonly begin: (draft: WalkInDraft) => void
  readonly change: (change: Partial<WalkInDraft>) => void
  readonly markBooked: (booked: Booked) => void
  readonly wishFor: (wish: WalkInWish | null) => void
  readonly clear: () => void
}

export const useWalkIn = create<WalkInState>()((set) => ({
  draft: null,
  booked: null,
  wish: null,
  begin: (draft) => set({ draft, booked: null }),
  change: (change) => set(({ draft }) => (draft ? { draft: { ...draft, ...change } } : {})),
  markBooked: (booked) => set({ booked, draft: null }),
  wishFor: (wish) => set({ wish }),
  clear: () => set({ draft: null, booked: null, wish: null }),
}))
