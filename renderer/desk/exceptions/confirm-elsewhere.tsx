import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskError, DeskInput } from '../../../shared/desk-api/contract.ts'
import type { ExceptionView, ReservationView } from '../../../shared/desk-api/views.ts'
import { type ReservationId, newReservationId } from '../../../shared/domain/ids.ts'
import { Notice } from '../../components/notice.tsx'
import { browserClock, browserRng } from '../../data/browser-ports.ts'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { useMoneyIn } from '../../data/use-money-in.ts'
import {
  type Arranged,
  type Destination,
  type Leaving,
  arrangedByChain,
  arrangedByHand,
  bookingThere,
  missingIn,
  wayByHand,
} from './elsewhere-plan.ts'

interface Attempt {
  readonly reservationId: ReservationId
  readonly input: DeskInput<'sister.book'>
}

interface Props {
  readonly exception: ExceptionView
  readonly way: 'walk' | 'send_on'
  readonly leaving: Leaving
  readonly guest: ReservationView['guest']
  readonly destination: Destination
  readonly onArranged: (arranged: Arranged) => void
}

/** Names what will happen at both hotels, then does it. */
export function ConfirmElsewhere({ exception, way, leaving, guest, destination, onArranged }: Props) {
  const { t } = useTranslation()
  const book = useDeskCommand('sister.book')
  const resolve = useDeskCommand('exception.resolve')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<DeskError | null>(null)
  /** What was asked last without a sure answer: the same again books nothing twice. */
  const [attempt, setAttempt] = useState<Attempt | null>(null)
  const missing = missingIn(destination)
  const isMissing = Object.keys(missing).length > 0
  // Nothing is confirmed about a hotel that nobody has begun to name.
  if (destination.by === 'hand' && destination.hotel === '' && destination.code === '') return null

  const bookThere = async (chosen: Destination & { by: 'chain' }) => {
    const attemptAt = (id: ReservationId) => bookingThere(id, exception.exceptionId, way, leaving, guest, chosen, note)
    const isSame =
      attempt !== null && JSON.stringify(attempt.input) === JSON.stringify(attemptAt(attempt.reservationId))
    const reservationId = isSame ? attempt.reservationId : newReservationId(browserClock, browserRng)
    const input = attemptAt(reservationId)
    const answer = await book.run(input)
    if (!answer) return
    if (answer.ok) return onArranged(arrangedByChain(answer.value, chosen.type.name))
    setRefused(answer.error)
    setAttempt(isUnsure(answer.error) ? { reservationId, input } : null)
  }
  const save = async () => {
    setTried(true)
    setRefused(null)
    if (isMissing) return
    if (destination.by === 'chain') return await bookThere(destination)
    const out = wayByHand(way, leaving, destination)
    const answer = await resolve.run({ exceptionId: exception.exceptionId, note, out })
    if (!answer) return
    if (answer.ok) return onArranged(arrangedByHand(destination))
    setRefused(answer.error)
  }
  const verb = way === 'walk' ? ('walk' as const) : ('sendOn' as const)
  const label = destination.by === 'chain' ? (way === 'walk' ? 'bookWalk' : 'bookSendOn') : verb
  return (
    <form
      className="kr-way"
      data-testid="elsewhere-confirm"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h3>{t('elsewhere.confirmTitle')}</h3>
      <WhatHappens way={way} leaving={leaving} guest={guest} destination={destination} />
      <Textarea
        label={t('elsewhere.note')}
        value={note}
        maxLength={300}
        autosize
        minRows={1}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {tried && isMissing ? (
        <Notice tone="urgent" role="alert">
          {Object.values(missing).map((each) => (
            <p key={each}>{t(`elsewhere.${each}`)}</p>
          ))}
        </Notice>
      ) : null}
      {refused ? <Refused error={refused} /> : null}
      <Button type="submit" size="sm" loading={book.inFlight || resolve.inFlight} data-testid="elsewhere-save">
        {t(`elsewhere.${label}`)}
      </Button>
    </form>
  )
}

/** No answer, or refused after it was booked: only the same again can tell. */
function isUnsure({ retry, params }: DeskError): boolean {
  return retry === 'later' || params['toHotel'] !== undefined
}

function Refused({ error }: { error: DeskError }) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const { toHotel, confirmationCode } = error.params
  return (
    <Notice tone="urgent" role="alert">
      <p>{textOf(error)}</p>
      {toHotel === undefined ? null : (
        <p>
          {t('elsewhere.mayBeBooked', {
            hotel: textOfParam(toHotel),
            code: textOfParam(confirmationCode),
          })}
        </p>
      )}
    </Notice>
  )
}

function textOfParam(param: unknown): string {
  return typeof param === 'string' ? param : ''
}

function WhatHappens({ way, leaving, guest, destination }: Pick<Props, 'way' | 'leaving' | 'guest' | 'destination'>) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const moneyIn = useMoneyIn()
  const name = `${guest.firstName} ${guest.lastName}`
  const nights = t('elsewhere.nights', { from: format.day(leaving.arrival), until: format.day(leaving.departure) })
  const here = way === 'send_on' ? 'confirmSendOn' : leaving.stay === 'expected' ? 'confirmWalkExpected' : 'confirmWalk'
  return (
    <ul className="kr-what-happens">
      <li>
        {destination.by === 'chain'
          ? t('elsewhere.confirmBook', {
              name,
              hotel: destination.hotel.name,
              roomType: destination.type.name,
              nights,
              total: moneyIn(destination.hotel.currency, destination.type.totalMinor),
            })
          : t('elsewhere.confirmByHand', { name, hotel: destination.hotel })}
      </li>
      <li>{t(`elsewhere.${here}`)}</li>
    </ul>
  )
}
