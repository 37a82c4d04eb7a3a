import './rooms.css'
import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HOUSEKEEPING } from '../../../shared/domain/rows.ts'
import { EmptyNote, RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { type BoardFilter, type BoardRoom, ROOM_STATES, boardRows, isNotReady, matchesFilter } from './board-rows.ts'
import { RoomsList } from './rooms-list.tsx'

type Grouping = 'floor' | 'type'

/** Every room on both axes: what housekeeping says of it, and what the front office does. */
export function RoomsScreen() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const board = useDeskQuery('rooms.board', {})
  return (
    <div className="kr-page kr-board-page">
      <header className="kr-page-head">
        <h1>{t('roomsBoard.title')}</h1>
        {board.state === 'stale' ? <StaleNote time={format.time(board.asOfUtcMs)} /> : null}
      </header>
      {board.state === 'refused' ? (
        <RefusedNote text={textOf(board.error)} onRetry={() => void queries.invalidateQueries()} />
      ) : null}
      {board.state === 'loading' ? <RowsLoading rows={12} height={44} /> : null}
      {'value' in board ? <Board rooms={board.value} /> : null}
    </div>
  )
}

function Board({ rooms }: { rooms: readonly BoardRoom[] }) {
  const { t } = useTranslation()
  const { hotel, roomTypeName } = useHotel()
  const [grouping, setGrouping] = useState<Grouping>('floor')
  const [filter, setFilter] = useState<BoardFilter>({ find: '', housekeeping: null, state: null })
  const { businessDate } = hotel
  const shown = rooms.filter((room) => matchesFilter(room, filter, businessDate))
  const notReady = rooms.filter((room) => isNotReady(room, businessDate)).length
  const typeRank = new Map<string, number>(hotel.roomTypes.map(({ roomTypeId }, rank) => [roomTypeId, rank]))
  const rows = boardRows(shown, (room) =>
    grouping === 'floor'
      ? { key: t('roomsBoard.floorTitle', { floor: room.floor }), rank: room.floor }
      : { key: roomTypeName(room.roomTypeId), rank: typeRank.get(room.roomTypeId) ?? 0 },
  )
  return (
    <>
      <div className="kr-board-filters">
        <TextInput
          label={t('roomsBoard.find')}
          value={filter.find}
          w={110}
          autoComplete="off"
          onChange={(event) => setFilter({ ...filter, find: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('roomsBoard.housekeeping')}
          value={filter.housekeeping ?? ''}
          data={[
            { value: '', label: t('roomsBoard.all') },
            ...HOUSEKEEPING.map((each) => ({ value: each, label: t(`roomsBoard.short.${each}`) })),
          ]}
          onChange={(event) =>
            setFilter({
              ...filter,
              housekeeping: HOUSEKEEPING.find((each) => each === event.currentTarget.value) ?? null,
            })
          }
        />
        <NativeSelect
          label={t('roomsBoard.frontOffice')}
          value={filter.state ?? ''}
          data={[
            { value: '', label: t('roomsBoard.all') },
            ...ROOM_STATES.map((each) => ({ value: each, label: t(`roomsBoard.state.${each}`) })),
          ]}
          onChange={(event) =>
            setFilter({ ...filter, state: ROOM_STATES.find((each) => each === event.currentTarget.value) ?? null })
          }
        />
        <div>
          <span className="kr-board-label" id="kr-group-by">
            {t('roomsBoard.groupBy')}
          </span>
          <SegmentedControl
            aria-labelledby="kr-group-by"
            value={grouping}
            data={[
              { value: 'floor', label: t('roomsBoard.floor') },
              { value: 'type', label: t('roomsBoard.type') },
            ]}
            onChange={(value) => setGrouping(value === 'type' ? 'type' : 'floor')}
          />
        </div>
        <p className="kr-board-count">
          <span role="status">{t('roomsBoard.counts', { shown: shown.length, all: rooms.length })}</span>
          {notReady > 0 ? (
            <span className="kr-mark" data-tone="attention">
              <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
              {t('roomsBoard.notReadyCount', { count: notReady })}
            </span>
          ) : null}
        </p>
      </div>
      {shown.length === 0 ? (
        <EmptyNote title={t('roomsBoard.empty')} hint={t('roomsBoard.emptyHint')} />
      ) : (
        <RoomsList rows={rows} />
      )}
      <p className="kr-muted kr-small">{t('roomsBoard.keys')}</p>
    </>
  )
}
