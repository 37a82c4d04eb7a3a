import { Button } from '@mantine/core'
import { IconDoorEnter, IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PastGuest } from '../../../shared/desk-api/views.ts'
import { newReservationId } from '../../../shared/domain/ids.ts'
import { Notice } from '../../components/notice.tsx'
import { browserClock, browserRng } from '../../data/browser-ports.ts'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskAsk } from '../../data/use-desk-ask.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { newWalkInDraft } from '../../stores/walk-in-draft.ts'
import { useWalkIn } from '../../stores/walk-in-store.ts'

/** Guests of years ago, whom only the chain remembers: asked for by a press, over the line. */
export function PastGuests({ text }: { text: string }) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const { asked, ask } = useDeskAsk('guests.past')
  if (text.length < 2) return null
  return (
    <section className="kr-past" aria-labelledby="kr-past">
      <h2 id="kr-past">{t('guests.past')}</h2>
      {asked.state === 'answered' ? (
        asked.value.length === 0 ? (
          <p role="status">{t('guests.pastNone', { text })}</p>
        ) : (
          <ul className="kr-guest-rows" data-testid="past-guests">
            {asked.value.map((guest) => (
              <PastRow key={guest.guestId} guest={guest} />
            ))}
          </ul>
        )
      ) : (
        <Button
          size="xs"
          variant="default"
          loading={asked.state === 'asking'}
          leftSection={<IconHistory size={16} stroke={1.8} aria-hidden />}
          data-testid="past-ask"
          onClick={() => ask({ text })}
        >
          {t('guests.pastAsk')}
        </Button>
      )}
      {asked.state === 'refused' ? (
        <Notice tone="attention" role="alert">
          {asked.error.code === 'LINE_DOWN' ? t('guests.pastLineDown') : textOf(asked.error)}
        </Notice>
      ) : null}
    </section>
  )
}

function PastRow({ guest }: { guest: PastGuest }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const begin = useWalkIn((state) => state.begin)
  const open = useScreen((state) => state.open)
  const { firstName, lastName, email, phone, stays, lastDeparture } = guest
  const walkIn = () => {
    const draft = newWalkInDraft(newReservationId(browserClock, browserRng), hotel.businessDate)
    begin({ ...draft, firstName, lastName, email: email ?? '', phone: phone ?? '' })
    open({ kind: 'walkIn' })
  }
  return (
    <li className="kr-past-row">
      <span className="kr-guest-who">
        <strong>
          <bdi>{lastName}</bdi>, <bdi>{firstName}</bdi>
        </strong>
        <span className="kr-muted">{[phone, email].filter(Boolean).join(' · ')}</span>
      </span>
      <span className="kr-guest-stay">
        {t('guests.pastStays', { count: stays })}
        {lastDeparture === null ? null : (
          <span className="kr-muted">{t('guests.pastLast', { date: format.longDay(lastDeparture) })}</span>
        )}
      </span>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDoorEnter size={16} stroke={1.8} aria-hidden />}
        aria-label={t('guests.pastWalkIn', { name: `${firstName} ${lastName}` })}
        onClick={walkIn}
      >
        {t('header.walkIn')}
      </Button>
    </li>
  )
}
