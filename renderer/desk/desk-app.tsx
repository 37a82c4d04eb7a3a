import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button, Loader } from '@mantine/core'
import type { DeskError } from '../../shared/desk-api/contract.ts'
import { HotelProvider } from '../data/hotel-provider.tsx'
import { valueOf } from '../data/shown.ts'
import { useDeskQuery } from '../data/use-desk-query.ts'
import { isKnownCode } from '../i18n/code-text.ts'
import { DeskFrame } from './desk-frame.tsx'
import { StaffGate } from './staff/staff-gate.tsx'
import { whyNotOpen } from './why-not-open.ts'

/** The desk once the hotel is known; until then, why it is not. */
export function DeskApp() {
  const { t } = useTranslation()
  const hotel = useDeskQuery('hotel.get', {})
  if ('value' in hotel) {
    return (
      <HotelProvider hotel={hotel.value}>
        <StaffGate>
          <DeskFrame />
        </StaffGate>
      </HotelProvider>
    )
  }
  if (hotel.state === 'refused') return <NotOpen error={hotel.error} />
  return (
    <main className="kr-opening">
      <Loader size="sm" aria-hidden />
      <p role="status">{t('app.loading')}</p>
    </main>
  )
}

function NotOpen({ error }: { error: DeskError }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const badge = valueOf(useDeskQuery('sync.badge', {}))
  const { code, triedAgain, isLineDown } = whyNotOpen(error, badge)
  return (
    <main className="kr-opening" data-testid="not-open" data-code={code}>
      <img src="/keyrack.svg" width={44} height={44} alt="" />
      <h1>{t('app.notOpen')}</h1>
      <p role="alert">{isKnownCode(code) ? t(`code.${code}`) : t('app.unknownCode', { code })}</p>
      {isLineDown ? <p>{t('app.noChain')}</p> : null}
      {triedAgain ? <p className="kr-muted">{t('app.retrying')}</p> : null}
      <Button variant="default" onClick={() => void queries.invalidateQueries()}>
        {t('app.retry')}
      </Button>
    </main>
  )
}
