import type { z } from 'zod'

/** A primitive that only its own parser or maker may produce. The same brand as zod's, so a schema yields it directly. */
export type Brand<T, Name extends string> = T & z.core.$brand<Name>
