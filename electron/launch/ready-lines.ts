import { z } from 'zod'
import { hubReadySchema } from '../common/host-messages.ts'
import { parseJson } from './data-directory.ts'

const chainReadySchema = z.object({
  ready: z.literal(true),
  chain: z.url(),
  /** The internal API's address. */
  internal: z.url().nullable(),
  enrolCode: z.string().nullable(),
  /** A key of the public API, and a token of the internal one, for the demonstration's user. */
  apiKey: z.string().nullable(),
  staffToken: z.string().nullable(),
})
export type ChainReady = z.output<typeof chainReadySchema>

const deskReadySchema = z.object({
  ready: z.literal(true),
  url: z.url(),
  /** How another desk is attached, where this one is a hub. */
  hub: hubReadySchema.optional(),
})
export type DeskReady = z.output<typeof deskReadySchema>

/** The chain's line when it is ready, or `null` for any other line. */
export function parseChainReady(line: string): ChainReady | null {
  return chainReadySchema.safeParse(parseJson(line)).data ?? null
}

/** The line of a desk host, or of Electron, when it is ready, or `null` for any other line. */
export function parseDeskReady(line: string): DeskReady | null {
  return deskReadySchema.safeParse(parseJson(line)).data ?? null
}

/** The port of an address; 0, any free one, where it names none. */
export function portOf(url: string): number {
  return Number(URL.parse(url)?.port || 0)
}
