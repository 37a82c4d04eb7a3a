import './rates.css'
import { ActionIcon, Group, SegmentedControl } from '@mantine/core'
import { IconBan, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { DateField } from '../../components/date-field.tsx'
import { EmptyNote, RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskQuery } from '../../data/use-desk-query.ts'

type Rates = DeskOutput<'rates.get'>
type Cell = Rates['roomTypes'][number]['cells'][number]

/** Base prices and restrictions by type and night, to look at. */
export function RatesScreen() {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const [nights, setNights] = useState(14)
  const [chosen, setChosen] = useState<typeof hotel.businessDate | null>(null)
  const from = chosen ?? hotel.businessDate
  const rates = useDeskQuery(
    'rates.get',
    { from, nights },
    { keepPrevious: true, isEmpty: ({ roomTypes }) => roomTypes.length === 0 },
  )
  return (
    <div className="kr-page">
      <header className="kr-page-head">
        <h1>{t('rates.title')}</h1>
        {rates.state === 'stale' ? <StaleNote time={format.time(rates.asOfUtcMs)} /> : null}
      </header>
      <p className="kr-muted">{t('rates.lead')}</p>
      <Group align="end" gap="sm">
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('rates.earlier')}
          onClick={() => setChosen(addDays(from, 0 - nights))}
        >
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <DateField
          label={t('rates.from')}
          value={from}
          min={addDays(hotel.businessDate, -366)}
          base={hotel.businessDate}
          format={format.day}
          onChange={setChosen}
        />
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('rates.later')}
          onClick={() => setChosen(addDays(from, nights))}
        >
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
        <SegmentedControl
          aria-label={t('rates.nights')}
          value={String(nights)}
          data={[
            { value: '14', label: t('word.nights', { count: 14 }) },
            { value: '30', label: t('word.nights', { count: 30 }) },
          ]}
          onChange={(value) => setNights(Number(value))}
        />
      </Group>
      {rates.state === 'refused' ? (
        <RefusedNote text={textOf(rates.error)} onRetry={() => void queries.invalidateQueries()} />
      ) : null}
      {rates.state === 'loading' ? <RowsLoading rows={7} height={52} /> : null}
      {rates.state === 'empty' ? <EmptyNote title={t('rates.empty')} /> : null}
      {'value' in rates && rates.state !== 'empty' ? <RatesTable rates={rates.value} /> : null}
    </div>
  )
}

function RatesTable({ rates }: { rates: Rates }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  return (
    // Focusable, so that a keyboard scrolls what is wider than the window.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="kr-table-wrap" tabIndex={0} aria-label={t('rates.table')}>
      <table className="kr-occupancy kr-rates" data-testid="rates-table">
        <thead>
          <tr>
            <th scope="col">{t('rates.roomType')}</th>
            {rates.nights.map((night) => {
              const { weekday, day, month, isWeekend } = format.dayParts(night)
              return (
                <th
                  key={night}
                  scope="col"
                  data-weekend={isWeekend || undefined}
                  data-today={night === hotel.businessDate || undefined}
                >
                  <span>{weekday}</span>
                  <strong>{day}</strong>
                  <span>{month}</span>
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {rates.roomTypes.map(({ roomTypeId, name, cells }) => (
            <tr key={roomTypeId}>
              <th scope="row">{name}</th>
              {cells.map((cell) => (
                <td key={cell.night}>
                  <RateCell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function RateCell({ cell }: { cell: Cell }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { baseMinor, minStay, closedToArrival, closedToDeparture } = cell
  return (
    <div className="kr-rate">
      <strong data-none={baseMinor === null || undefined}>
        {baseMinor === null ? t('rates.noPrice') : format.money(baseMinor)}
      </strong>
      {minStay > 1 ? <span>{t('rates.minStay', { count: minStay })}</span> : null}
      {closedToArrival ? (
        <span>
          <IconBan size={12} aria-hidden /> {t('rates.closedToArrival')}
        </span>
      ) : null}
      {closedToDeparture ? (
        <span>
          <IconBan size={12} aria-hidden /> {t('rates.closedToDeparture')}
        </span>
      ) : null}
    </div>
  )
}
