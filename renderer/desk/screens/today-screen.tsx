import { CloseButton, SegmentedControl, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQueryClient } from '@tanstack/react-query'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import { useRoving } from '../../components/roving.ts'
import { Shortcut } from '../../components/shortcut.tsx'
import { RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { type ListKind, isDoneIn } from '../../components/stay-row.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { TODAY_FILTERS, type TodayFilter, isLookedFor } from '../today-filter.ts'
import { matchesSearch } from '../stay-search.ts'
import { StayList } from './stay-list.tsx'
import { TonightStrip } from './tonight-strip.tsx'

type Today = DeskOutput<'today.get'>

const LISTS: readonly ListKind[] = ['arrivals', 'departures', 'inHouse']

/** Who comes, who goes, who stays: the three lists of the business date, and how tonight stands. */
export function TodayScreen() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const today = useDeskQuery('today.get', {})
  const [filter, setFilter] = useState<TodayFilter>('all')
  return (
    <div className="kr-today">
      <h1 className="kr-hidden">{t('view.today')}</h1>
      <div className="kr-today-top">
        {'value' in today ? <TonightStrip tonight={today.value.tonight} /> : <div className="kr-tonight" />}
        <div className="kr-today-search">
          {today.state === 'stale' ? <StaleNote time={format.time(today.asOfUtcMs)} /> : null}
          <SegmentedControl
            size="xs"
            aria-label={t('today.filter')}
            data-testid="today-filter"
            value={filter}
            onChange={(chosen) => setFilter(TODAY_FILTERS.find((one) => one === chosen) ?? 'all')}
            data={TODAY_FILTERS.map((one) => ({ value: one, label: t(`today.only.${one}`) }))}
          />
          <SearchField />
        </div>
      </div>
      {today.state === 'refused' ? (
        <RefusedNote text={textOf(today.error)} onRetry={() => void queries.invalidateQueries()} />
      ) : null}
      {today.state === 'loading' ? <ListsLoading /> : null}
      {'value' in today ? <Lists today={today.value} filter={filter} /> : null}
    </div>
  )
}

function Lists({ today, filter }: { today: Today; filter: TodayFilter }) {
  const search = useScreen((state) => state.search)
  const roving = useRoving()
  return (
    // Arrow keys are an extra way between buttons that the Tab key and a screen reader reach without it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="kr-lists" onKeyDown={roving.onKeyDown}>
      {LISTS.map((list, column) => (
        <StayList
          key={list}
          list={list}
          total={today[list].total}
          remaining={today[list].remaining}
          stays={inOrder(list, today[list].items).filter(
            (stay) => matchesSearch(stay, search) && isLookedFor(filter, list, stay),
          )}
          businessDate={today.businessDate}
          search={search.trim()}
          isNarrowed={filter !== 'all'}
          placeOf={(row) => roving.placeProps(row, column)}
        />
      ))}
    </div>
  )
}

/** What is still to do first, in the host's order; done ones after. */
function inOrder(list: ListKind, items: Today[ListKind]['items']): Today[ListKind]['items'] {
  return [...items.filter((stay) => !isDoneIn(list, stay)), ...items.filter((stay) => isDoneIn(list, stay))]
}

function ListsLoading() {
  return (
    <div className="kr-lists">
      {LISTS.map((list) => (
        <section key={list} className="kr-list">
          <RowsLoading rows={8} height={46} />
        </section>
      ))}
    </div>
  )
}

function SearchField() {
  const { t } = useTranslation()
  const { search, setSearch } = useScreen()
  return (
    <TextInput
      id="kr-search"
      className="kr-search"
      aria-label={t('today.search')}
      aria-keyshortcuts="/"
      placeholder={t('today.searchPlaceholder')}
      value={search}
      leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
      rightSection={
        search === '' ? (
          <Shortcut keys="/" />
        ) : (
          <CloseButton size="sm" aria-label={t('today.clear')} onClick={() => setSearch('')} />
        )
      }
      onChange={(event) => setSearch(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setSearch('')
        if (event.key === 'ArrowDown') {
          event.preventDefault()
          document.querySelector<HTMLElement>('.kr-stay')?.focus()
        }
      }}
    />
  )
}
