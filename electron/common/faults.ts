/** A fault whose message is the one line that a person is shown. */
export class DeskFault extends Error {
  override readonly name = 'DeskFault'
}

/** The `code` of a Node or SQLite error, or `null`. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
