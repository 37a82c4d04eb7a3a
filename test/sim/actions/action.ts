import type { Terminal } from '../terminal.ts'
import type { World } from '../world.ts'

/** Something that may happen in a world. A group is in a seed's world or not, as a whole (swarm testing). */
export interface Action {
  readonly name: string
  /** How often it happens, relative to the others of the world. */
  readonly weight: number
}

/** What somebody does at a terminal that is on. */
export interface DeskAction extends Action {
  readonly atDesk: (world: World, terminal: Terminal) => void
}

/** What happens to the whole hotel, the chain, or to a terminal of the action's own choice. */
export interface WorldAction extends Action {
  readonly inWorld: (world: World) => void | Promise<void>
}

export interface ActionGroup {
  readonly name: string
  /** Is it in every world? The others are in about half of them. */
  readonly always: boolean
  readonly actions: readonly (DeskAction | WorldAction)[]
}
