import { Button, Group, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReservationView, RoomView } from '../../../shared/desk-api/views.ts'
import type { ReservationId, RoomId } from '../../../shared/domain/ids.ts'
import type { NoticeTone } from '../../components/notice.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'

type Line = ReservationView['lines'][number]

interface Props {
  readonly reservationId: ReservationId
  readonly line: Line
  readonly onTold: (told: { tone: NoticeTone; text: string }) => void
}

/** Gives a line a room: its own type first, ready ones first; a room of another type is an upgrade at the same price. */
export function AssignRoom({ reservationId, line, onTold }: Props) {
  const { t } = useTranslation()
  const { roomTypeName } = useHotel()
  const textOf = useCodeText()
  const { run, inFlight } = useDeskCommand('reservation.assignRoom')
  const [chosen, setChosen] = useState<RoomId | null>(null)
  const rooms = valueOf(useDeskQuery('rooms.list', { from: line.arrival, until: line.departure })) ?? []
  const free = rooms.filter((room) => room.free)
  const best = readyFirst(free.filter((room) => room.roomTypeId === line.inventoryType))
  const others = readyFirst(free.filter((room) => room.roomTypeId !== line.inventoryType))
  const shown = free.find((room) => room.roomId === chosen)?.roomId ?? best[0]?.roomId ?? null

  const assign = async (roomId: RoomId | null) => {
    const answer = await run({ reservationId, position: line.position, roomId })
    if (!answer) return
    setChosen(null)
    if (!answer.ok) return onTold({ tone: 'urgent', text: textOf(answer.error) })
    const text = roomId === null ? t('reservation.unassigned') : t('reservation.assigned', { room: roomId })
    onTold({ tone: 'good', text })
  }
  const option = (room: RoomView) => ({
    value: String(room.roomId),
    label: t('walkIn.roomOption', {
      room: room.roomId,
      floor: room.floor,
      housekeeping: t(`word.housekeeping.${room.housekeeping}`),
    }),
  })
  const groups = [
    { group: t('reservation.sameType', { roomType: roomTypeName(line.inventoryType) }), items: best.map(option) },
    ...[...new Set(others.map((room) => room.roomTypeId))].map((type) => ({
      group: t('reservation.upgrade', { roomType: roomTypeName(type) }),
      items: others.filter((room) => room.roomTypeId === type).map(option),
    })),
  ].filter(({ items }) => items.length > 0)
  if (line.stay !== 'expected') return null
  return (
    <div className="kr-assign">
      <Select
        label={t('reservation.assign')}
        data={groups}
        value={shown}
        searchable
        openOnFocus={false}
        selectFirstOptionOnChange
        allowDeselect={false}
        placeholder={free.length === 0 ? t('reservation.noFreeRooms') : undefined}
        disabled={free.length === 0}
        maxDropdownHeight={260}
        onChange={(value) => setChosen(free.find((room) => room.roomId === value)?.roomId ?? null)}
      />
      <Group gap="xs" mt="xs">
        <Button
          size="xs"
          disabled={shown === null}
          loading={inFlight}
          data-testid="assign-save"
          onClick={() => void assign(shown)}
        >
          {t('reservation.assignSave')}
        </Button>
        {line.roomId === null ? null : (
          <Button size="xs" variant="default" disabled={inFlight} onClick={() => void assign(null)}>
            {t('reservation.assignNone')}
          </Button>
        )}
      </Group>
    </div>
  )
}

const READINESS = { inspected: 0, clean: 1, pickup: 2, dirty: 3 } as const

function readyFirst(rooms: readonly RoomView[]): readonly RoomView[] {
  return rooms.toSorted((a, b) => READINESS[a.housekeeping] - READINESS[b.housekeeping])
}
