import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useHotel } from '../../data/hotel-provider.tsx'
import type { Format } from '../../i18n/format.ts'

/** Texts and forms of dates for what is drawn by the hundred: asked for once by the chart, and handed down. */
export interface TapeWords {
  readonly t: TFunction
  readonly format: Format
}

export function useTapeWords(): TapeWords {
  const { t } = useTranslation()
  const { format } = useHotel()
  return useMemo(() => ({ t, format }), [t, format])
}
