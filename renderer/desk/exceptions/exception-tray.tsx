import './exceptions.css'
import { Chip, Group } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExceptionView } from '../../../shared/desk-api/views.ts'
import { Notice } from '../../components/notice.tsx'
import { EmptyNote, RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { Elsewhere } from './elsewhere.tsx'
import { ExceptionCard } from './exception-card.tsx'
import { inUrgency, kindCounts } from './exception-order.ts'

interface Leave {
  readonly exception: ExceptionView
  readonly way: 'walk' | 'send_on'
}

/** Everything that a person has to settle, most urgent first; or, meanwhile, the walk that settles one of them. */
export function ExceptionTray() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const exceptions = useDeskQuery('exceptions.list', {}, { isEmpty: (list) => list.length === 0 })
  const [leave, setLeave] = useState<Leave | null>(null)
  const [told, setTold] = useState<string | null>(null)
  if (leave) return <Elsewhere exception={leave.exception} way={leave.way} onBack={() => setLeave(null)} />
  if (exceptions.state === 'loading') return <RowsLoading rows={3} height={150} />
  if (exceptions.state === 'refused') {
    return <RefusedNote text={textOf(exceptions.error)} onRetry={() => void queries.invalidateQueries()} />
  }
  return (
    <div className="kr-tray">
      {exceptions.state === 'stale' ? <StaleNote time={format.time(exceptions.asOfUtcMs)} /> : null}
      {told ? (
        <Notice tone="good" role="status">
          {told}
        </Notice>
      ) : null}
      {exceptions.state === 'empty' ? (
        <EmptyNote
          icon={<IconCircleCheck size={32} stroke={1.4} aria-hidden />}
          title={t('exceptionTray.empty')}
          hint={t('exceptionTray.emptyHint')}
        />
      ) : (
        <Cards exceptions={exceptions.value} onLeave={setLeave} onSettled={() => setTold(t('exceptionTray.settled'))} />
      )}
    </div>
  )
}

interface CardsProps {
  readonly exceptions: readonly ExceptionView[]
  readonly onLeave: (leave: Leave) => void
  readonly onSettled: () => void
}

function Cards({ exceptions, onLeave, onSettled }: CardsProps) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState('all')
  const kinds = kindCounts(exceptions)
  // The last one of a kind may have been settled while only that kind was shown.
  const kind = kinds.find((each) => each.kind === wanted)?.kind ?? null
  const shown = inUrgency(exceptions).filter((exception) => kind === null || exception.kind === kind)
  return (
    <>
      {kinds.length > 1 ? (
        <Chip.Group multiple={false} value={kind ?? 'all'} onChange={setWanted}>
          <Group gap={6} role="group" aria-label={t('exceptionTray.filter')} className="kr-tray-filter">
            <Chip value="all" size="xs" variant="outline">
              {t('exceptionTray.all')} {exceptions.length}
            </Chip>
            {kinds.map((each) => (
              <Chip key={each.kind} value={each.kind} size="xs" variant="outline">
                {t(`exceptionTray.kinds.${each.kind}`)} {each.count}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      ) : null}
      <ul className="kr-exceptions" data-testid="exceptions-list">
        {shown.map((exception) => (
          <ExceptionCard
            key={exception.exceptionId}
            exception={exception}
            onLeave={(way) => onLeave({ exception, way })}
            onSettled={onSettled}
          />
        ))}
      </ul>
    </>
  )
}
