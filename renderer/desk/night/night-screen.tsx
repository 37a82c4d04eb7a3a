import './night.css'
import { Button, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CashierView, NightView, StayItem } from '../../../shared/desk-api/views.ts'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import { KeyTag } from '../../components/key-tag.tsx'
import { Notice } from '../../components/notice.tsx'
import { RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { CloseDay } from './close-day.tsx'
import { type NightStep, daysBehind, nightSteps } from './night-steps.ts'

const ICONS = { done: IconCircleCheck, open: IconInfoCircle, blocks: IconAlertTriangle }

/** Night audit step by step: what is open, what stops the close, and the close itself. */
export function NightScreen() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const night = useDeskQuery('night.get', {})
  const cashier = valueOf(useDeskQuery('cashier.get', {}))
  const [closed, setClosed] = useState<LocalDate | null>(null)
  return (
    <div className="kr-page kr-night">
      <header className="kr-page-head">
        <h1>{t('night.title')}</h1>
        {night.state === 'stale' ? <StaleNote time={format.time(night.asOfUtcMs)} /> : null}
      </header>
      {closed === null ? null : (
        <Notice tone="good" role="status" testId="night-closed">
          <p>
            <strong>
              {t('night.closed', { date: format.longDay(closed), next: format.longDay(addDays(closed, 1)) })}
            </strong>
          </p>
          <p>{t('night.closedHint')}</p>
        </Notice>
      )}
      {night.state === 'refused' ? (
        <RefusedNote text={textOf(night.error)} onRetry={() => void queries.invalidateQueries()} />
      ) : null}
      {night.state === 'loading' ? <RowsLoading rows={6} height={64} /> : null}
      {'value' in night ? <Steps night={night.value} cashier={cashier} onClosed={setClosed} /> : null}
    </div>
  )
}

interface StepsProps {
  readonly night: NightView
  readonly cashier: CashierView | null
  readonly onClosed: (date: LocalDate) => void
}

function Steps({ night, cashier, onClosed }: StepsProps) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const behind = daysBehind(night.businessDate, night.calendarDate)
  const business = format.longDay(night.businessDate)
  return (
    <>
      <p>{t('night.lead', { date: business })}</p>
      <p className="kr-muted">
        {behind === 0
          ? t('night.datesSame', { business })
          : t('night.dates', { business, calendar: format.longDay(night.calendarDate) })}
      </p>
      {behind > 1 ? <Notice tone="attention">{t('night.behind', { count: behind })}</Notice> : null}
      {behind < 0 ? <Notice tone="attention">{t('night.ahead')}</Notice> : null}
      <ol className="kr-night-steps" data-testid="night-steps">
        {nightSteps(night, cashier).map((step) => (
          <Step key={step.name} step={step}>
            <StepBody step={step} night={night} cashier={cashier} />
          </Step>
        ))}
      </ol>
      <CloseDay night={night} onClosed={onClosed} />
    </>
  )
}

function Step({ step, children }: { step: NightStep; children: ReactNode }) {
  const { t } = useTranslation()
  const Icon = ICONS[step.state]
  return (
    <li className="kr-night-step" data-state={step.state} data-step={step.name}>
      <Icon size={20} stroke={1.8} aria-hidden />
      <div>
        <h2>
          {t(`night.${step.name}.title`)}
          {step.count > 0 ? <span className="kr-night-count">{step.count}</span> : null}
          <span className="kr-night-state">{t(`night.state.${step.state}`)}</span>
        </h2>
        {children}
      </div>
    </li>
  )
}

function StepBody({ step, night, cashier }: { step: NightStep; night: NightView; cashier: CashierView | null }) {
  const { t } = useTranslation()
  const { open, show } = useScreen()
  if (step.state === 'done') return <p className="kr-muted">{t(`night.${step.name}.done`)}</p>
  switch (step.name) {
    case 'dueOuts':
      return (
        <>
          <p>{t('night.dueOuts.blocks')}</p>
          <Stays stays={night.dueOuts.items} />
        </>
      )
    case 'unarrived':
      return (
        <>
          <p>{t('night.unarrived.open')}</p>
          <Stays stays={night.unarrived.items} />
        </>
      )
    case 'exceptions':
      return (
        <StepLink
          text={t('night.exceptions.open')}
          label={t('night.exceptions.action')}
          onOpen={() => open({ kind: 'needsYou' })}
        />
      )
    case 'unsent':
      return (
        <StepLink
          text={t('night.unsent.open')}
          label={t('night.unsent.action')}
          onOpen={() => open({ kind: 'sync' })}
        />
      )
    case 'cashier': {
      const names = cashier?.open.map(({ staffName }) => staffName ?? t('night.cashier.somebody')).join(', ') ?? ''
      return (
        <StepLink
          text={t('night.cashier.open', { names })}
          label={t('night.cashier.action')}
          onOpen={() => show('cashier')}
        />
      )
    }
  }
}

function StepLink({ text, label, onOpen }: { text: string; label: string; onOpen: () => void }) {
  return (
    <>
      <p>{text}</p>
      <Button size="xs" variant="default" onClick={onOpen}>
        {label}
      </Button>
    </>
  )
}

const SHOWN = 60

/** Each stay opens its booking, where it is settled. */
function Stays({ stays }: { stays: readonly StayItem[] }) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const open = useScreen((state) => state.open)
  return (
    <ul className="kr-night-stays">
      {stays.slice(0, SHOWN).map((stay) => (
        <li key={`${stay.reservationId}/${stay.position}`}>
          <UnstyledButton
            className="kr-night-stay"
            aria-label={t('night.openStay', { name: `${stay.firstName} ${stay.lastName}` })}
            onClick={() => open({ kind: 'reservation', reservationId: stay.reservationId })}
          >
            <KeyTag room={stay.roomId} />
            <span>
              <strong>
                <bdi>{stay.lastName}</bdi>
              </strong>
              , <bdi>{stay.firstName}</bdi>
              <br />
              <span className="kr-muted">
                {format.day(stay.arrival)} – {format.day(stay.departure)} · {roomTypeName(stay.roomTypeId)}
              </span>
            </span>
          </UnstyledButton>
        </li>
      ))}
      {stays.length > SHOWN ? <li className="kr-muted">{t('night.more', { count: stays.length - SHOWN })}</li> : null}
    </ul>
  )
}
