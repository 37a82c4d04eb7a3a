import { useTranslation } from 'react-i18next'
import type { ReconciliationView } from '../../../shared/desk-api/views.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { momentText } from '../../i18n/moment.ts'

type Difference = NonNullable<ReconciliationView>['differences'][number]

const SHOWN = 12

/** What the nightly comparison with the chain found, and why. */
export function Comparison() {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const asked = useDeskQuery('reconciliation.get', {})
  if (!('value' in asked)) return null
  const found = valueOf(asked)
  const words = found && {
    moment: momentText(format, hotel.timeZone, found.atUtcMs),
    date: format.day(found.businessDate),
    rows: found.rows,
  }
  return (
    <section aria-labelledby="kr-compare" data-testid="comparison">
      <h3 id="kr-compare">{t('linePanel.compare')}</h3>
      {!found || !words ? (
        <p>{t('linePanel.compareNever')}</p>
      ) : found.differences.length === 0 ? (
        <p>{t('linePanel.compareSame', words)}</p>
      ) : (
        <>
          <p>{t('linePanel.compareDiffer', { ...words, count: found.differences.length })}</p>
          <ul className="kr-differences">
            {found.differences.slice(0, SHOWN).map((each) => (
              <DifferenceLine key={`${each.entity} ${each.key}`} difference={each} />
            ))}
          </ul>
          {found.differences.length > SHOWN ? (
            <p className="kr-muted">{t('linePanel.more', { count: found.differences.length - SHOWN })}</p>
          ) : null}
        </>
      )}
    </section>
  )
}

function DifferenceLine({ difference }: { difference: Difference }) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const { entity, cause, roomTypeId, night, key } = difference
  const where =
    roomTypeId === null && night === null
      ? key
      : [roomTypeId && roomTypeName(roomTypeId), night && format.day(night)].filter(Boolean).join(', ')
  return (
    <li data-cause={cause}>
      <strong>{t(`linePanel.entity.${entity}`)}</strong> <span>{where}</span>
      <span className="kr-muted">{t(`linePanel.cause.${cause}`)}</span>
    </li>
  )
}
