import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { Notice } from '../../components/notice.tsx'
import { RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { useWalkIn } from '../../stores/walk-in-store.ts'
import { typesWithoutExtraRoom } from '../occupancy-figures.ts'
import { OccupancyTable } from './occupancy-table.tsx'

const NIGHTS = 14

/** The next two weeks by room type: what can still be sold, at which price, and where something has to be done. */
export function OccupancyScreen() {
  const { t, i18n } = useTranslation()
  const { hotel, format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const open = useScreen((state) => state.open)
  const wishFor = useWalkIn((state) => state.wishFor)
  const occupancy = useDeskQuery('occupancy.get', { from: hotel.businessDate, nights: NIGHTS }, { keepPrevious: true })
  const startWalkIn = (roomTypeId: RoomTypeId, arrival: LocalDate) => {
    wishFor({ roomTypeId, arrival })
    open({ kind: 'walkIn' })
  }
  const small = 'value' in occupancy ? typesWithoutExtraRoom(occupancy.value) : []
  return (
    <div className="kr-page">
      <header className="kr-page-head">
        <h1>{t('occupancy.title', { count: NIGHTS })}</h1>
        <p className="kr-muted">
          {t('occupancy.legendLeft')} · {t('occupancy.keys')}
        </p>
        {occupancy.state === 'stale' ? <StaleNote time={format.time(occupancy.asOfUtcMs)} /> : null}
      </header>
      {occupancy.state === 'refused' ? (
        <RefusedNote text={textOf(occupancy.error)} onRetry={() => void queries.invalidateQueries()} />
      ) : null}
      {occupancy.state === 'loading' ? <RowsLoading rows={8} height={52} /> : null}
      {'value' in occupancy ? <OccupancyTable occupancy={occupancy.value} onCell={startWalkIn} /> : null}
      {small.length > 0 ? (
        <Notice tone="info">
          {t('occupancy.smallTypes', { count: small.length, types: new Intl.ListFormat(i18n.language).format(small) })}
        </Notice>
      ) : null}
    </div>
  )
}
