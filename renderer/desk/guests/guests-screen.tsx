import './guests.css'
import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import { useRoving } from '../../components/roving.ts'
import { EmptyNote, RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { useRecentGuests } from '../../stores/recent-guests-store.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { GuestRow, type GuestRowStay } from './guest-row.tsx'
import { stayMeant } from './guest-stay.ts'
import { PastGuests } from './past-guests.tsx'

const LIMIT = 50
/** Long enough to skip the letters of a word that is being typed, too short to be waited for. */
const TYPING_MS = 120

/** Finds a booking by whatever the person at the desk has at hand. */
export function GuestsScreen() {
  const { t } = useTranslation()
  const { hotel } = useHotel()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), TYPING_MS)
  return (
    <div className="kr-page kr-guests">
      <header className="kr-page-head">
        <h1>{t('guests.title')}</h1>
      </header>
      <TextInput
        id="kr-guest-search"
        size="md"
        autoFocus
        label={t('guests.search')}
        description={t('guests.hint')}
        placeholder={t('guests.placeholder')}
        value={text}
        maxLength={120}
        autoComplete="off"
        spellCheck={false}
        leftSection={<IconSearch size={18} stroke={1.8} aria-hidden />}
        rightSection={text === '' ? null : <CloseButton aria-label={t('today.clear')} onClick={() => setText('')} />}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            // Once it is empty it lets go: the keys of the views work again.
            if (text === '') event.currentTarget.blur()
            setText('')
          }
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
          event.preventDefault()
          document.querySelector<HTMLElement>('.kr-guest-row')?.focus()
        }}
      />
      <p className="kr-muted kr-small">{t('guests.here', { hotel: hotel.name })}</p>
      {asked === '' ? (
        <Recent />
      ) : (
        <>
          <Found text={asked} />
          <PastGuests key={asked} text={asked} />
        </>
      )}
    </div>
  )
}

function Found({ text }: { text: string }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const found = useDeskQuery(
    'guests.search',
    { text, limit: LIMIT },
    { keepPrevious: true, isEmpty: (hits) => hits.length === 0 },
  )
  if (found.state === 'loading') return <RowsLoading rows={6} height={50} />
  if (found.state === 'refused') {
    return <RefusedNote text={textOf(found.error)} onRetry={() => void queries.invalidateQueries()} />
  }
  if (found.state === 'empty') return <EmptyNote title={t('guests.none', { text })} hint={t('guests.noneHint')} />
  const hits = found.value
  return (
    <section aria-labelledby="kr-guests-found">
      <h2 id="kr-guests-found" role="status">
        {hits.length === LIMIT ? t('guests.most', { count: LIMIT }) : t('guests.found', { count: hits.length })}
      </h2>
      {found.state === 'stale' ? <StaleNote time={format.time(found.asOfUtcMs)} /> : null}
      <Rows
        rows={hits.map((hit) => ({
          ...hit,
          line: stayMeant(hit.lines, hotel.businessDate),
          moreLines: Math.max(0, hit.lines.length - 1),
        }))}
      />
    </section>
  )
}

function Rows({ rows }: { rows: readonly GuestRowStay[] }) {
  const roving = useRoving()
  const open = useScreen((state) => state.open)
  const remember = useRecentGuests((state) => state.remember)
  return (
    // Arrow keys are an extra way between buttons that the Tab key and a screen reader reach without it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul className="kr-guest-rows" data-testid="guest-rows" onKeyDown={roving.onKeyDown}>
      {rows.map((row, index) => (
        <GuestRow
          key={row.reservationId}
          row={row}
          place={roving.placeProps(index, 0)}
          onOpen={() => {
            remember(row.reservationId)
            open({ kind: 'reservation', reservationId: row.reservationId })
          }}
        />
      ))}
    </ul>
  )
}

function Recent() {
  const { t } = useTranslation()
  const opened = useRecentGuests((state) => state.opened)
  if (opened.length === 0) return <EmptyNote title={t('guests.recentEmpty')} />
  return (
    <section aria-labelledby="kr-guests-recent">
      <h2 id="kr-guests-recent">{t('guests.recent')}</h2>
      <ul className="kr-guest-rows">
        {opened.map((reservationId) => (
          <RecentRow key={reservationId} reservationId={reservationId} />
        ))}
      </ul>
    </section>
  )
}

/** A booking as it is now, however long ago it was opened. */
function RecentRow({ reservationId }: { reservationId: ReservationId }) {
  const { hotel } = useHotel()
  const open = useScreen((state) => state.open)
  const booking = valueOf(useDeskQuery('reservation.get', { reservationId }))
  if (!booking) return null
  const lines = booking.lines.map(({ position, arrival, departure, inventoryType, roomId, stay }) => ({
    position,
    arrival,
    departure,
    roomTypeId: inventoryType,
    roomId,
    stay,
  }))
  return (
    <GuestRow
      row={{
        reservationId,
        confirmationCode: booking.confirmationCode,
        ...booking.guest,
        status: booking.status,
        landing: booking.landing,
        line: stayMeant(lines, hotel.businessDate),
        moreLines: Math.max(0, lines.length - 1),
      }}
      place={{}}
      onOpen={() => open({ kind: 'reservation', reservationId })}
    />
  )
}
