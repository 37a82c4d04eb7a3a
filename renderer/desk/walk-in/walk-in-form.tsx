import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskError } from '../../../shared/desk-api/contract.ts'
import { newReservationId } from '../../../shared/domain/ids.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { DateField } from '../../components/date-field.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Shortcut } from '../../components/shortcut.tsx'
import { browserClock, browserRng } from '../../data/browser-ports.ts'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import {
  MOST_CHARACTERS,
  WALK_IN_FIELDS,
  type WalkInDraft,
  type WalkInField,
  faultsOf,
  fieldOfCode,
  isWorthKeeping,
  newWalkInDraft,
  quoteForAdults,
  stayOfDraft,
  totalBefore,
  walkInInput,
} from '../../stores/walk-in-draft.ts'
import { useWalkIn } from '../../stores/walk-in-store.ts'
import { GuaranteeChoice } from './guarantee-choice.tsx'
import { QuotePanel } from './quote-panel.tsx'
import { RoomChoice } from './room-choice.tsx'
import { TypeChoice } from './type-choice.tsx'

/** From the queue to a key: stay, room, guest, price, book. Every field is reached by Tab in that order. */
export function WalkInForm({ draft }: { draft: WalkInDraft }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const textOf = useCodeText()
  const { begin, change, markBooked } = useWalkIn()
  const { run, inFlight } = useDeskCommand('walkIn.book')
  const [refused, setRefused] = useState<DeskError | null>(null)
  const [tried, setTried] = useState(false)

  const stay = stayOfDraft(draft)
  const quoted = useDeskQuery(
    'stay.quote',
    stay ?? { roomTypeId: '', arrival: draft.arrival, departure: draft.arrival },
    { enabled: stay !== null, keepPrevious: true },
  )
  // Only the answer to the stay on the screen may be booked, never the one before it.
  const quote = stay !== null && quoted.state !== 'pending' ? valueOf(quoted) : null
  // A total that became another one under the same stay may have been told to the guest: it is not booked unread.
  const [seen, setSeen] = useState(quote)
  const asked = quote && quoteForAdults(quote, draft.adults)
  const before = seen !== null && asked !== null ? totalBefore(quoteForAdults(seen, draft.adults), asked) : null
  if (quote !== null && seen !== quote && before === null) setSeen(quote)
  const faults = faultsOf(draft, quote)
  const refusedField = refused ? fieldOfCode(refused.code) : null
  // Out of touch and beyond the allotment: the second press says that the risk is accepted.
  const isAtRisk = refused?.code === 'AT_RISK'

  const edit = (part: Partial<WalkInDraft>) => {
    setRefused(null)
    change(part)
  }
  const errorOf = (field: WalkInField): string | undefined => {
    if (refused && refusedField === field) return textOf(refused)
    const fault = faults[field]
    return tried && fault ? t(`walkIn.error.${fault}`) : undefined
  }
  const book = async () => {
    setTried(true)
    const faulty = WALK_IN_FIELDS.find((field) => faults[field] !== undefined)
    if (faulty !== undefined || asked === null) {
      focusField(faulty ?? 'type')
      return
    }
    if (before !== null) {
      setSeen(quote)
      setRefused({ code: 'QUOTE_CHANGED', params: {}, retry: 'never' })
      focusField('price')
      return
    }
    const answer = await run({ ...walkInInput(draft, asked), acceptRisk: isAtRisk })
    if (!answer) return
    if (answer.ok) return markBooked(answer.value)
    setRefused(answer.error)
    focusField(fieldOfCode(answer.error.code) ?? 'price')
  }
  const bookLabel = (): string => {
    if (isAtRisk) return t('walkIn.bookAtRisk')
    return asked && asked.left > 0 ? t('walkIn.bookFor', { total: format.money(asked.totalMinor) }) : t('walkIn.book')
  }
  const empty = () => {
    begin(newWalkInDraft(newReservationId(browserClock, browserRng), hotel.businessDate))
    setRefused(null)
    setTried(false)
    focusField('type')
  }

  return (
    // Enter in a field submits by itself; Ctrl+Enter does so from anywhere in the form.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className="kr-walk-in"
      data-testid="walk-in-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void book()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        void book()
      }}
    >
      <div className="kr-walk-in-fields">
        <TypeChoice
          draft={draft}
          error={errorOf('type')}
          onChange={(roomTypeId) => edit({ roomTypeId, room: 'best' })}
        />
        <div className="kr-fields-row">
          <DateField
            fieldId="walk-in-arrival"
            label={t('walkIn.arrival')}
            value={draft.arrival}
            min={hotel.businessDate}
            base={hotel.businessDate}
            format={format.day}
            error={errorOf('arrival')}
            onChange={(arrival) => edit({ arrival, room: 'best' })}
          />
          <NumberField
            fieldId="walk-in-nights"
            label={t('walkIn.nights')}
            value={draft.nights}
            min={1}
            max={366}
            error={errorOf('nights')}
            description={
              stay ? t('walkIn.departure', { date: format.day(addDays(draft.arrival, draft.nights ?? 0)) }) : ''
            }
            onChange={(nights) => edit({ nights, room: 'best' })}
          />
          <NumberField
            fieldId="walk-in-adults"
            label={t('walkIn.adults')}
            value={draft.adults}
            min={1}
            max={20}
            error={errorOf('adults')}
            onChange={(adults) => edit({ adults })}
          />
          <NumberField
            fieldId="walk-in-children"
            label={t('walkIn.children')}
            value={draft.children}
            min={0}
            max={20}
            error={errorOf('children')}
            onChange={(children) => edit({ children })}
          />
        </div>
        <RoomChoice
          wish={draft.room}
          freeRooms={quote?.freeRooms ?? null}
          error={errorOf('room')}
          onChange={(room) => edit({ room })}
        />
        <GuestFields draft={draft} errorOf={errorOf} onEdit={edit} />
        <GuaranteeChoice value={draft.guarantee} onChange={(guarantee) => edit({ guarantee })} />
      </div>
      <div className="kr-walk-in-side">
        <QuotePanel
          quoted={quoted}
          adults={draft.adults}
          isAsked={stay !== null}
          beforeMinor={before}
          error={
            refusedField === 'price' || refusedField === null
              ? refused
                ? textOf(refused)
                : errorOf('price')
              : undefined
          }
          onAlternative={(roomTypeId) => edit({ roomTypeId, room: 'best' })}
        />
        <Button
          type="submit"
          size="md"
          fullWidth
          {...(isAtRisk ? { color: 'orange' } : {})}
          data-testid="walk-in-book"
          aria-keyshortcuts="Control+Enter"
          loading={inFlight}
          rightSection={<Shortcut keys="Ctrl ⏎" />}
        >
          {bookLabel()}
        </Button>
        {isWorthKeeping(draft) ? (
          <Button variant="subtle" color="gray" size="xs" mt="xs" onClick={empty}>
            {t('walkIn.discard')}
          </Button>
        ) : null}
      </div>
    </form>
  )
}

