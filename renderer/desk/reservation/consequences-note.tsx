import { useTranslation } from 'react-i18next'
import type { Consequences } from '../../../shared/desk-api/views.ts'
import { Notice } from '../../components/notice.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'

/** What would come of it, before it is done: price, another type, who loses a room, and whether it is certain. */
export function ConsequencesNote({ what }: { what: Consequences | null }) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const textOf = useCodeText()
  if (what === null) return <p className="kr-muted">{t('booking.working')}</p>
  if (what.refusedBy) {
    return (
      <Notice tone="attention" role="status" testId="consequences-refused">
        {textOf(what.refusedBy)}
      </Notice>
    )
  }
  const difference = what.differenceMinor ?? 0
  return (
    <div className="kr-consequences" role="status" data-testid="consequences">
      <dl className="kr-facts">
        <dt>{t('booking.difference')}</dt>
        <dd>
          <strong>{difference > 0 ? `+${format.money(difference)}` : format.money(difference)}</strong>
        </dd>
        <dt>{t('booking.balanceAfter')}</dt>
        <dd>{format.money(what.balanceMinor ?? 0)}</dd>
      </dl>
      {what.typeChange ? (
        <p>
          {t('booking.typeChange', {
            from: roomTypeName(what.typeChange.from),
            to: roomTypeName(what.typeChange.to),
          })}
        </p>
      ) : null}
      {what.displaced.map(({ reservationId, lastName, fromRoomId, toRoomId }) => (
        <Notice key={reservationId} tone="attention">
          {toRoomId === null
            ? t('booking.losesRoom', { lastName, room: fromRoomId })
            : t('booking.getsRoom', { lastName, from: fromRoomId, to: toRoomId })}
        </Notice>
      ))}
      {what.room && !what.room.isReady ? (
        <Notice tone="attention">
          {t('booking.notReady', {
            room: what.room.roomId,
            housekeeping: t(`word.housekeeping.${what.room.housekeeping}`),
          })}
        </Notice>
      ) : null}
      {what.atRisk ? <Notice tone="attention">{t('booking.atRisk')}</Notice> : null}
    </div>
  )
}
