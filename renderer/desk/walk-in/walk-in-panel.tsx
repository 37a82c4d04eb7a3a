import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { newReservationId } from '../../../shared/domain/ids.ts'
import { SidePanel } from '../../components/side-panel.tsx'
import { browserClock, browserRng } from '../../data/browser-ports.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { useScreen } from '../../stores/screen-store.ts'
import { draftOfWish, newWalkInDraft } from '../../stores/walk-in-draft.ts'
import { useWalkIn } from '../../stores/walk-in-store.ts'
import { WalkInBooked } from './walk-in-booked.tsx'
import { WalkInForm } from './walk-in-form.tsx'

const WIDTH = 980

/** The walk-in: the form, and after it the confirmation code. A draft from before comes back as it was left. */
export function WalkInPanel() {
  const { t } = useTranslation()
  const opened = useScreen(({ panel }) => panel.kind === 'walkIn')
  const close = useScreen((state) => state.close)
  const clear = useWalkIn((state) => state.clear)
  const booked = useWalkIn((state) => state.booked)
  const closeForGood = () => {
    if (booked) clear()
    close()
  }
  return (
    <SidePanel title={t('walkIn.title')} opened={opened} onClose={closeForGood} size={WIDTH} testId="walk-in-panel">
      <Inside onDone={closeForGood} />
    </SidePanel>
  )
}

function Inside({ onDone }: { onDone: () => void }) {
  const { hotel } = useHotel()
  const { draft, booked, wish, begin, change, wishFor } = useWalkIn()
  useEffect(() => {
    if (draft === null && booked === null) {
      begin(newWalkInDraft(newReservationId(browserClock, browserRng), hotel.businessDate, wish))
      wishFor(null)
    } else if (draft !== null && wish !== null) {
      change(draftOfWish(wish))
      wishFor(null)
    }
  }, [draft, booked, wish, begin, change, wishFor, hotel.businessDate])
  if (booked) return <WalkInBooked booked={booked} onDone={onDone} />
  return draft ? <WalkInForm draft={draft} /> : null
}
