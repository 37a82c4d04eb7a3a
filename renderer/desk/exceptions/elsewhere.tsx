import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { reservationId as reservationIdSchema } from '../../../shared/desk-api/fields.ts'
import type { ExceptionView, ReservationView } from '../../../shared/desk-api/views.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { namedParams } from '../../i18n/code-text.ts'
import { Arranged } from './arranged.tsx'
import { ConfirmElsewhere } from './confirm-elsewhere.tsx'
import { DestinationChoice } from './destination-choice.tsx'
import {
  type Arranged as ArrangedHotel,
  type Destination,
  type Leaving,
  NO_HAND,
  leavingOfBooking,
} from './elsewhere-plan.ts'
import { WhoLeaves } from './who-leaves.tsx'

export interface Gone {
  readonly leaving: Leaving
  readonly guest: ReservationView['guest']
  readonly arranged: ArrangedHotel
}

interface Props {
  readonly exception: ExceptionView
  readonly way: 'walk' | 'send_on'
  readonly onBack: () => void
}

/** A guest goes to another hotel: who, where to, what will happen, and the letter that they take along. */
export function Elsewhere({ exception, way, onBack }: Props) {
  const { t } = useTranslation()
  const naming = useHotel()
  const [gone, setGone] = useState<Gone | null>(null)
  const words = namedParams(t, naming, exception.params)
  if (gone) return <Arranged gone={gone} way={way} onDone={onBack} />
  return (
    <section className="kr-elsewhere" data-testid="elsewhere" data-way={way}>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        leftSection={<IconArrowLeft size={16} aria-hidden />}
        onClick={onBack}
      >
        {t('elsewhere.back')}
      </Button>
      <h2>{way === 'walk' ? t('elsewhere.walkTitle', words) : t('elsewhere.sendOnTitle', words)}</h2>
      <p className="kr-muted">{way === 'walk' ? t('elsewhere.walkLead') : t('elsewhere.sendOnLead')}</p>
      {way === 'walk' ? (
        <Walk exception={exception} onGone={setGone} />
      ) : (
        <SendOn exception={exception} onGone={setGone} />
      )}
    </section>
  )
}

interface StepProps {
  readonly exception: ExceptionView
  readonly onGone: (gone: Gone) => void
}

function Walk({ exception, onGone }: StepProps) {
  const [leaving, setLeaving] = useState<Leaving | null>(null)
  return (
    <>
      <WhoLeaves exception={exception} leaving={leaving} onChoose={setLeaving} onChooseAgain={() => setLeaving(null)} />
      {leaving ? (
        <WhereTo
          key={`${leaving.reservationId}/${leaving.position}`}
          exception={exception}
          way="walk"
          leaving={leaving}
          onGone={onGone}
        />
      ) : null}
    </>
  )
}

function SendOn({ exception, onGone }: StepProps) {
  const { hotel } = useHotel()
  const id = reservationIdSchema.safeParse(exception.subject.key)
  const booking = valueOf(
    useDeskQuery('reservation.get', { reservationId: exception.subject.key }, { enabled: id.success }),
  )
  const leaving = booking ? leavingOfBooking(booking, hotel.businessDate) : null
  return leaving ? <WhereTo exception={exception} way="send_on" leaving={leaving} onGone={onGone} /> : null
}

function WhereTo({
  exception,
  way,
  leaving,
  onGone,
}: StepProps & { readonly way: 'walk' | 'send_on'; readonly leaving: Leaving }) {
  const [destination, setDestination] = useState<Destination>(NO_HAND)
  const booking = valueOf(useDeskQuery('reservation.get', { reservationId: leaving.reservationId }))
  if (!booking) return null
  return (
    <>
      <DestinationChoice leaving={leaving} destination={destination} onChoose={setDestination} />
      <ConfirmElsewhere
        exception={exception}
        way={way}
        leaving={leaving}
        guest={booking.guest}
        destination={destination}
        onArranged={(arranged) => onGone({ leaving, guest: booking.guest, arranged })}
      />
    </>
  )
}
