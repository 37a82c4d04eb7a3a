import { IconBan } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import type { WalkInDraft } from '../../stores/walk-in-draft.ts'
import { stayFigures } from '../occupancy-figures.ts'

/** The contract asks about at most this many nights of occupancy at once; longer stays show no figures here. */
const MOST_NIGHTS = 62

interface Props {
  readonly draft: WalkInDraft
  readonly error: string | undefined
  readonly onChange: (roomTypeId: RoomTypeId) => void
}

/** Every type with what is left and what it costs for these nights: the answer to "what have you got?" at one look. */
export function TypeChoice({ draft, error, onChange }: Props) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const nights = Math.min(MOST_NIGHTS, Math.max(1, draft.nights ?? 1))
  const occupancy = valueOf(useDeskQuery('occupancy.get', { from: draft.arrival, nights }, { keepPrevious: true }))
  const figures = occupancy && (draft.nights ?? 1) <= MOST_NIGHTS ? stayFigures(occupancy) : null

  // The first type that has a room is chosen for the desk, so that a plain walk-in needs no choosing at all.
  const suggested = hotel.roomTypes.find(({ roomTypeId }) => (figures?.get(roomTypeId)?.left ?? 0) > 0)?.roomTypeId
  const chosen = draft.roomTypeId
  useEffect(() => {
    if (chosen === null && suggested !== undefined) onChange(suggested)
  }, [chosen, suggested, onChange])

  return (
    <fieldset
      id="walk-in-type"
      className="kr-fieldset kr-types"
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? 'walk-in-type-error' : undefined}
    >
      <legend>{t('walkIn.type')}</legend>
      <div className="kr-types-list">
        {hotel.roomTypes.map(({ roomTypeId, name, maxOccupancy }, index) => {
          const figure = figures?.get(roomTypeId)
          // What has no price is not on sale, which is not the same as sold.
          const isOnSale = figure !== undefined && figure.totalMinor !== null
          const isFull = isOnSale && figure.left === 0
          return (
            <label key={roomTypeId} className="kr-type" data-full={isFull || (figure && !isOnSale) || undefined}>
              <input
                type="radio"
                name="walk-in-type"
                value={roomTypeId}
                checked={chosen === roomTypeId}
                data-autofocus={(chosen === null ? index === 0 : chosen === roomTypeId) || undefined}
                onChange={() => onChange(roomTypeId)}
              />
              <span className="kr-type-name">{name}</span>
              <span className="kr-muted">{t('walkIn.typeSleeps', { count: maxOccupancy })}</span>
              <span className="kr-type-left">
                {isFull ? <IconBan size={13} stroke={2} aria-hidden /> : null}
                {isOnSale ? (isFull ? t('walkIn.typeFull') : t('walkIn.typeLeft', { count: figure.left })) : ''}
              </span>
              <span className="kr-type-price">
                {figure?.totalMinor === null ? t('occupancy.noPrice') : figure ? format.money(figure.totalMinor) : ''}
              </span>
            </label>
          )
        })}
      </div>
      {error ? (
        <p className="kr-error" id="walk-in-type-error" role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}
