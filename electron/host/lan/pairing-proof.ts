import { createHmac } from 'node:crypto'
import { z } from 'zod'

/**
 * Pairing over a line that nobody vouches for yet. Both sides know the one-time code, which never travels: the terminal
 * shows that it knows it by a MAC over the certificate that it met, the hub by a MAC over its own certificate and the key
 * that it gives. Somebody in between has another certificate, so neither MAC is of any use to him.
 */
export const pairRequestSchema = z.strictObject({
  proof: z.string().max(64),
  name: z.string().trim().min(1).max(80),
  deviceClass: z.enum(['desk', 'kiosk']),
})
export type PairRequest = z.output<typeof pairRequestSchema>

export const pairResponseSchema = z.object({
  terminalId: z.string(),
  /** Long-lived; sent as `Authorization: Bearer <terminalId>.<key>`. */
  key: z.string(),
  /** Where the hub finds the chain; `null`: it does not say. */
  chainUrl: z.string().nullable(),
  proof: z.string(),
})
export type PairResponse = z.output<typeof pairResponseSchema>

/** `fingerprint`: SHA-256 of the hub's certificate, as Node writes it. */
export function proofOfTerminal(code: string, fingerprint: string): string {
  return macOf(code, ['terminal', fingerprint])
}

export function proofOfHub(code: string, fingerprint: string, answer: Omit<PairResponse, 'proof'>): string {
  return macOf(code, ['hub', fingerprint, answer.terminalId, answer.key, answer.chainUrl ?? ''])
}

function macOf(code: string, parts: readonly string[]): string {
  return createHmac('sha256', plainCode(code)).update(JSON.stringify(parts)).digest('base64url')
}

/** A code as people type it: any case, with or without its dashes. */
function plainCode(code: string): string {
  return code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')
}
