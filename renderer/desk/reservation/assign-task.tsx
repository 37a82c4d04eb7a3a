import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomId } from '../../../shared/domain/ids.ts'
import { valueOf } from '../../data/shown.ts'
import { useDeskAttempt } from '../../data/use-desk-attempt.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { ConsequencesNote } from './consequences-note.tsx'
import type { LineTaskProps } from './line-tasks.tsx'
import { RoomSelect, useRoomsToOffer } from './room-select.tsx'
import { TaskBox } from './task-box.tsx'

/** A stay that is still to come gets a room, or gives its room up; one of another type is an upgrade at the same price. */
export function AssignTask({ reservation, line, onDone, onLeave }: LineTaskProps) {
  const { t } = useTranslation()
  const { reservationId } = reservation
  const { position, arrival: from, departure: until, inventoryType: roomTypeId } = line
  const rooms = useRoomsToOffer({ from, until, roomTypeId, own: null })
  const [chosen, setChosen] = useState<RoomId | null>(null)
  const room = rooms.find(({ roomId }) => roomId === chosen) ?? rooms[0] ?? null
  const preview = useDeskQuery(
    'stay.preview',
    { action: 'move', reservationId, position, roomId: room?.roomId ?? null },
    { enabled: room !== null },
  )
  const { send, inFlight, refused } = useDeskAttempt('reservation.assignRoom', ({ roomId }) =>
    onDone({
      text: roomId === null ? t('reservation.unassigned') : t('reservation.assigned', { room: roomId }),
    }),
  )
  return (
    <TaskBox
      title={t('booking.task.assignRoom')}
      confirm={t('reservation.assignSave')}
      inFlight={inFlight}
      refused={refused}
      disabled={room === null}
      onCancel={onLeave}
      onConfirm={() => {
        if (room) void send({ reservationId, position, roomId: room.roomId })
      }}
      beside={
        line.roomId === null ? null : (
          <Button variant="default" onClick={() => void send({ reservationId, position, roomId: null })}>
            {t('reservation.assignNone')}
          </Button>
        )
      }
    >
      <RoomSelect rooms={rooms} roomTypeId={roomTypeId} value={room?.roomId ?? null} onChange={setChosen} />
      {room === null ? null : <ConsequencesNote what={valueOf(preview)} />}
    </TaskBox>
  )
}
