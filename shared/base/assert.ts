/** A broken promise of our own code. Nobody catches it to go on: the worker restarts from durable state. */
export class BugError extends Error {
  override readonly name = 'BugError'
}

/** Throws a {@link BugError} unless the condition holds. For what our own code promises, never for input. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new BugError(message)
}

/** The value, or a {@link BugError} where our own code promised that it is there. */
export function present<T>(value: T | null | undefined, message: string): T {
  if (value === null || value === undefined) throw new BugError(message)
  return value
}

/** Closes an exhaustive switch: compiles only while every case is handled. */
export function unreachable(value: never): never {
  throw new BugError(`unreachable: ${JSON.stringify(value)}`)
}
