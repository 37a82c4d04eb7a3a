import type { Rng } from '../../shared/base/ports.ts'

/** Bytes that depend on the seed alone (xorshift32). */
export function seededRng(seed: number): Rng {
  let state = Math.imul(seed + 1, 0x9e3779b9) || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 0xff
  }
  return { bytes: (count) => Uint8Array.from({ length: count }, next) }
}
