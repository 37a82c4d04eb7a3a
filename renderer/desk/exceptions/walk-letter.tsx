import { useTranslation } from 'react-i18next'
import { PrintSheet } from '../../components/print-sheet.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { useNow } from '../../data/use-now.ts'
import { confirmationCodeText } from '../../i18n/confirmation-code-text.ts'
import type { Gone } from './elsewhere.tsx'

/** The letter that a guest takes to the other hotel. */
export function WalkLetter({ gone, pays }: { gone: Gone; pays: string }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const nowUtcMs = useNow(30_000)
  const { leaving, guest, arranged } = gone
  const from = format.longDay(leaving.arrival)
  const until = format.longDay(leaving.departure)
  const rows = [
    ['hotel', arranged.hotel],
    ['address', arranged.address],
    ['phone', arranged.phone],
    ['code', confirmationCodeText(arranged.code)],
    ['nights', t('elsewhere.nights', { from, until })],
    ['room', arranged.room],
  ] as const
  return (
    <PrintSheet>
      <div className="kr-letter">
        <p className="kr-letter-from">
          <strong>{hotel.name}</strong>
          <span>{t('walkLetter.date', { date: format.longDay(hotel.calendarDate), time: format.time(nowUtcMs) })}</span>
        </p>
        <h1>{t('walkLetter.title')}</h1>
        <p>{t('walkLetter.dear', { name: `${guest.firstName} ${guest.lastName}` })}</p>
        <p>{t('walkLetter.apology', { from, until })}</p>
        <p>{t('walkLetter.arranged')}</p>
        <table className="kr-sheet-table">
          <tbody>
            {rows.map(([name, text]) =>
              text === null || text === '' ? null : (
                <tr key={name}>
                  <th scope="row">{t(`walkLetter.${name}`)}</th>
                  <td>{text}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
        <p className="kr-letter-pays">{pays}</p>
        <p>{t('walkLetter.thanks')}</p>
        <p>
          {t('walkLetter.regards')}
          <br />
          {hotel.name}
        </p>
        <p>{t('walkLetter.ours', { code: confirmationCodeText(leaving.confirmationCode) })}</p>
      </div>
    </PrintSheet>
  )
}
