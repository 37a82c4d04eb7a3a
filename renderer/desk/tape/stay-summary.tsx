import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { LineAction } from '../../../shared/desk-api/views.ts'
import { type LocalDate, nightCount } from '../../../shared/domain/stay-dates.ts'
import { KeyTag } from '../../components/key-tag.tsx'
import { LandingMark } from '../../components/landing-mark.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { FloatingCard } from './floating-card.tsx'
import { STATE_ICONS } from './tape-bar.tsx'
import { type TapeStay, barState } from './tape-rows.ts'

interface Props {
  readonly anchor: Element | null
  readonly stay: TapeStay
  readonly businessDate: LocalDate
  readonly onPointerEnter: () => void
  readonly onPointerLeave: () => void
}

export const SUMMARY_ID = 'kr-tape-summary'

/** Who it is, where, until when, what is owed and what may be done now; beside the bar that is pointed at. */
export function StaySummary({ anchor, stay, businessDate, ...pointer }: Props) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const { reservationId } = stay
  const reservation = valueOf(useDeskQuery('reservation.get', { reservationId }))
  const line = reservation?.lines.find(({ position }) => position === stay.position)
  const state = barState(stay, businessDate)
  const Icon = STATE_ICONS[state]
  return (
    <FloatingCard
      anchor={anchor}
      className="kr-tape-card kr-tape-summary"
      role="tooltip"
      id={SUMMARY_ID}
      testId="stay-summary"
      {...pointer}
    >
      <div className="kr-tape-summary-head">
        <strong>
          <bdi>{stay.lastName}</bdi>, <bdi>{stay.firstName}</bdi>
        </strong>
        <span className="kr-mark">
          <Icon size={14} stroke={1.9} aria-hidden />
          {t(`tape.state.${state}`)}
        </span>
      </div>
      <p>
        {t('tape.summary.nights', {
          arrival: format.day(stay.arrival),
          departure: format.day(stay.departure),
          nights: t('word.nights', { count: nightCount(stay) }),
        })}
      </p>
      <dl>
        <div>
          <dt>{t('tape.summary.room')}</dt>
          <dd>
            <KeyTag room={stay.roomId} /> {roomTypeName(stay.roomTypeId)}
          </dd>
        </div>
        <div>
          <dt>{t('tape.summary.code')}</dt>
          <dd>{stay.confirmationCode}</dd>
        </div>
        {reservation ? (
          <div>
            <dt>{t('tape.summary.balance')}</dt>
            <dd>
              {reservation.balanceMinor === 0 ? (
                t('tape.summary.paid')
              ) : (
                <span className="kr-mark" data-tone={reservation.balanceMinor > 0 ? 'attention' : undefined}>
                  {reservation.balanceMinor > 0 ? <IconAlertTriangle size={13} aria-hidden /> : null}
                  {format.money(reservation.balanceMinor)}
                </span>
              )}
            </dd>
          </div>
        ) : null}
      </dl>
      {line ? <Actions actions={line.actions} inHouse={stay.stay === 'in_house'} /> : null}
      <LandingMark landing={stay.landing} quiet />
    </FloatingCard>
  )
}

/** The keys that work on it now, and of the others why they do not. */
function Actions({ actions, inHouse }: { actions: readonly LineAction[]; inHouse: boolean }) {
  const { t } = useTranslation()
  const refusedBy = (action: LineAction['action']) => {
    const found = actions.find((one) => one.action === action)
    return found ? found.refusedBy : null
  }
  const keys = [
    { key: 'C', text: t('tape.summary.checkIn'), code: refusedBy('checkIn') },
    { key: 'M', text: t('tape.summary.move'), code: refusedBy(inHouse ? 'move' : 'assignRoom') },
    { key: 'E', text: t('tape.summary.dates'), code: refusedBy(inHouse ? 'changeDeparture' : 'change') },
    { key: '⏎', text: t('tape.summary.open'), code: null },
  ]
  return (
    <ul className="kr-tape-actions" aria-label={t('tape.summary.actions')}>
      {keys.map(({ key, text, code }) => (
        <li key={key} data-refused={code !== null || undefined}>
          <kbd className="kr-kbd">{key}</kbd> {text}
          {code === null ? null : <span className="kr-small">{t('tape.summary.notNow')}</span>}
        </li>
      ))}
    </ul>
  )
}