interface GuestProps {
  readonly draft: WalkInDraft
  readonly errorOf: (field: WalkInField) => string | undefined
  readonly onEdit: (part: Partial<WalkInDraft>) => void
}

const GUEST_FIELDS = [
  { name: 'lastName', optional: false, type: 'text' },
  { name: 'firstName', optional: false, type: 'text' },
  { name: 'phone', optional: true, type: 'tel' },
  { name: 'email', optional: true, type: 'email' },
] as const

function GuestFields({ draft, errorOf, onEdit }: GuestProps) {
  const { t } = useTranslation()
  return (
    <fieldset className="kr-fieldset">
      <legend>{t('walkIn.guest')}</legend>
      <div className="kr-fields-pair">
        {GUEST_FIELDS.map(({ name, optional, type }) => (
          <TextInput
            key={name}
            id={`walk-in-${name}`}
            type={type}
            label={t(`walkIn.${name}`)}
            placeholder={optional ? t('walkIn.optional') : undefined}
            required={!optional}
            withAsterisk={false}
            value={draft[name]}
            error={errorOf(name)}
            autoComplete="off"
            spellCheck={false}
            maxLength={MOST_CHARACTERS[name]}
            dir={type === 'text' ? 'auto' : undefined}
            onChange={(event) => onEdit({ [name]: event.currentTarget.value })}
          />
        ))}
      </div>
    </fieldset>
  )
}

/** The form's fields carry `walk-in-<field>`; the price is no field, so its box takes the focus. */
function focusField(field: WalkInField): void {
  requestAnimationFrame(() => {
    const box = document.getElementById(`walk-in-${field}`)
    const inner = box?.querySelector<HTMLElement>('input:checked') ?? box?.querySelector<HTMLElement>('input')
    ;(inner ?? box)?.focus()
  })
}
