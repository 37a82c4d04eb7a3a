import { DeskFault, codeOf } from '../common/faults.ts'

/** What a fault at the start means to the person at the machine, in one line; no stack, no personal data. */
export function faultLine(
  error: unknown,
  where: { readonly dataDirectory: string; readonly port: number | null },
): string {
  if (error instanceof DeskFault) return error.message
  const code = codeOf(error) ?? 'unknown'
  switch (code) {
    case 'EADDRINUSE':
      return `port ${where.port} is in use; stop the program that holds it, or choose another with --port`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
    case 'ENOTDIR':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
      return `can not write to the data directory ${where.dataDirectory} (${code})`
    case 'REPLICA_NEWER':
      return `the data in ${where.dataDirectory} was written by a newer Keyrack; start that version, or update this one`
    case 'REPLICA_LOCKED':
      return `the guests' data in ${where.dataDirectory} is sealed with another key; put its replica.key back, or start once with KEYRACK_ENROL_CODE=<a code of "chain enrol"> to put that data aside and begin anew`
    case 'ENOSPC':
    case 'SQLITE_FULL':
      return `the disk that holds ${where.dataDirectory} is full`
    default:
      return `the desk could not start: ${firstLine(error)} (${code})`
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n', 1)[0] ?? ''
}
