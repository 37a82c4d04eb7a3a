import './registration-card.css'
import { useTranslation } from 'react-i18next'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import { nightCount } from '../../../shared/domain/stay-dates.ts'
import { PrintSheet } from '../../components/print-sheet.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { confirmationCodeText } from '../../i18n/confirmation-code-text.ts'

const WRITTEN = ['address', 'nationality', 'born', 'document', 'vehicle'] as const

/** The card that a guest signs on arrival: one page of A4. */
export function RegistrationCard({ reservation, onPrinted }: { reservation: ReservationView; onPrinted: () => void }) {
  const { t } = useTranslation()
  const { hotel, format, roomTypeName } = useHotel()
  const { guest, lines, confirmationCode, totalMinor, balanceMinor } = reservation
  return (
    <PrintSheet onPrinted={onPrinted}>
      <article className="kr-registration">
        <h1>{t('card.title')}</h1>
        <p>
          <strong>{hotel.name}</strong> · {t('reservation.code')} {confirmationCodeText(confirmationCode)}
        </p>
        <h2>{t('reservation.guest')}</h2>
        <dl>
          <dt>{t('card.name')}</dt>
          <dd>
            <bdi>
              {guest.lastName}, {guest.firstName}
            </bdi>
          </dd>
          <dt>{t('reservation.phone')}</dt>
          <dd>{guest.phone ?? ''}</dd>
          <dt>{t('reservation.email')}</dt>
          <dd>{guest.email ?? ''}</dd>
          {WRITTEN.map((field) => (
            <Written key={field} label={t(`card.${field}`)} />
          ))}
        </dl>
        <h2>{t('reservation.stay')}</h2>
        <table className="kr-sheet-table">
          <thead>
            <tr>
              <th>{t('booking.room')}</th>
              <th>{t('walkIn.type')}</th>
              <th>{t('walkIn.arrival')}</th>
              <th>{t('booking.departure')}</th>
              <th>{t('walkIn.nights')}</th>
              <th>{t('card.guests')}</th>
              <th className="kr-number">{t('reservation.total')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, MOST_LINES).map((line) => (
              <tr key={line.position}>
                <td>{line.roomId ?? ''}</td>
                <td>{roomTypeName(line.chargedType)}</td>
                <td>{format.day(line.arrival)}</td>
                <td>{format.day(line.departure)}</td>
                <td>{nightCount(line)}</td>
                <td>{line.adults + line.children}</td>
                <td className="kr-number">{format.money(line.totalMinor)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {lines.length > MOST_LINES ? <p>{t('card.more', { count: lines.length - MOST_LINES })}</p> : null}
        <dl>
          <dt>{t('reservation.total')}</dt>
          <dd>{format.money(totalMinor)}</dd>
          <dt>{balanceMinor < 0 ? t('reservation.toRefund') : t('reservation.toPay')}</dt>
          <dd>{format.money(Math.abs(balanceMinor))}</dd>
        </dl>
        <p className="kr-registration-terms">{t('card.terms')}</p>
        <div className="kr-registration-signs">
          <p>{t('card.placeAndDate')}</p>
          <p>{t('card.signature')}</p>
          <p>{t('card.forHotel')}</p>
        </div>
      </article>
    </PrintSheet>
  )
}

/** A group's further rooms are on a list of their own: the card stays one page. */
const MOST_LINES = 10

function Written({ label }: { label: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="kr-registration-line" />
    </>
  )
}
