import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import { type RoomWish, resolveRoom } from '../../stores/walk-in-draft.ts'

type FreeRooms = DeskOutput<'stay.quote'>['freeRooms']

interface Props {
  readonly wish: RoomWish
  /** `null` while it is not known which are. */
  readonly freeRooms: FreeRooms | null
  readonly error: string | undefined
  readonly onChange: (wish: RoomWish) => void
}

const NONE = ':none'

/** The room: the best free one unless the desk chooses another, or none yet. */
export function RoomChoice({ wish, freeRooms, error, onChange }: Props) {
  const { t } = useTranslation()
  const options = [
    ...(freeRooms ?? []).map(({ roomId, floor, housekeeping }) => ({
      value: String(roomId),
      label: t('walkIn.roomOption', { room: roomId, floor, housekeeping: t(`word.housekeeping.${housekeeping}`) }),
    })),
    { value: NONE, label: t('walkIn.roomNone') },
  ]
  return (
    <Select
      id="walk-in-room"
      label={t('walkIn.room')}
      data={options}
      value={resolveRoom(wish, freeRooms ?? []) ?? NONE}
      error={error}
      description={freeRooms?.length === 0 && wish !== 'none' ? t('walkIn.roomNoneFree') : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      searchable
      allowDeselect={false}
      openOnFocus={false}
      selectFirstOptionOnChange
      nothingFoundMessage={t('blockForm.noRoom')}
      maxDropdownHeight={260}
      onChange={(value) => {
        const chosen = freeRooms?.find((room) => room.roomId === value)
        onChange(value === NONE ? 'none' : (chosen?.roomId ?? 'best'))
      }}
    />
  )
}
