import { z } from 'zod'

export const nothing = z.strictObject({})
export const done = z.strictObject({})

/** One call of the contract: a `query` reads and changes nothing, a `command` is one replica transaction. */
export function call<K extends 'query' | 'command', I extends z.ZodType, O extends z.ZodType>(
  kind: K,
  input: I,
  output: O,
) {
  return { kind, input, output }
}
