import { UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconBan, IconTool } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { NightCell } from '../../../shared/desk-api/views.ts'
import type { RoomTypeId } from '../../../shared/domain/ids.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { useRoving } from '../../components/roving.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { type CellNeed, cellNeed } from '../occupancy-figures.ts'

interface Props {
  readonly occupancy: DeskOutput<'occupancy.get'>
  readonly onCell: (roomTypeId: RoomTypeId, night: LocalDate) => void
}

export function OccupancyTable({ occupancy, onCell }: Props) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const roving = useRoving()
  return (
    <div className="kr-table-wrap">
      {/* Arrow keys are an extra way between buttons that the Tab key and a screen reader reach without it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <table className="kr-occupancy" data-testid="occupancy-table" onKeyDown={roving.onKeyDown}>
        <thead>
          <tr>
            <th scope="col">{t('occupancy.roomType')}</th>
            {occupancy.nights.map((night) => {
              const { weekday, day, month, isWeekend } = format.dayParts(night)
              return (
                <th key={night} scope="col" data-weekend={isWeekend || undefined}>
                  <span>{weekday}</span> <strong>{day}</strong> <span>{month}</span>
                </th>
              )
            })}
          </tr>
          <tr className="kr-house">
            <th scope="row">{t('occupancy.house')}</th>
            {occupancy.house.map(({ night, occupancyBp, left }) => (
              <td key={night}>
                <strong>{Math.round(occupancyBp / 100)} %</strong>
                <span className="kr-house-bar" aria-hidden>
                  <span style={{ width: `${Math.min(100, occupancyBp / 100)}%` }} />
                </span>
                <span className="kr-muted">{t('occupancy.houseLeft', { count: left })}</span>
              </td>
            ))}
          </tr>
        </thead>
        <tbody>
          {occupancy.roomTypes.map(({ roomTypeId, name, cells }, row) => (
            <tr key={roomTypeId}>
              <th scope="row">{name}</th>
              {cells.map((cell, column) => (
                <td key={cell.night}>
                  <Cell
                    cell={cell}
                    typeName={name}
                    onOpen={() => onCell(roomTypeId, cell.night)}
                    place={roving.placeProps(row, column)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CellProps {
  readonly cell: NightCell
  readonly typeName: string
  readonly onOpen: () => void
  readonly place: Record<string, unknown>
}

function Cell({ cell, typeName, onOpen, place }: CellProps) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const need = cellNeed(cell)
  const price = cell.priceMinor === null ? t('occupancy.noPrice') : format.money(cell.priceMinor)
  const words = {
    roomType: typeName,
    night: format.day(cell.night),
    left: cell.left,
    limit: cell.limit,
    over: cell.forced,
    price,
  }
  const label = {
    none: t('occupancy.cell', words),
    full: t('occupancy.cellFull', words),
    over: t('occupancy.cellOver', words),
  }
  const broken = cell.outOfOrder > 0 ? t('occupancy.outOfOrder', { count: cell.outOfOrder }) : null
  return (
    <UnstyledButton
      className="kr-cell"
      data-need={need}
      aria-label={broken ? `${label[need]}. ${broken}` : label[need]}
      title={broken ?? undefined}
      onClick={onOpen}
      {...place}
    >
      <span className="kr-cell-left">
        <CellFigure need={need} cell={cell} />
        {broken ? <IconTool className="kr-cell-broken" size={12} stroke={2} aria-hidden /> : null}
      </span>
      <span className="kr-cell-price">{price}</span>
    </UnstyledButton>
  )
}

function CellFigure({ need, cell }: { need: CellNeed; cell: NightCell }) {
  const { t } = useTranslation()
  if (need === 'over') {
    return (
      <>
        <IconAlertTriangle size={13} stroke={2} aria-hidden />
        {t('occupancy.over', { count: cell.forced })}
      </>
    )
  }
  if (need === 'full') {
    return (
      <>
        <IconBan size={13} stroke={2} aria-hidden />
        {t('occupancy.full')}
      </>
    )
  }
  return (
    <>
      <strong>{cell.left}</strong>
      <small>/{cell.limit}</small>
    </>
  )
}
