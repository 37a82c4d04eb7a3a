import { type ReactNode, memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { DowntimeView } from '../../../shared/desk-api/views.ts'
import { PrintSheet } from '../../components/print-sheet.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { confirmationCodeText } from '../../i18n/confirmation-code-text.ts'
import { momentText } from '../../i18n/moment.ts'
import { byFloor, byName } from './downtime-sections.ts'

type PackStay = DowntimeView['inHouse'][number]

/** The pack on paper. Drawn anew only where its data is another. */
export const DowntimePack = memo(function DowntimePack({ pack }: { pack: DowntimeView }) {
  const { t, i18n } = useTranslation()
  const { hotel, format } = useHotel()
  const { asOfUtcMs, madeAtUtcMs } = pack
  const moment = (utcMs: number) => momentText(format, hotel.timeZone, utcMs)
  const head = (
    <>
      <span>
        <strong>{pack.hotelName}</strong> · {t('downtime.businessDate', { date: format.longDay(pack.businessDate) })}
      </span>
      <strong>
        {asOfUtcMs === null ? t('downtime.asOfNever') : t('downtime.asOf', { moment: moment(asOfUtcMs) })}
      </strong>
    </>
  )
  return (
    <PrintSheet head={head}>
      <h1>{t('downtime.title')}</h1>
      <p>{t('downtime.made', { terminal: hotel.terminal.name, moment: moment(madeAtUtcMs) })}</p>
      <Section name="byRoom" count={pack.inHouse.length}>
        <Stays stays={pack.inHouse} />
      </Section>
      <Section name="byName" count={pack.inHouse.length} newPage>
        <Stays stays={byName(pack.inHouse, i18n.language)} nameFirst />
      </Section>
      <Section name="arrivals" count={pack.arrivals.length} newPage>
        <Stays stays={pack.arrivals} nameFirst />
      </Section>
      <Section name="departures" count={pack.departures.length}>
        <Stays stays={pack.departures} />
      </Section>
      <Section name="housekeeping" count={pack.rooms.length} newPage>
        <Housekeeping pack={pack} />
      </Section>
      <Section name="blocks" count={pack.blocks.length}>
        <Blocks pack={pack} />
      </Section>
      <Section name="nextArrivals" count={pack.nextArrivals.length} newPage>
        <Stays stays={pack.nextArrivals} nameFirst />
      </Section>
    </PrintSheet>
  )
})

type SectionName = 'byRoom' | 'byName' | 'arrivals' | 'departures' | 'housekeeping' | 'blocks' | 'nextArrivals'

function Section({
  name,
  count,
  newPage = false,
  children,
}: {
  name: SectionName
  count: number
  newPage?: boolean
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <section className={newPage ? 'kr-sheet-new-page' : undefined}>
      <h2>
        {t(`downtime.sections.${name}`)} ({count})
      </h2>
      {count === 0 ? <p>{t('downtime.empty')}</p> : children}
    </section>
  )
}

function Stays({ stays, nameFirst = false }: { stays: readonly PackStay[]; nameFirst?: boolean }) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const columns = nameFirst ? (['guest', 'room'] as const) : (['room', 'guest'] as const)
  return (
    <table className="kr-sheet-table">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column}>{t(`downtime.${column}`)}</th>
          ))}
          <th>{t('downtime.guests')}</th>
          <th>{t('downtime.type')}</th>
          <th>{t('downtime.arrival')}</th>
          <th>{t('downtime.departure')}</th>
          <th>{t('downtime.code')}</th>
          <th className="kr-number">{t('downtime.balance')}</th>
        </tr>
      </thead>
      <tbody>
        {stays.map((stay) => {
          const cells = {
            guest: <td key="guest">{`${stay.lastName}, ${stay.firstName}`}</td>,
            room: (
              <td key="room">
                <strong>{stay.roomId ?? t('word.noRoom')}</strong>
              </td>
            ),
          }
          return (
            <tr key={`${stay.reservationId}/${stay.position}`}>
              {columns.map((column) => cells[column])}
              <td>{t('downtime.people', { adults: stay.adults, children: stay.children })}</td>
              <td>{roomTypeName(stay.roomTypeId)}</td>
              <td>{format.day(stay.arrival)}</td>
              <td>{format.day(stay.departure)}</td>
              <td>{confirmationCodeText(stay.confirmationCode)}</td>
              <td className="kr-number">{format.money(stay.balanceMinor)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** Every room with its state, and whether somebody is in it. */
function Housekeeping({ pack }: { pack: DowntimeView }) {
  const { t } = useTranslation()
  const occupied = new Set<string | null>(pack.inHouse.map(({ roomId }) => roomId))
  return byFloor(pack.rooms).map(({ floor, rooms }) => (
    <div key={floor} className="kr-sheet-floor">
      <h3>{t('downtime.floor', { floor })}</h3>
      <ul>
        {rooms.map(({ roomId, housekeeping }) => (
          <li key={roomId}>
            <strong>{roomId}</strong> {t(`word.housekeeping.${housekeeping}`)}
            {occupied.has(roomId) ? ` · ${t('word.holder.occupied')}` : ''}
          </li>
        ))}
      </ul>
    </div>
  ))
}

function Blocks({ pack }: { pack: DowntimeView }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  return (
    <table className="kr-sheet-table">
      <thead>
        <tr>
          {(['room', 'kind', 'reason', 'from', 'until', 'remarks'] as const).map((column) => (
            <th key={column}>{t(`downtime.${column}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pack.blocks.map((block) => (
          <tr key={block.blockId}>
            <td>
              <strong>{block.roomId}</strong>
            </td>
            <td>{t(`word.blockKind.${block.kind}`)}</td>
            <td>{t(`word.reason.${block.reason}`)}</td>
            <td>{format.day(block.from)}</td>
            <td>{format.day(block.until)}</td>
            <td>{block.remarks}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
