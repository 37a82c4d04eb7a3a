import { useTranslation } from 'react-i18next'
import type { HistoryItem } from '../../../shared/desk-api/views.ts'
import { localDateAt } from '../../../shared/domain/stay-dates.ts'
import { LandingMark } from '../../components/landing-mark.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'

/** What happened to the booking, the newest first: when, what, who and at which terminal. */
export function HistoryCard({ history }: { history: readonly HistoryItem[] }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  return (
    <section className="kr-card" aria-labelledby="kr-history">
      <h3 id="kr-history">{t('booking.history')}</h3>
      <ol className="kr-history" data-testid="history">
        {history.toReversed().map((item, index) => (
          <li key={`${item.atUtcMs}/${history.length - index}`}>
            <time className="kr-muted" dateTime={new Date(item.atUtcMs).toISOString()}>
              {format.day(localDateAt(item.atUtcMs, hotel.timeZone))} {format.time(item.atUtcMs)}
            </time>
            <What item={item} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function What({ item }: { item: HistoryItem }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  switch (item.what) {
    case 'booked':
      return <span>{t(`word.channel.${item.channel}`)}</span>
    case 'done':
      return (
        <span>
          <strong>{t(`sync.op.${item.type}`)}</strong> · {item.staff === null ? null : `${item.staff} · `}
          {item.terminal} <LandingMark landing={item.landing} quiet />
          {item.code === null ? null : <span className="kr-error"> {textOf({ code: item.code, params: {} })}</span>}
        </span>
      )
    case 'posted':
      return (
        <span>
          {t(`pay.kind.${item.kind}`)} {format.money(item.amountMinor)}
          {item.note === '' ? null : <span className="kr-muted"> · {item.note}</span>}
        </span>
      )
    case 'exception':
      return (
        <span>
          {t('booking.needed')}{' '}
          {item.resolvedAtUtcMs === null
            ? t('booking.stillOpen')
            : t('booking.settled', { time: format.time(item.resolvedAtUtcMs) })}
        </span>
      )
  }
}
