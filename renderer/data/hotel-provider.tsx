import { DatesProvider } from '@mantine/dates'
import { type ReactNode, createContext, use, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { present } from '../../shared/base/assert.ts'
import type { DeskError, DeskOutput } from '../../shared/desk-api/contract.ts'
import { type Naming, codeText } from '../i18n/code-text.ts'
import { type Format, createFormat } from '../i18n/format.ts'
import { LANGUAGES, isLanguage } from '../i18n/languages.ts'

export type HotelView = DeskOutput<'hotel.get'>

interface HotelOnScreen extends Naming {
  readonly hotel: HotelView
  readonly format: Format
}

const HotelContext = createContext<HotelOnScreen | null>(null)

/** Gives the screens the hotel, the forms of its dates and money, and the names of its room types. */
export function HotelProvider({ hotel, children }: { hotel: HotelView; children: ReactNode }) {
  const { currency, currencyExponent, timeZone } = hotel
  const { language } = useTranslation().i18n
  const { locale } = LANGUAGES[isLanguage(language) ? language : 'en']
  const format = useMemo(
    () => createFormat({ currency, currencyExponent, timeZone }, locale),
    [currency, currencyExponent, timeZone, locale],
  )
  const onScreen = useMemo(() => {
    const names = new Map<string, string>(hotel.roomTypes.map((type) => [type.roomTypeId, type.name]))
    return { hotel, format, roomTypeName: (id: string) => names.get(id) ?? id }
  }, [hotel, format])
  return (
    <HotelContext value={onScreen}>
      <DatesProvider settings={{ locale: language }}>{children}</DatesProvider>
    </HotelContext>
  )
}

export function useHotel(): HotelOnScreen {
  return present(use(HotelContext), 'a screen stands inside the HotelProvider')
}

/** Turns a refusal or failure into the text that the desk reads. */
export function useCodeText(): (error: Pick<DeskError, 'code' | 'params'>) => string {
  const { t } = useTranslation()
  const naming = useHotel()
  return (error) => codeText(t, naming, error)
}
