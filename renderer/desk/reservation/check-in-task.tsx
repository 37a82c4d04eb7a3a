import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomId } from '../../../shared/domain/ids.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskAttempt } from '../../data/use-desk-attempt.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { ConsequencesNote } from './consequences-note.tsx'
import type { LineTaskProps } from './line-tasks.tsx'
import { RoomSelect, useRoomsToOffer } from './room-select.tsx'
import { TaskBox } from './task-box.tsx'

/** The guest moves in: the room that is ready first, another by typing its number. */
export function CheckInTask({ reservation, line, onDone, onLeave }: LineTaskProps) {
  const { t } = useTranslation()
  const { hotel } = useHotel()
  const { reservationId } = reservation
  const { position, inventoryType: roomTypeId, departure } = line
  const from = line.arrival < hotel.businessDate ? hotel.businessDate : line.arrival
  const rooms = useRoomsToOffer({ from, until: departure, roomTypeId, own: line.roomId })
  const [chosen, setChosen] = useState<RoomId | null>(null)
  const room = rooms.find(({ roomId }) => roomId === chosen) ?? rooms[0] ?? null
  const preview = useDeskQuery(
    'stay.preview',
    { action: 'checkIn', reservationId, position, roomId: room?.roomId ?? '' },
    { enabled: room !== null },
  )
  const { send, inFlight, refused, forget } = useDeskAttempt('stay.checkIn', ({ roomId }) =>
    onDone({ text: t('booking.checkedIn', { room: roomId }), undo: { call: 'stay.undoCheckIn', position } }),
  )
  const isNotReady = refused?.code === 'ROOM_NOT_READY'
  return (
    <TaskBox
      title={t('booking.task.checkIn')}
      confirm={isNotReady ? t('booking.checkInAnyway') : t('booking.checkInTo', { room: room?.roomId ?? '' })}
      tone={isNotReady ? 'risky' : 'normal'}
      inFlight={inFlight}
      refused={refused}
      disabled={room === null}
      onCancel={onLeave}
      onConfirm={() => {
        if (room) void send({ reservationId, position, roomId: room.roomId, acceptNotReady: isNotReady })
      }}
    >
      <RoomSelect
        rooms={rooms}
        roomTypeId={roomTypeId}
        value={room?.roomId ?? null}
        onChange={(roomId) => {
          forget()
          setChosen(roomId)
        }}
      />
      {room === null ? null : <ConsequencesNote what={valueOf(preview)} />}
    </TaskBox>
  )
}
