import { create } from 'zustand'
import type { DeskInput } from '../../shared/desk-api/contract.ts'

export type Permission = DeskInput<'staff.approve'>['permission']

interface ApprovalState {
  /** What somebody who may is asked to answer for now; one thing at a time. */
  readonly asked: Permission | null
  /** Asks for it on the screen: the approval, or `null` where nobody gives one. */
  readonly ask: (permission: Permission) => Promise<string | null>
  readonly settle: (approval: string | null) => void
}

/** The way from a command that was not permitted to the dialog that asks a supervisor. */
export const useApproval = create<ApprovalState>()((set) => {
  let told: ((approval: string | null) => void) | null = null
  return {
    asked: null,
    ask: (permission) => {
      told?.(null)
      const { promise, resolve } = Promise.withResolvers<string | null>()
      told = resolve
      set({ asked: permission })
      return promise
    },
    settle: (approval) => {
      set({ asked: null })
      told?.(approval)
    },
  }
})
