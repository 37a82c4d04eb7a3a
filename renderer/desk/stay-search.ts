import type { StayItem } from '../../shared/desk-api/views.ts'
import { plainText } from './plain-text.ts'

/** Does a stay match what was typed: every word in the name, or the whole of it in the code or the room? */
export function matchesSearch(
  stay: Pick<StayItem, 'firstName' | 'lastName' | 'confirmationCode' | 'roomId'>,
  search: string,
): boolean {
  const wanted = plainText(search)
  if (wanted === '') return true
  const code = stay.confirmationCode.toLowerCase()
  const compact = wanted.replace(/[\s-]/g, '')
  if (compact.length >= 3 && code.replace(/-/g, '').includes(compact)) return true
  if (stay.roomId !== null && stay.roomId.toLowerCase().startsWith(wanted)) return true
  const name = plainText(`${stay.firstName} ${stay.lastName}`)
  return wanted.split(/[\s,]+/).every((word) => name.includes(word))
}
