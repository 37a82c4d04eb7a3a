import type { SyncFault } from './fault.ts'

/** Why the chain did not do what a desk asked, with what its code is about; empty where no chain answered. */
export interface QuestionFault extends SyncFault {
  readonly params: Readonly<Record<string, unknown>>
}
