import './downtime.css'
import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DowntimeView } from '../../../shared/desk-api/views.ts'
import { Notice } from '../../components/notice.tsx'
import { RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { useNow } from '../../data/use-now.ts'
import { ageInWords } from '../../i18n/format.ts'
import { momentText } from '../../i18n/moment.ts'
import { DowntimePack } from './downtime-pack.tsx'

/** From so long on, the age of the data is said before it is printed. */
const OLD_MS = 15 * 60_000

/** What is in the pack and how old it is; printed by the button or by the browser's own command. */
export function DowntimeScreen() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const pack = useDeskQuery('downtime.get', {})
  return (
    <div className="kr-page kr-downtime">
      <header className="kr-page-head">
        <h1>{t('downtime.title')}</h1>
        {pack.state === 'stale' ? <StaleNote time={format.time(pack.asOfUtcMs)} /> : null}
      </header>
      <p>{t('downtime.lead')}</p>
      {pack.state === 'refused' ? (
        <RefusedNote text={textOf(pack.error)} onRetry={() => void queries.invalidateQueries()} />
      ) : null}
      {pack.state === 'loading' ? <RowsLoading rows={7} height={34} /> : null}
      {'value' in pack ? <Contents pack={pack.value} /> : null}
    </div>
  )
}

function Contents({ pack }: { pack: DowntimeView }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const nowUtcMs = useNow(10_000)
  const { asOfUtcMs } = pack
  const counts = [
    ['byRoom', pack.inHouse.length],
    ['byName', pack.inHouse.length],
    ['arrivals', pack.arrivals.length],
    ['departures', pack.departures.length],
    ['housekeeping', pack.rooms.length],
    ['blocks', pack.blocks.length],
    ['nextArrivals', pack.nextArrivals.length],
  ] as const
  return (
    <>
      <p data-testid="downtime-as-of">
        <strong>
          {asOfUtcMs === null
            ? t('downtime.asOfNever')
            : t('downtime.asOf', { moment: momentText(format, hotel.timeZone, asOfUtcMs) })}
        </strong>
      </p>
      {asOfUtcMs !== null && nowUtcMs - asOfUtcMs > OLD_MS ? (
        <Notice tone="attention">{t('downtime.behind', { age: ageInWords(t, nowUtcMs - asOfUtcMs) })}</Notice>
      ) : null}
      <section className="kr-downtime-contents" aria-labelledby="kr-downtime-contents">
        <h2 id="kr-downtime-contents">{t('downtime.contents')}</h2>
        <dl>
          {counts.map(([name, count]) => (
            <div key={name}>
              <dt>{t(`downtime.sections.${name}`)}</dt>
              <dd>{count}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Button
        leftSection={<IconPrinter size={17} stroke={1.8} aria-hidden />}
        data-testid="downtime-print"
        onClick={() => window.print()}
      >
        {t('downtime.print')}
      </Button>
      <DowntimePack pack={pack} />
    </>
  )
}
