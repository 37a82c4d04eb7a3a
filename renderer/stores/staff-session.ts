import { create } from 'zustand'

interface StaffSession {
  /** Goes with every call; in memory alone, so that a page that is loaded again asks anew. */
  readonly session: string | null
  signedIn(session: string): void
  signedOut(): void
}

/** Who is signed in at this screen, as the host knows them. */
export const useStaffSession = create<StaffSession>((set) => ({
  session: null,
  signedIn: (session) => set({ session }),
  signedOut: () => set({ session: null }),
}))
