import { create } from 'zustand'
import type { ReservationId, RoomTypeId } from '../../shared/domain/ids.ts'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'
import type { WalkInDraft } from './walk-in-draft.ts'

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
  /** A cell of the occupancy table asked for this type and night. */
  readonly wish: { readonly roomTypeId: RoomTypeId; readonly arrival: LocalDate } | null
  readonly begin: (draft: WalkInDraft) => void
  readonly change: (change: Partial<WalkInDraft>) => void
  readonly markBooked: (booked: Booked) => void
  readonly wishFor: (wish: { roomTypeId: RoomTypeId; arrival: LocalDate } | null) => void
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
