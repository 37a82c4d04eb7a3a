import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { cardTokenRequestSchema } from '../../../../shared/wire/public-api.ts'
import { type CardForm, cardTokenSchema } from '../../payments/card-form.ts'
import { SANDBOX_CARDS } from '../../payments/sandbox-cards.ts'
import { PUBLIC_PROBLEMS, problem } from '../answers.ts'
import { sendProblem } from '../problems.ts'

/** The sandbox's card form, where the chain has one; with another provider a card's number never comes here. */
export function sandboxRoutes(cardForm: CardForm): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/sandbox/card-tokens',
      {
        schema: {
          operationId: 'createCardToken',
          summary: "The sandbox's card form: the number of a test card becomes a token",
          description: [
            "Stands for a provider's form in the guest's browser. Only these numbers are cards:",
            ...Object.entries(SANDBOX_CARDS).map(([number, { what }]) => `- \`${number}\` ${what}`),
          ].join('\n'),
          tags: ['payments'],
          body: cardTokenRequestSchema,
          response: {
            ...PUBLIC_PROBLEMS,
            201: cardTokenSchema,
            400: problem('REQUEST_INVALID, JSON_INVALID; CARD_UNKNOWN: no test card'),
          },
        },
      },
      async (request, reply) => {
        const token = await cardForm.tokenise(request.body.cardNumber)
        return token ? reply.code(201).send(token) : sendProblem(reply, { code: 'CARD_UNKNOWN', params: {} })
      },
    )
  }
}
