/**
 * The version of the sync protocol. Raised with every change of a message's shape; a test hashes the schemas so that
 * none goes unversioned (rule WIRE-01).
 */
export const PROTOCOL_VERSION = 3
/** The oldest version whose terminals understand what a chain of this build gives out; pushes are taken of any. */
export const MIN_PROTOCOL = 3
/** The header by which a terminal tells its version with each request; without it, it is older than 3. */
export const PROTOCOL_HEADER = 'keyrack-protocol'

/** A push carries at most this many ops … */
export const MAX_PUSH_OPS = 100
/** … and a body of at most this many bytes. */
export const MAX_PUSH_BYTES = 256 * 1024
/** A pull answers about this many changed rows at most; a single version is never cut. */
export const MAX_PULL_ROWS = 2_000
