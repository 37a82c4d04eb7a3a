import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RoomView } from '../../../shared/desk-api/views.ts'
import type { RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { roomsToOffer } from './room-order.ts'

interface Props {
  readonly rooms: readonly RoomView[]
  readonly roomTypeId: RoomTypeId
  readonly value: RoomId | null
  readonly onChange: (roomId: RoomId) => void
}

/** Rooms that are free for a stay, as they are to be offered; the line that is down puts certain ones first. */
export function useRoomsToOffer(asked: {
  readonly from: LocalDate
  readonly until: LocalDate
  readonly roomTypeId: RoomTypeId
  readonly own: RoomId | null
}): readonly RoomView[] {
  const { from, until, roomTypeId, own } = asked
  const isDown = valueOf(useDeskQuery('sync.badge', {}))?.line === 'down'
  const kept = valueOf(useDeskQuery('allotment.get', {}, { enabled: isDown }))?.rooms ?? []
  const rooms = valueOf(useDeskQuery('rooms.list', { from, until })) ?? []
  return roomsToOffer(rooms, { roomTypeId, own, kept: isDown ? kept : [] })
}

export function RoomSelect({ rooms, roomTypeId, value, onChange }: Props) {
  const { t } = useTranslation()
  const { roomTypeName } = useHotel()
  const types = [...new Set(rooms.map((room) => room.roomTypeId))]
  const groups = types.map((type) => ({
    group:
      type === roomTypeId
        ? t('reservation.sameType', { roomType: roomTypeName(type) })
        : t('reservation.upgrade', { roomType: roomTypeName(type) }),
    items: rooms
      .filter((room) => room.roomTypeId === type)
      .map((room) => ({
        value: String(room.roomId),
        label: t('walkIn.roomOption', {
          room: room.roomId,
          floor: room.floor,
          housekeeping: t(`word.housekeeping.${room.housekeeping}`),
        }),
      })),
  }))
  return (
    <Select
      label={t('booking.room')}
      data={groups}
      value={value}
      data-autofocus
      autoFocus
      searchable
      openOnFocus={false}
      selectFirstOptionOnChange
      allowDeselect={false}
      placeholder={rooms.length === 0 ? t('reservation.noFreeRooms') : undefined}
      maxDropdownHeight={260}
      onChange={(chosen) => {
        const room = rooms.find(({ roomId }) => roomId === chosen)
        if (room) onChange(room.roomId)
      }}
    />
  )
}
