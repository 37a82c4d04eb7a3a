import { useTranslation } from 'react-i18next'
import type { OpView, SyncBadge } from '../../../shared/desk-api/views.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { ageInWords } from '../../i18n/format.ts'
import { ageBand, clockDrift, moneyIn } from './age-band.ts'

interface Props {
  readonly badge: SyncBadge
  readonly unsent: readonly OpView[]
  readonly nowUtcMs: number
}

/** Both directions with counts, ages and what to do about them, the money on its way, and a clock that is wrong. */
export function Directions({ badge, unsent, nowUtcMs }: Props) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const oldestMs = badge.oldestUnsentAtUtcMs === null ? null : nowUtcMs - badge.oldestUnsentAtUtcMs
  const money = moneyIn(unsent)
  const drift = clockDrift(badge.clockOffsetMs)
  const ago = (utcMs: number | null) =>
    utcMs === null
      ? t('sync.panel.never')
      : t('sync.panel.ago', { age: ageInWords(t, nowUtcMs - utcMs), time: format.time(utcMs) })
  return (
    <dl className="kr-facts" data-testid="directions">
      <dt>{t('linePanel.out')}</dt>
      <dd>
        {oldestMs === null
          ? t('linePanel.waitingNone')
          : t('linePanel.waiting', { count: badge.unsent, age: ageInWords(t, oldestMs) })}
        {badge.inFlight > 0 ? ` · ${t('linePanel.inFlight', { count: badge.inFlight })}` : ''}
        {oldestMs === null ? null : <p className="kr-small">{t(`linePanel.band.${ageBand(oldestMs)}`)}</p>}
        <p className="kr-small">
          {t('sync.panel.pushed')}: {ago(badge.lastPushedAtUtcMs)}
        </p>
      </dd>
      {money.takenMinor + money.givenBackMinor > 0 ? (
        <>
          <dt>{t('linePanel.money')}</dt>
          <dd>
            {t('linePanel.moneyText', {
              taken: format.money(money.takenMinor),
              givenBack: format.money(money.givenBackMinor),
            })}
          </dd>
        </>
      ) : null}
      <dt>{t('linePanel.in')}</dt>
      <dd>
        {t('sync.panel.pulled')}: {ago(badge.lastPulledAtUtcMs)}
      </dd>
      {drift === null ? null : (
        <>
          <dt>{t('linePanel.clock')}</dt>
          <dd className="kr-error">
            {t(drift === 'ahead' ? 'linePanel.clockAhead' : 'linePanel.clockBehind', {
              age: ageInWords(t, Math.abs(badge.clockOffsetMs ?? 0)),
            })}
          </dd>
        </>
      )}
    </dl>
  )
}
