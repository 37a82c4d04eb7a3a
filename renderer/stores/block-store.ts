import { create } from 'zustand'
import type { BlockDraft } from './block-draft.ts'

interface BlockState {
  /** What was typed so far; kept while the form is closed and after a refusal. */
  readonly draft: BlockDraft | null
  readonly begin: (draft: BlockDraft) => void
  readonly change: (change: Partial<BlockDraft>) => void
  readonly clear: () => void
}

export const useBlockDraft = create<BlockState>()((set) => ({
  draft: null,
  begin: (draft) => set({ draft }),
  change: (change) => set(({ draft }) => (draft ? { draft: { ...draft, ...change } } : {})),
  clear: () => set({ draft: null }),
}))
