import { SegmentedControl, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import { newOpId } from '../../../shared/domain/ids.ts'
import { Notice } from '../../components/notice.tsx'
import { browserClock, browserRng } from '../../data/browser-ports.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskAttempt } from '../../data/use-desk-attempt.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { MoneyField } from './money-field.tsx'
import { TaskBox } from './task-box.tsx'

interface Props {
  readonly reservation: ReservationView
  readonly onDone: (done: { readonly text: string }) => void
  readonly onLeave: () => void
}

const METHODS = ['cash', 'card', 'card_stored'] as const
type Method = (typeof METHODS)[number]

/** Money taken at the desk: what is still to pay, or more, which stays as a deposit. The same press twice is taken once. */
export function PaymentTask({ reservation, onDone, onLeave }: Props) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { reservationId, balanceMinor } = reservation
  const isDown = valueOf(useDeskQuery('sync.badge', {}))?.line === 'down'
  const [paymentId] = useState(() => newOpId(browserClock, browserRng))
  const [amountMinor, setAmount] = useState<number | null>(balanceMinor > 0 ? balanceMinor : null)
  const [method, setMethod] = useState<Method>('cash')
  const [digits, setDigits] = useState('')
  const { send, inFlight, refused, forget } = useDeskAttempt('payment.take', (input) =>
    onDone({ text: t('pay.taken', { amount: format.money(input.amountMinor) }) }),
  )
  const areDigits = digits === '' || /^\d{4}$/.test(digits)
  const deposit = amountMinor !== null && amountMinor > Math.max(0, balanceMinor)
  return (
    <TaskBox
      title={t('pay.title')}
      confirm={amountMinor ? t('pay.take', { amount: format.money(amountMinor) }) : t('pay.title')}
      inFlight={inFlight}
      refused={refused}
      disabled={!amountMinor || !areDigits}
      onCancel={onLeave}
      onConfirm={() => {
        if (!amountMinor) return
        const cardDigits = method === 'cash' || digits === '' ? null : digits
        void send({ reservationId, paymentId, amountMinor, method, cardDigits })
      }}
    >
      <MoneyField
        label={t('pay.amount')}
        valueMinor={amountMinor}
        onChange={(amount) => (forget(), setAmount(amount))}
      />
      {deposit ? (
        <p className="kr-muted" role="status">
          {t('pay.deposit', { amount: format.money((amountMinor ?? 0) - Math.max(0, balanceMinor)) })}
        </p>
      ) : null}
      <SegmentedControl
        aria-label={t('pay.method')}
        fullWidth
        value={method}
        onChange={(chosen) => {
          forget()
          setMethod(METHODS.find((one) => one === chosen) ?? 'cash')
        }}
        data={METHODS.map((one) => ({ value: one, label: t(`pay.by.${one}`) }))}
      />
      {method === 'cash' ? null : (
        <TextInput
          label={t('pay.digits')}
          description={t('pay.digitsHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          inputMode="numeric"
          maxLength={4}
          autoComplete="off"
          value={digits}
          error={areDigits ? undefined : t('pay.digitsFour')}
          onChange={(event) => setDigits(event.currentTarget.value)}
        />
      )}
      {method === 'card' ? <p className="kr-muted">{t(isDown ? 'pay.cardDown' : 'pay.cardUp')}</p> : null}
      {method === 'card_stored' ? <StoredCard /> : null}
    </TaskBox>
  )
}

/** What may still be kept for later by the card terminal, of how much together. */
function StoredCard() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const caps = valueOf(useDeskQuery('payment.storedCard', {}))
  if (caps === null) return null
  if (caps.storedTotalMinor === 0) return <Notice tone="attention">{t('pay.storedNever')}</Notice>
  return (
    <Notice tone="attention" testId="stored-card">
      {t('pay.stored', {
        cap: format.money(caps.capMinor),
        stored: format.money(caps.storedMinor),
        total: format.money(caps.storedTotalMinor),
      })}
    </Notice>
  )
}

/** Money given back over the desk, in cash. */
export function RefundTask({ reservation, onDone, onLeave }: Props) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { reservationId, balanceMinor } = reservation
  const [refundId] = useState(() => newOpId(browserClock, browserRng))
  const [amountMinor, setAmount] = useState<number | null>(balanceMinor < 0 ? -balanceMinor : null)
  const [note, setNote] = useState('')
  const { send, inFlight, refused, forget } = useDeskAttempt('refund.give', (input) =>
    onDone({ text: t('pay.given', { amount: format.money(input.amountMinor) }) }),
  )
  return (
    <TaskBox
      title={t('pay.refundTitle')}
      confirm={amountMinor ? t('pay.give', { amount: format.money(amountMinor) }) : t('pay.refundTitle')}
      tone="grave"
      inFlight={inFlight}
      refused={refused}
      disabled={!amountMinor}
      onCancel={onLeave}
      onConfirm={() => {
        if (amountMinor) void send({ reservationId, refundId, amountMinor, note })
      }}
    >
      <MoneyField
        label={t('pay.amount')}
        valueMinor={amountMinor}
        onChange={(amount) => (forget(), setAmount(amount))}
      />
      <Textarea
        label={t('pay.note')}
        autosize
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </TaskBox>
  )
}
