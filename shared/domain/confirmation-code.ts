import { assert } from '../base/assert.ts'
import type { Brand } from '../base/brand.ts'

/**
 * What a guest reads out at the desk: two symbols of device prefix, a counter of at least four, one check symbol, all
 * in Crockford base32 (no I, L, O, U). Unique in the hotel without asking anybody, because each device has its own
 * prefix and counts durably. Source: design.md, section 5; docs/decisions/0003-check-symbol.md.
 */
export type ConfirmationCode = Brand<string, 'ConfirmationCode'>

/** Prefix of the codes that the chain itself gives out (web, channels, imports). */
export const CHAIN_PREFIX = 0

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BASE = ALPHABET.length
const PREFIX_SYMBOLS = 2
const MIN_COUNTER_SYMBOLS = 4

/** The highest device prefix that fits: 1,023. */
export const MAX_PREFIX = BASE ** PREFIX_SYMBOLS - 1

/** The code number `counter` (from 0) of the device with this prefix (0 to {@link MAX_PREFIX}). */
export function confirmationCode(prefix: number, counter: number): ConfirmationCode {
  assert(Number.isInteger(prefix) && prefix >= 0 && prefix <= MAX_PREFIX, `prefix ${prefix}`)
  assert(Number.isSafeInteger(counter) && counter >= 0, `counter ${counter}`)
  const payload = toSymbols(prefix, PREFIX_SYMBOLS) + toSymbols(counter, MIN_COUNTER_SYMBOLS)
  return `${payload}${checkSymbol(payload)}` as ConfirmationCode // made by the maker of these codes
}

/**
 * The code that somebody typed: any case, spaces and hyphens dropped, O read as 0, I and L as 1. `null` where it is
 * too short, has another symbol, or the check symbol does not hold.
 */
export function parseConfirmationCode(text: string): ConfirmationCode | null {
  const symbols = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  if (symbols.length < PREFIX_SYMBOLS + MIN_COUNTER_SYMBOLS + 1) return null
  if (Array.from(symbols).some((symbol) => !ALPHABET.includes(symbol))) return null
  const payload = symbols.slice(0, -1)
  return checkSymbol(payload) === symbols.at(-1) ? (symbols as ConfirmationCode) : null // checked here
}

/** As printed and read out: `02-0003-X`. */
export function formatConfirmationCode(code: ConfirmationCode): string {
  return `${code.slice(0, PREFIX_SYMBOLS)}-${code.slice(PREFIX_SYMBOLS, -1)}-${code.slice(-1)}`
}

/** Luhn mod N with N = 32: finds every single wrong symbol and every swap of neighbours but 0 with Z. */
function checkSymbol(payload: string): string {
  let sum = 0
  let factor = 2
  for (const symbol of Array.from(payload).toReversed()) {
    const addend = factor * ALPHABET.indexOf(symbol)
    sum += Math.floor(addend / BASE) + (addend % BASE)
    factor = factor === 2 ? 1 : 2
  }
  return ALPHABET.charAt((BASE - (sum % BASE)) % BASE)
}

function toSymbols(value: number, width: number): string {
  let rest = value
  let symbols = ''
  while (rest > 0 || symbols.length < width) {
    symbols = ALPHABET.charAt(rest % BASE) + symbols
    rest = Math.floor(rest / BASE)
  }
  return symbols
}
