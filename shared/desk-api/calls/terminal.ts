import { z } from 'zod'
import { call, done, nothing } from '../call.ts'
import { attachedTerminalSchema, pairingViewSchema, terminalViewSchema } from '../views/sync.ts'

export const TERMINAL_CALLS = {
  /** Whose desk API this screen works with: its own, the hub's, or its own because the hub is out of reach. */
  'terminal.get': call('query', nothing, terminalViewSchema),
  /** At the hub's own screen: a new one-time code for one terminal; the code before it is void. Refuses `NOT_A_HUB`. */
  'hub.pair': call('command', nothing, pairingViewSchema),
  /** At the hub's own screen: the terminals that were paired. Refuses `NOT_A_HUB`. */
  'hub.terminals': call('query', nothing, z.array(attachedTerminalSchema)),
  /** At the hub's own screen: the terminal's key is void from now on. Refuses `NOT_A_HUB`, `TERMINAL_UNKNOWN`. */
  'hub.revoke': call('command', z.strictObject({ terminalId: z.string().max(40) }), done),
} as const
