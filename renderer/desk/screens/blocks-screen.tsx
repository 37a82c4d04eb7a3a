import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BlockSummary } from '../../../shared/desk-api/views.ts'
import { nightCount } from '../../../shared/domain/stay-dates.ts'
import { ConfirmStep } from '../../components/confirm-step.tsx'
import { KeyTag } from '../../components/key-tag.tsx'
import { LandingMark } from '../../components/landing-mark.tsx'
import { Notice } from '../../components/notice.tsx'
import { EmptyNote, RefusedNote, RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'

const COLUMNS = ['room', 'kind', 'reason', 'nights', 'remarks', 'landing', 'action'] as const

/** Every room that is out of order or out of service, and the way back. */
export function BlocksScreen() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  const queries = useQueryClient()
  const blocks = useDeskQuery('blocks.list', {}, { isEmpty: (list) => activeOf(list).length === 0 })
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <div className="kr-page">
      <header className="kr-page-head">
        <h1>{t('blocks.title')}</h1>
        {blocks.state === 'stale' ? <StaleNote time={format.time(blocks.asOfUtcMs)} /> : null}
      </header>
      {problem ? (
        <Notice tone="urgent" role="alert">
          {problem}
        </Notice>
      ) : null}
      {blocks.state === 'refused' ? (
        <RefusedNote text={textOf(blocks.error)} onRetry={() => void queries.invalidateQueries()} />
      ) : null}
      {blocks.state === 'loading' ? <RowsLoading rows={5} height={44} /> : null}
      {blocks.state === 'empty' ? <EmptyNote title={t('blocks.empty')} hint={t('blocks.emptyHint')} /> : null}
      {'value' in blocks && blocks.state !== 'empty' ? (
        <div className="kr-table-wrap">
          <table className="kr-blocks" data-testid="blocks-table">
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col">
                    {t(`blocks.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {activeOf(blocks.value).map((block) => (
                <BlockRow key={block.blockId} block={block} onProblem={setProblem} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </div>
  )
}

function BlockRow({ block, onProblem }: { block: BlockSummary; onProblem: (text: string | null) => void }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  const { run, inFlight } = useDeskCommand('block.release')
  const room = block.roomId
  const release = async () => {
    const answer = await run({ blockId: block.blockId })
    if (answer) onProblem(answer.ok ? null : textOf(answer.error))
  }
  return (
    <tr>
      <th scope="row">
        <KeyTag room={room} />
      </th>
      <td>{t(`word.blockKind.${block.kind}`)}</td>
      <td>{t(`word.reason.${block.reason}`)}</td>
      <td>
        {t('word.nights', { count: nightCount({ arrival: block.from, departure: block.until }) })}
        <span className="kr-muted">
          {' · '}
          {format.day(block.from)}, {t('blocks.freeAgain', { until: format.day(block.until) })}
        </span>
      </td>
      <td className="kr-remarks">{block.remarks}</td>
      <td>
        <LandingMark landing={block.landing} />
      </td>
      <td className="kr-action">
        <ConfirmStep
          label={t('blocks.release')}
          ariaLabel={t('blocks.releaseRoom', { room })}
          question={t('blocks.releaseQuestion', { room })}
          confirm={t('blocks.releaseConfirm')}
          keep={t('blocks.releaseKeep')}
          inFlight={inFlight}
          onConfirm={() => void release()}
        />
      </td>
    </tr>
  )
}

function activeOf(blocks: readonly BlockSummary[]): readonly BlockSummary[] {
  return blocks.filter((block) => block.status === 'active')
}
