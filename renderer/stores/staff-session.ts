import { create } from 'zustand'
import type { DeskOutput } from '../../shared/desk-api/contract.ts'

export type StaffMember = DeskOutput<'staff.list'>[number]

/** Why somebody has to sign in again. What stood open comes back after `locked` and `expired`. */
export type SessionEnd = 'locked' | 'expired' | 'signedOut'

interface StaffSession {
  /** Goes with every call; in memory alone, so that a page that is loaded again asks anew. */
  readonly session: string | null
  /** Whose it is; after its end, whose it was. */
  readonly member: StaffMember | null
  readonly ended: SessionEnd | null
  readonly signedIn: (session: string, member: StaffMember) => void
  /** Ends it here at once; the host is told next, with the session that is still there for that. */
  readonly end: (how: 'locked' | 'signedOut') => void
  /** The host was told of the end. */
  readonly forget: () => void
  /** The host does not know this session; a newer one is left alone. */
  readonly expired: (known: string | null) => void
}

/** Who is signed in at this screen, as the host knows them. */
export const useStaffSession = create<StaffSession>((set) => ({
  session: null,
  member: null,
  ended: null,
  signedIn: (session, member) => set({ session, member, ended: null }),
  end: (how) => set(({ session }) => (session === null ? {} : { ended: how })),
  forget: () => set({ session: null }),
  expired: (known) => set(({ session }) => (session === known ? { session: null, ended: 'expired' } : {})),
}))
