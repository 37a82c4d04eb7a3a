import { z } from 'zod'

/** Views carry ids, dates, counts, minor units and codes; every text is made by the renderer from its catalogues. */

export const count = z.int().nonnegative()
export const utcMs = z.int().nonnegative()
export const minor = z.int()

/** How far a row's last local change has got: on this disk, sent and unanswered, confirmed by the chain, or in need of a person. */
export const landingSchema = z.enum(['saved', 'sent', 'confirmed', 'needsYou'])
export type Landing = z.output<typeof landingSchema>
