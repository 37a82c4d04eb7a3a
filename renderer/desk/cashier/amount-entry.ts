/**
 * An amount as somebody types it, in minor units: `1204.50`, `1,204.50`, `1.204,50`, `1204,5`. The last point or comma
 * with at most `exponent` digits after it is the decimal one. `null`: no amount.
 */
export function parseAmount(text: string, exponent: number): number | null {
  const entry = text.trim().replaceAll(/[\s'’]/g, '')
  const match = /^(\d[\d.,]*?)(?:[.,](\d*))?$/.exec(entry)
  if (!match) return null
  const fraction = match[2] ?? ''
  const isDecimal = exponent > 0 && fraction.length <= exponent
  if (!isDecimal && fraction.length !== 3 && fraction !== '') return null
  const whole = (isDecimal ? (match[1] ?? '') : `${match[1] ?? ''}.${fraction}`).replace(/[.,]$/, '')
  // Points between groups of three, where there are any.
  if (!/^\d+$|^\d{1,3}([.,]\d{3})+$/.test(whole)) return null
  const digits = whole.replaceAll(/[.,]/g, '') + (isDecimal ? fraction : '').padEnd(exponent, '0')
  const amount = Number(digits)
  return Number.isSafeInteger(amount) && amount <= 1_000_000_000 ? amount : null
}
