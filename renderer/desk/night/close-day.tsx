import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NightView } from '../../../shared/desk-api/views.ts'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import { ConfirmStep } from '../../components/confirm-step.tsx'
import { Notice } from '../../components/notice.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { mayCloseEarly } from './night-steps.ts'

/** Why the day can not be closed, or the close: asked once more with what it will do. */
export function CloseDay({ night, onClosed }: { night: NightView; onClosed: (date: LocalDate) => void }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  const { run, inFlight } = useDeskCommand('night.roll')
  const [problem, setProblem] = useState<string | null>(null)
  const inHouse = valueOf(useDeskQuery('today.get', {}))?.inHouse.total ?? 0
  const { businessDate, refusedBy } = night
  const date = format.longDay(businessDate)
  const early = mayCloseEarly(night)

  const close = async () => {
    setProblem(null)
    const answer = await run({ date: businessDate, early })
    if (!answer) return
    if (!answer.ok) return setProblem(textOf(answer.error))
    onClosed(businessDate)
  }
  return (
    <section className="kr-night-close" aria-label={t('night.closeTitle')}>
      {refusedBy ? (
        <Notice tone="attention" testId="night-refused">
          <p>
            <strong>{t('night.cannot')}</strong>
          </p>
          <p>{textOf(refusedBy)}</p>
        </Notice>
      ) : (
        <p>{t('night.ready')}</p>
      )}
      {problem ? (
        <Notice tone="urgent" role="alert">
          {problem}
        </Notice>
      ) : null}
      {refusedBy === null || early ? (
        // Another day is another question: one that was opened for the day before does not stay open.
        <ConfirmStep
          key={businessDate}
          label={early ? t('night.early') : t('night.close', { date })}
          question={
            early
              ? t('night.earlyQuestion', { date })
              : t('night.closeQuestion', { date, count: inHouse, next: format.longDay(addDays(businessDate, 1)) })
          }
          confirm={t('night.closeConfirm')}
          keep={t('night.closeKeep')}
          inFlight={inFlight}
          onConfirm={() => void close()}
        />
      ) : null}
    </section>
  )
}
