import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { DateField } from '../../components/date-field.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskAttempt } from '../../data/use-desk-attempt.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { ConsequencesNote } from './consequences-note.tsx'
import type { LineTaskProps } from './line-tasks.tsx'
import { TaskBox } from './task-box.tsx'

/** A guest in the house stays longer or leaves earlier, at the difference that is on the screen. */
export function DepartureTask({ reservation, line, onDone, onLeave }: LineTaskProps) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const { reservationId } = reservation
  const { position } = line
  const [departure, setDeparture] = useState(() =>
    line.departure <= hotel.businessDate ? addDays(hotel.businessDate, 1) : addDays(line.departure, 1),
  )
  const asked = useDeskQuery('stay.quoteDeparture', { reservationId, position, departure })
  const quote = valueOf(asked)
  const { send, inFlight, refused } = useDeskAttempt('stay.changeDeparture', () =>
    onDone({ text: t('booking.departureChanged', { date: format.day(departure) }) }),
  )
  const difference = quote?.differenceMinor ?? null
  return (
    <TaskBox
      title={t('booking.task.changeDeparture')}
      confirm={t('booking.agree')}
      inFlight={inFlight}
      refused={refused}
      disabled={difference === null || departure === line.departure}
      onCancel={onLeave}
      onConfirm={() => {
        if (difference !== null) void send({ reservationId, position, departure, agreedDifferenceMinor: difference })
      }}
    >
      <DateField
        label={t('booking.departure')}
        description={t('booking.departureHint', { date: format.day(line.departure) })}
        value={departure}
        min={hotel.businessDate}
        base={hotel.businessDate}
        format={format.day}
        onChange={setDeparture}
      />
      <ConsequencesNote what={quote} />
    </TaskBox>
  )
}

/** Dates, type or guests of a stay that is still to come; nights that were booked keep their price. */
export function ChangeTask({ reservation, line, onDone, onLeave }: LineTaskProps) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const { reservationId } = reservation
  const [draft, setDraft] = useState({
    position: line.position,
    roomTypeId: line.chargedType,
    arrival: line.arrival,
    departure: line.departure,
    adults: line.adults,
    children: line.children,
  })
  const edit = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }))
  const isSame =
    draft.roomTypeId === line.chargedType &&
    draft.arrival === line.arrival &&
    draft.departure === line.departure &&
    draft.adults === line.adults &&
    draft.children === line.children
  const isStay = draft.arrival < draft.departure
  const asked = useDeskQuery('reservation.quoteChange', { reservationId, lines: [draft] }, { enabled: isStay })
  const quote = isStay ? valueOf(asked) : null
  const { send, inFlight, refused } = useDeskAttempt('reservation.change', () => onDone({ text: t('booking.changed') }))
  const difference = quote?.differenceMinor ?? null
  return (
    <TaskBox
      title={t('booking.task.change')}
      confirm={quote?.atRisk ? t('booking.agreeAtRisk') : t('booking.agree')}
      tone={quote?.atRisk ? 'risky' : 'normal'}
      inFlight={inFlight}
      refused={refused}
      disabled={difference === null || isSame}
      onCancel={onLeave}
      onConfirm={() => {
        if (difference === null) return
        const acceptRisk = quote?.atRisk ?? false
        void send({ reservationId, lines: [draft], agreedDifferenceMinor: difference, acceptRisk })
      }}
    >
      <div className="kr-fields-pair">
        <DateField
          label={t('walkIn.arrival')}
          value={draft.arrival}
          min={hotel.businessDate}
          base={hotel.businessDate}
          format={format.day}
          onChange={(arrival) => edit({ arrival })}
        />
        <DateField
          label={t('booking.departure')}
          value={draft.departure}
          min={hotel.businessDate}
          base={hotel.businessDate}
          format={format.day}
          error={isStay ? undefined : t('booking.datesTurned')}
          onChange={(departure) => edit({ departure })}
        />
      </div>
      <Select
        label={t('walkIn.type')}
        allowDeselect={false}
        value={draft.roomTypeId}
        data={hotel.roomTypes.map(({ roomTypeId, name }) => ({ value: String(roomTypeId), label: name }))}
        onChange={(chosen) => {
          const type = hotel.roomTypes.find(({ roomTypeId }) => roomTypeId === chosen)
          if (type) edit({ roomTypeId: type.roomTypeId })
        }}
      />
      <div className="kr-fields-pair">
        <NumberField
          fieldId="change-adults"
          label={t('walkIn.adults')}
          value={draft.adults}
          min={1}
          max={20}
          onChange={(adults) => edit({ adults: adults ?? 1 })}
        />
        <NumberField
          fieldId="change-children"
          label={t('walkIn.children')}
          value={draft.children}
          min={0}
          max={20}
          onChange={(children) => edit({ children: children ?? 0 })}
        />
      </div>
      {isStay && !isSame ? <ConsequencesNote what={quote} /> : null}
    </TaskBox>
  )
}
