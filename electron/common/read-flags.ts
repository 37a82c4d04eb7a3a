import { type Command, CommanderError } from 'commander'
import { DeskFault } from './faults.ts'

/**
 * The flags that a command line gives, by their names. `null` after `--help`, which commander has answered by itself.
 * Throws a {@link DeskFault} with the one line to show where they can not be read.
 */
export function readFlags(command: Command, args: readonly string[]): Record<string, unknown> | null {
  command.exitOverride().configureOutput({ writeErr: () => undefined })
  try {
    command.parse(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return null
    throw new DeskFault(error instanceof Error ? error.message.replace(/^error: /, '') : 'unreadable flags')
  }
  return command.opts<Record<string, unknown>>()
}
