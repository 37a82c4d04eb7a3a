import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StayItem } from '../../../shared/desk-api/views.ts'
import type { RoomId } from '../../../shared/domain/ids.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskAttempt } from '../../data/use-desk-attempt.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { ConsequencesNote } from './consequences-note.tsx'
import type { LineTaskProps } from './line-tasks.tsx'
import { RoomSelect, useRoomsToOffer } from './room-select.tsx'
import { TaskBox } from './task-box.tsx'

/** A guest in the house gets another room from tonight on. */
export function MoveTask({ reservation, line, onDone, onLeave }: LineTaskProps) {
  const { t } = useTranslation()
  const { hotel } = useHotel()
  const { reservationId } = reservation
  const { position, inventoryType: roomTypeId, departure } = line
  const rooms = useRoomsToOffer({ from: hotel.businessDate, until: departure, roomTypeId, own: null })
  const [chosen, setChosen] = useState<RoomId | null>(null)
  const room = rooms.find(({ roomId }) => roomId === chosen) ?? rooms[0] ?? null
  const preview = useDeskQuery(
    'stay.preview',
    { action: 'move', reservationId, position, roomId: room?.roomId ?? null },
    { enabled: room !== null },
  )
  const { send, inFlight, refused } = useDeskAttempt('stay.move', ({ roomId }) =>
    onDone({ text: t('booking.moved', { room: roomId }) }),
  )
  return (
    <TaskBox
      title={t('booking.task.move')}
      confirm={t('booking.moveTo', { room: room?.roomId ?? '' })}
      inFlight={inFlight}
      refused={refused}
      disabled={room === null}
      onCancel={onLeave}
      onConfirm={() => {
        if (room) void send({ reservationId, position, roomId: room.roomId })
      }}
    >
      <RoomSelect rooms={rooms} roomTypeId={roomTypeId} value={room?.roomId ?? null} onChange={setChosen} />
      {room === null ? null : <ConsequencesNote what={valueOf(preview)} />}
    </TaskBox>
  )
}

/** Two stays change rooms, each for the whole of its stay. */
export function SwapTask({ reservation, line, onDone, onLeave }: LineTaskProps) {
  const { t } = useTranslation()
  const { reservationId } = reservation
  const { position, roomId } = line
  const today = valueOf(useDeskQuery('today.get', {}))
  const [chosen, setChosen] = useState<string | null>(null)
  const others = withRooms([...(today?.arrivals.items ?? []), ...(today?.inHouse.items ?? [])], reservationId, line)
  const other = others.find((stay) => keyOf(stay) === chosen) ?? null
  const swap = {
    one: { reservationId, position, roomId: roomId ?? '' },
    other: {
      reservationId: other?.reservationId ?? reservationId,
      position: other?.position ?? position,
      roomId: other?.roomId ?? '',
    },
  }
  const preview = useDeskQuery('stay.preview', { action: 'swap', ...swap }, { enabled: other !== null })
  const { send, inFlight, refused } = useDeskAttempt('stay.swap', () =>
    onDone({ text: t('booking.swapped', { room: swap.other.roomId }) }),
  )
  return (
    <TaskBox
      title={t('booking.task.swap')}
      confirm={t('booking.task.swap')}
      inFlight={inFlight}
      refused={refused}
      disabled={other === null || valueOf(preview)?.refusedBy !== null}
      onCancel={onLeave}
      onConfirm={() => void send(swap)}
    >
      <Select
        label={t('booking.swapWith')}
        data-autofocus
        autoFocus
        searchable
        openOnFocus={false}
        selectFirstOptionOnChange
        value={chosen}
        limit={60}
        data={others.map((stay) => ({
          value: keyOf(stay),
          label: `${stay.roomId} · ${stay.lastName}, ${stay.firstName}`,
        }))}
        onChange={setChosen}
      />
      {other === null ? null : <ConsequencesNote what={valueOf(preview)} />}
    </TaskBox>
  )
}

/** Other stays that have a room and are in the same state: a room that somebody is in is not swapped for a promise. */
function withRooms(stays: readonly StayItem[], own: string, { stay: state }: LineTaskProps['line']): StayItem[] {
  return stays.filter((stay) => stay.roomId !== null && stay.stay === state && stay.reservationId !== own)
}

function keyOf({ reservationId, position }: StayItem): string {
  return `${reservationId}/${position}`
}
