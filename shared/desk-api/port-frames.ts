import type { DeskAnswer, DeskCallName, DeskEvent } from './contract.ts'

/** From a screen to its host, over a MessagePort. `id` is the screen's own count. */
export interface PortCallFrame {
  readonly id: number
  readonly call: string
  readonly input: unknown
  /** Of whoever is signed in at the screen; `null`: nobody. */
  readonly session: string | null
}

/** From the host to the screen: the answer to one call, or an event that nobody asked for. */
export type PortHostFrame =
  | { readonly id: number; readonly answer: DeskAnswer<DeskCallName> }
  | { readonly id: null; readonly event: DeskEvent }
