import { OperatorError } from '../database/port.ts'

const SECRET_VARIABLE = 'KEYRACK_PAYMENTS_SECRET'
const SHORTEST_SECRET = 16

/** What the chain's processes and the payment service know each other by; from the environment, never from a flag. */
export function paymentsSecret(): string {
  const secret = process.env[SECRET_VARIABLE] ?? ''
  if (secret.length < SHORTEST_SECRET) {
    throw new OperatorError(`${SECRET_VARIABLE} has to hold at least ${SHORTEST_SECRET} characters`)
  }
  return secret
}
