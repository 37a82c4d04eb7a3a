import type { OpView } from '../../shared/desk-api/views.ts'
import { confirmationCodeText } from '../i18n/confirmation-code-text.ts'
import { type Format, dayOrText } from '../i18n/format.ts'

/** In the order in which they are said; what a host adds beyond these is left to the details. */
const SAID = ['lastName', 'firstName', 'code', 'roomId', 'arrival', 'departure', 'from', 'until']

/** What an op is about, in one line: guest and code, or room and dates. */
export function opSubject(params: OpView['params'], format: Format): string {
  return SAID.flatMap((name) => {
    const value = params[name]
    if (value === undefined || value === '') return []
    return [name === 'code' ? confirmationCodeText(String(value)) : dayOrText(format, String(value))]
  }).join(' · ')
}
