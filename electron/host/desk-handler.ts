import type { DeskAnswer, DeskCallName, DeskEvent } from '../../shared/desk-api/contract.ts'

/** What a shell (HTTP, MessagePort) serves: the desk API of one host, with nothing of the transport in it. */
export interface DeskHandler {
  /**
   * Answers one call. The name and the input come as the screen sent them and are checked here (`CALL_UNKNOWN`,
   * `INPUT_INVALID`), and so is the session of whoever signed in at the screen (`SIGNED_OUT`). Never rejects: refusals,
   * faults and bugs are answers.
   */
  handle(call: string, input: unknown, session?: string | null): Promise<DeskAnswer<DeskCallName>>
  /** Hears events until the returned function is called. */
  listen(heard: (event: DeskEvent) => void): () => void
}
