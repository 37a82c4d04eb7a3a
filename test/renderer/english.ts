import type { TFunction } from 'i18next'
import type { Naming } from '../../renderer/i18n/code-text.ts'
import { createFormat } from '../../renderer/i18n/format.ts'
import { startTexts } from '../../renderer/i18n/start-texts.ts'

/** The English texts and a hotel in Lisbon that charges euros, for tests of what the screen says. */
export async function english(): Promise<{ t: TFunction; naming: Naming }> {
  const texts = await startTexts()
  const format = createFormat({ currency: 'EUR', currencyExponent: 2, timeZone: 'Europe/Lisbon' }, 'en-GB')
  return { t: texts.t, naming: { format, roomTypeName: (id) => (id === 'SEA' ? 'Sea View Double' : id) } }
}
