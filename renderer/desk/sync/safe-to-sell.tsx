import { useTranslation } from 'react-i18next'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'

/** What this terminal may sell with the line down, by type. */
export function SafeToSell() {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const allotment = valueOf(useDeskQuery('allotment.get', {}))
  if (!allotment) return null
  const { types, rooms, asOfUtcMs } = allotment
  return (
    <section aria-labelledby="kr-safe" data-testid="safe-to-sell">
      <h3 id="kr-safe">{t('linePanel.safe')}</h3>
      {types.every(({ tonight }) => tonight === 0) ? (
        <p>{t('linePanel.safeNone')}</p>
      ) : (
        <>
          <p className="kr-muted kr-small">
            {t('linePanel.safeHint')}{' '}
            {asOfUtcMs === null ? '' : t('linePanel.safeAsOf', { time: format.time(asOfUtcMs) })}
          </p>
          <ul className="kr-safe">
            {types.map(({ roomTypeId, tonight }) => (
              <li key={roomTypeId} data-none={tonight === 0 || undefined}>
                <span>{roomTypeName(roomTypeId)}</span>
                <strong>{t('linePanel.safeUnits', { count: tonight })}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
      {rooms.length > 0 ? <p className="kr-small">{t('linePanel.safeRooms', { rooms: rooms.join(', ') })}</p> : null}
    </section>
  )
}
