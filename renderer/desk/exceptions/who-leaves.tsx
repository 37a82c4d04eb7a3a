import { Button, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import { localDate, roomTypeId } from '../../../shared/desk-api/fields.ts'
import type { ExceptionView } from '../../../shared/desk-api/views.ts'
import { EmptyNote, RefusedNote, RowsLoading } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { confirmationCodeText } from '../../i18n/confirmation-code-text.ts'
import { type Leaving, leavingOf } from './elsewhere-plan.ts'

type Candidate = DeskOutput<'walk.candidates'>[number]

interface Props {
  readonly exception: ExceptionView
  readonly leaving: Leaving | null
  readonly onChoose: (leaving: Leaving) => void
  readonly onChooseAgain: () => void
}

/** So many are shown before somebody asks for all: the order says that the others are asked later. */
const FIRST = 8

/** Who is counted on the oversold night, whom to ask first at the top, each with why they should rather be spared. */
export function WhoLeaves({ exception, leaving, onChoose, onChooseAgain }: Props) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const { hotel } = useHotel()
  const textOf = useCodeText()
  const type = roomTypeId.safeParse(exception.params['roomTypeId'])
  const night = localDate.safeParse(exception.params['night'])
  const candidates = useDeskQuery(
    'walk.candidates',
    {
      roomTypeId: String(exception.params['roomTypeId'] ?? ''),
      night: String(exception.params['night'] ?? ''),
    },
    { enabled: type.success && night.success },
  )
  if (candidates.state === 'loading') return <RowsLoading rows={3} height={44} />
  if (candidates.state === 'refused') return <RefusedNote text={textOf(candidates.error)} />
  const list = candidates.value.flatMap((candidate) => {
    const able = leavingOf(candidate, hotel.businessDate)
    return able ? [{ candidate, able }] : []
  })
  if (list.length === 0) return <EmptyNote title={t('elsewhere.nobody')} />
  const chosen = leaving && list.find(({ candidate }) => keyOf(candidate) === keyOf(leaving))
  if (chosen) {
    return (
      <div className="kr-chosen" data-testid="walk-chosen">
        <CandidateLine candidate={chosen.candidate} leaving={chosen.able} isFirst={false} />
        <Button size="xs" variant="default" onClick={onChooseAgain}>
          {t('elsewhere.whoElse')}
        </Button>
      </div>
    )
  }
  const shown = all ? list : list.slice(0, FIRST)
  return (
    <Radio.Group
      label={t('elsewhere.who')}
      description={t('elsewhere.whoHint')}
      value=""
      onChange={(key) => {
        const picked = list.find(({ candidate }) => keyOf(candidate) === key)
        if (picked) onChoose(picked.able)
      }}
    >
      <Stack gap={6} mt={8} data-testid="walk-candidates">
        {shown.map(({ candidate, able }, index) => (
          <Radio.Card key={keyOf(candidate)} value={keyOf(candidate)} className="kr-choice">
            <Radio.Indicator />
            <CandidateLine candidate={candidate} leaving={able} isFirst={index === 0} />
          </Radio.Card>
        ))}
        {shown.length < list.length ? (
          <Button size="xs" variant="default" onClick={() => setAll(true)}>
            {t('elsewhere.whoAll', { count: list.length })}
          </Button>
        ) : null}
      </Stack>
    </Radio.Group>
  )
}

function keyOf({ reservationId, position }: { reservationId: string; position: number }): string {
  return `${reservationId}/${position}`
}

function CandidateLine({ candidate, leaving, isFirst }: { candidate: Candidate; leaving: Leaving; isFirst: boolean }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { adults, children, spare } = candidate
  const guests = [
    t('word.adults', { count: adults }),
    ...(children > 0 ? [t('word.children', { count: children })] : []),
  ].join(', ')
  return (
    <span className="kr-choice-text">
      <strong>
        <bdi>{candidate.lastName}</bdi> · {confirmationCodeText(candidate.confirmationCode)}
      </strong>
      <span className="kr-muted">
        {t('elsewhere.nights', { from: format.day(leaving.arrival), until: format.day(leaving.departure) })} · {guests}
      </span>
      <span className="kr-spare">
        {spare.length === 0
          ? isFirst
            ? t('elsewhere.askFirst')
            : ''
          : spare.map((reason) => t(`elsewhere.spare.${reason}`)).join(' · ')}
      </span>
    </span>
  )
}
