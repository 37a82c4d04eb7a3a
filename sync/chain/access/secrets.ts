import { hash, timingSafeEqual } from 'node:crypto'

/** A secret as the chain keeps it: SHA-256, enough for secrets of 128 random bits and more. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'hex')
}

export function secretMatches(secret: string, hashed: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(hashed, 'hex'))
}

/** The token of an `Authorization: Bearer …` header, or `null`. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +([\w.~+/:-]+=*)$/i.exec(authorization ?? '')?.[1] ?? null
}
