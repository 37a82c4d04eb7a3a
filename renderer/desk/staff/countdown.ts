/** Minutes and seconds that are left, `1:05`; `null` once they are over. */
export function countdown(leftMs: number): string | null {
  if (leftMs <= 0) return null
  const seconds = Math.ceil(leftMs / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
