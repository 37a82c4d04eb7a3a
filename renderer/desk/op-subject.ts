import type { OpView } from '../../shared/desk-api/views.ts'
import { type Format, dayOrText } from '../i18n/format.ts'

/** In the order in which they are said; what a host adds beyond these is left to the details. */
const SAID = [
  'lastName',
  'firstName',
  'guest',
  'guestName',
  'name',
  'code',
  'confirmationCode',
  'roomId',
  'room',
  'arrival',
  'departure',
  'from',
  'until',
]

/** What an op is about, in one line: guest and code, or room and dates. */
export function opSubject(params: OpView['params'], format: Format): string {
  return SAID.flatMap((name) => {
    const value = params[name]
    return value === undefined || value === '' ? [] : [dayOrText(format, String(value))]
  }).join(' · ')
}
