import { useTranslation } from 'react-i18next'
import type { StayItem } from '../../../shared/desk-api/views.ts'
import { EmptyNote } from '../../components/state-notes.tsx'
import { type ListKind, StayRow } from '../../components/stay-row.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { useCheckInNow } from '../use-check-in-now.ts'
import { useScreen } from '../../stores/screen-store.ts'

const TEXTS = {
  arrivals: { todo: 'today.toArrive', empty: 'today.arrivalsEmpty', testId: 'arrivals-list' },
  departures: { todo: 'today.toDepart', empty: 'today.departuresEmpty', testId: 'departures-list' },
  inHouse: { todo: 'today.staying', empty: 'today.inHouseEmpty', testId: 'in-house-list' },
} as const

interface Props {
  readonly list: ListKind
  readonly total: number
  readonly remaining: number
  readonly stays: readonly StayItem[]
  readonly businessDate: StayItem['arrival']
  readonly search: string
  /** Only some of the list are shown. */
  readonly isNarrowed: boolean
  readonly placeOf: (row: number) => Record<string, unknown>
}

export function StayList({ list, total, remaining, stays, businessDate, search, isNarrowed, placeOf }: Props) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const open = useScreen((state) => state.open)
  const checkInOf = useCheckInNow()
  const texts = TEXTS[list]
  const noMatch = search === '' ? t('today.noneSuch') : t('today.noMatch', { search })
  const emptyText = search === '' && !isNarrowed ? t(texts.empty) : noMatch
  const headingId = `kr-${list}`
  return (
    <section className="kr-list" aria-labelledby={headingId} data-testid={texts.testId} data-total={total}>
      <header className="kr-list-head">
        <h2 id={headingId}>{t(`today.${list}`)}</h2>
        <p>
          {search === '' && !isNarrowed ? (
            <>
              <strong>{remaining}</strong> {t(texts.todo)}
              {list === 'inHouse' ? null : ` ${t('today.ofTotal', { total })}`}
            </>
          ) : (
            t('today.found', { count: stays.length })
          )}
        </p>
      </header>
      {stays.length === 0 ? (
        <EmptyNote title={emptyText} />
      ) : (
        <ul className="kr-rows">
          {stays.map((stay, row) => (
            <StayRow
              key={`${stay.reservationId}/${stay.position}`}
              stay={stay}
              list={list}
              businessDate={businessDate}
              roomTypeName={roomTypeName(stay.roomTypeId)}
              format={format}
              onCheckIn={checkInOf(list, stay)}
              onOpen={() => open({ kind: 'reservation', reservationId: stay.reservationId })}
              place={placeOf(row)}
            />
          ))}
        </ul>
      )}
    </section>
  )
}
