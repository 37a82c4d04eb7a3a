import { z } from 'zod'

export const cardTokenSchema = z.object({ cardToken: z.string(), cardMasked: z.string() })
export type CardToken = z.output<typeof cardTokenSchema>

/** The provider's form where a card's number ends and a token of it begins; ours is the sandbox's, for test cards. */
export interface CardForm {
  /** `null`: no card that the provider knows. */
  tokenise(cardNumber: string): Promise<CardToken | null>
}
