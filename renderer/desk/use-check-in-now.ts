import { useTranslation } from 'react-i18next'
import type { StayItem } from '../../shared/desk-api/views.ts'
import type { ListKind } from '../components/stay-row.tsx'
import { useCodeText } from '../data/hotel-provider.tsx'
import { useDeskCommand } from '../data/use-desk-command.ts'
import { useScreen } from '../stores/screen-store.ts'
import { useDoneToast } from './reservation/undo-toast.tsx'
import { readyRoomOf } from './today-filter.ts'

/** One press for whom nothing is left to ask: the room is given and clean. What is refused is said, and the booking opened. */
export function useCheckInNow(): (list: ListKind, stay: StayItem) => (() => void) | null {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const toast = useDoneToast()
  const open = useScreen((state) => state.open)
  const { run } = useDeskCommand('stay.checkIn')

  const checkIn = async ({ reservationId, position }: StayItem, roomId: string) => {
    const answer = await run({ reservationId, position, roomId })
    if (!answer) return
    if (answer.ok) {
      toast(t('booking.checkedIn', { room: roomId }), { call: 'stay.undoCheckIn', ref: { reservationId, position } })
      return
    }
    toast(textOf(answer.error))
    open({ kind: 'reservation', reservationId })
  }

  return (list, stay) => {
    const roomId = list === 'arrivals' ? readyRoomOf(stay) : null
    return roomId === null ? null : () => void checkIn(stay, roomId)
  }
}
