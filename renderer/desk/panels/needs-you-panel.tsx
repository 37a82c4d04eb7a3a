import { Button, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { reservationId as reservationIdSchema } from '../../../shared/desk-api/fields.ts'
import type { ExceptionView } from '../../../shared/desk-api/views.ts'
import { Notice } from '../../components/notice.tsx'
import { SidePanel } from '../../components/side-panel.tsx'
import { EmptyNote, RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { useNow } from '../../data/use-now.ts'
import { exceptionTexts } from '../../i18n/exception-texts.ts'
import { ageInWords } from '../../i18n/format.ts'
import { useScreen } from '../../stores/screen-store.ts'

const ICONS = { info: IconInfoCircle, action: IconAlertTriangle, urgent: IconAlertTriangle }

/** Everything that a person has to settle: what happened, what it leads to, what to do now. */
export function NeedsYouPanel() {
  const { t } = useTranslation()
  const { panel, close } = useScreen()
  return (
    <SidePanel
      title={t('needsYou.title')}
      opened={panel.kind === 'needsYou'}
      onClose={close}
      size={560}
      testId="needs-you-panel"
    >
      <Inside />
    </SidePanel>
  )
}

function Inside() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const exceptions = useDeskQuery('exceptions.list', {}, { isEmpty: (list) => list.length === 0 })
  if (exceptions.state === 'loading') return <RowsLoading rows={3} height={150} />
  if (exceptions.state === 'refused') {
    return <RefusedNote text={textOf(exceptions.error)} onRetry={() => void queries.invalidateQueries()} />
  }
  if (exceptions.state === 'empty') {
    return (
      <EmptyNote
        icon={<IconCircleCheck size={32} stroke={1.4} aria-hidden />}
        title={t('needsYou.empty')}
        hint={t('needsYou.emptyHint')}
      />
    )
  }
  return (
    <>
      {exceptions.state === 'stale' ? <StaleNote time={format.time(exceptions.asOfUtcMs)} /> : null}
      <ul className="kr-exceptions">
        {exceptions.value.map((exception) => (
          <Exception key={exception.exceptionId} exception={exception} />
        ))}
      </ul>
    </>
  )
}

function Exception({ exception }: { exception: ExceptionView }) {
  const { t } = useTranslation()
  const naming = useHotel()
  const open = useScreen((state) => state.open)
  const nowUtcMs = useNow(10_000)
  const Icon = ICONS[exception.severity]
  const texts = exceptionTexts(t, naming, exception)
  const { subject } = exception
  // A walk-in that the chain refused is not on this desk any more: there is nothing to open then.
  const isGone = exception.kind === 'REQUEST_REFUSED' && exception.params['op'] === 'bookWalkIn'
  const booking = subject.entity === 'reservation' && !isGone ? reservationIdSchema.safeParse(subject.key) : null
  return (
    <li className="kr-exception" data-severity={exception.severity} data-kind={exception.kind}>
      <div className="kr-exception-head">
        <Icon size={18} stroke={1.9} aria-hidden />
        <h3>{texts.title}</h3>
        <span className="kr-exception-when">
          <strong>{t(`severity.${exception.severity}`)}</strong> ·{' '}
          {t('needsYou.opened', { age: ageInWords(t, nowUtcMs - exception.openedAtUtcMs) })}
        </span>
      </div>
      <dl>
        <dt>{t('needsYou.happened')}</dt>
        <dd>{texts.happened}</dd>
        <dt>{t('needsYou.consequence')}</dt>
        <dd>{texts.consequence}</dd>
        <dt>{t('needsYou.next')}</dt>
        <dd>{texts.next}</dd>
      </dl>
      {exception.kind === 'OP_PARKED' ? (
        <p className="kr-muted kr-small">
          {t('needsYou.code')}: <code>{exception.exceptionId}</code>
        </p>
      ) : null}
      <div className="kr-exception-actions">
        {booking?.success ? (
          <Button
            size="xs"
            variant="default"
            onClick={() => open({ kind: 'reservation', reservationId: booking.data })}
          >
            {t('needsYou.openBooking')}
          </Button>
        ) : null}
        {exception.dismissible ? (
          <Acknowledge exceptionId={exception.exceptionId} title={texts.title} />
        ) : (
          <p className="kr-muted kr-small">{t('needsYou.closesItself')}</p>
        )}
      </div>
    </li>
  )
}

function Acknowledge({ exceptionId, title }: { exceptionId: string; title: string }) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const { run, inFlight } = useDeskCommand('exception.resolve')
  const [note, setNote] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  if (note === null) {
    return (
      <Button
        size="xs"
        variant="default"
        aria-label={`${t('needsYou.acknowledge')}: ${title}`}
        onClick={() => setNote('')}
      >
        {t('needsYou.acknowledge')}
      </Button>
    )
  }
  const save = async () => {
    const answer = await run({ exceptionId, note })
    if (answer && !answer.ok) setProblem(textOf(answer.error))
  }
  return (
    <form
      className="kr-acknowledge"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Textarea
        label={t('needsYou.note')}
        placeholder={t('needsYou.notePlaceholder')}
        value={note}
        maxLength={500}
        autosize
        autoFocus
        minRows={2}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {problem ? (
        <Notice tone="urgent" role="alert">
          {problem}
        </Notice>
      ) : null}
      <Button type="submit" size="xs" loading={inFlight}>
        {t('needsYou.acknowledgeSave')}
      </Button>
    </form>
  )
}
