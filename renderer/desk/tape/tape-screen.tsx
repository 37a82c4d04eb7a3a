import './tape.css'
import { useHotkeys } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { EmptyNote, RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { useTape } from '../../stores/tape-store.ts'
import { TapeChart } from './tape-chart.tsx'
import { zoomStep } from './tape-scale.ts'
import { TapeToolbar } from './tape-toolbar.tsx'
import { useTapeView } from './use-tape-view.ts'

/** The tape chart: who is in which room when, and how to change it. */
export function TapeScreen() {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const zoom = useTape((state) => state.zoom)
  const setZoom = useTape((state) => state.setZoom)
  const isFree = useScreen(({ panel }) => panel.kind === 'none')
  const badge = valueOf(useDeskQuery('sync.badge', {}))
  const { mount, view } = useTapeView()
  const { shown, tape } = view
  const when = (run: () => void) => () => {
    if (isFree) run()
  }
  useHotkeys([
    ['t', when(() => view.goTo(addDays(hotel.businessDate, -1)))],
    ['+', when(() => setZoom(zoomStep(zoom, 'in')))],
    ['shift++', when(() => setZoom(zoomStep(zoom, 'in')))],
    ['=', when(() => setZoom(zoomStep(zoom, 'in')))],
    ['-', when(() => setZoom(zoomStep(zoom, 'out')))],
  ])
  const isDown = badge?.line === 'down' && badge.lastPulledAtUtcMs !== null
  return (
    <div className="kr-tape-page">
      <header className="kr-tape-top">
        <h1>{t('tape.title')}</h1>
        <TapeToolbar onGoTo={view.goTo} />
        {shown.state === 'stale' ? (
          <StaleNote time={format.time(shown.asOfUtcMs)} />
        ) : isDown && badge.lastPulledAtUtcMs !== null ? (
          <span className="kr-stale" data-testid="tape-as-of">
            {t('tape.asOf', { time: format.time(badge.lastPulledAtUtcMs) })}
          </span>
        ) : null}
      </header>
      {shown.state === 'refused' ? (
        <RefusedNote text={textOf(shown.error)} onRetry={() => void queries.invalidateQueries()} />
      ) : null}
      {tape !== null && tape.types.length === 0 ? (
        <EmptyNote title={t('tape.empty')} hint={t('tape.emptyHint')} />
      ) : null}
      {tape === null && shown.state === 'loading' ? <RowsLoading rows={12} height={30} /> : null}
      <TapeChart view={view} mount={mount} />
    </div>
  )
}
