import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { nightCount } from '../../../shared/domain/stay-dates.ts'
import { KeyTag } from '../../components/key-tag.tsx'
import { NightlyPrices } from '../../components/nightly-prices.tsx'
import { Shortcut } from '../../components/shortcut.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { LineTaskForm, type LineTaskProps } from './line-tasks.tsx'
import { type Line, type LineTask, NEVER_HERE, type Task, closedTasks, openTasks } from './task.ts'

interface Props extends Omit<LineTaskProps, 'onLeave'> {
  /** Nobody is expected on a line of a canceled booking, whatever its stay was. */
  readonly isHeld: boolean
  readonly task: Task | null
  readonly onTask: (task: Task | null) => void
}

const KEYS: { readonly [T in LineTask]?: string } = { checkIn: 'I', checkOut: 'O' }

/** One room of a booking: where and when, what it costs, and what may be done to it. */
export function LineCard({ reservation, line, isHeld, task, onTask, onDone }: Props) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const own = task?.on === 'line' && task.position === line.position ? task.what : null
  const [next, ...others] = openTasks(line)
  const begin = (what: LineTask) => onTask({ on: 'line', what, position: line.position })
  const isOnly = reservation.lines.length === 1
  return (
    <section className="kr-line" aria-label={t('reservation.lineTitle', { position: line.position })}>
      <LineHead line={line} isHeld={isHeld} />
      {own === null ? (
        <div className="kr-line-actions">
          {next === undefined ? null : (
            <Button
              data-testid={`do-${next}`}
              rightSection={KEYS[next] ? <Shortcut keys={KEYS[next]} /> : null}
              aria-keyshortcuts={KEYS[next]?.toLowerCase()}
              onClick={() => begin(next)}
            >
              {t(`booking.task.${next}`)}
            </Button>
          )}
          {others.map((what) => (
            <Button key={what} variant="default" data-testid={`do-${what}`} onClick={() => begin(what)}>
              {t(`booking.task.${what}`)}
            </Button>
          ))}
        </div>
      ) : (
        <LineTaskForm
          what={own}
          reservation={reservation}
          line={line}
          onDone={onDone}
          onTask={onTask}
          onLeave={() => onTask(null)}
        />
      )}
      <ClosedTasks line={line} />
      <NightlyPrices
        nightly={line.nightly}
        taxes={line.taxes}
        totalMinor={line.totalMinor}
        totalLabel={isOnly ? t('reservation.total') : t('reservation.lineTitle', { position: line.position })}
        format={format}
        caption={t('reservation.prices')}
      />
    </section>
  )
}

function LineHead({ line, isHeld }: { line: Line; isHeld: boolean }) {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  return (
    <div className="kr-line-head">
      <KeyTag room={line.roomId} large />
      <div>
        <strong>{roomTypeName(line.chargedType)}</strong>
        {line.chargedType === line.inventoryType ? null : (
          <p className="kr-muted">
            {t('reservation.upgraded', {
              charged: roomTypeName(line.chargedType),
              inventory: roomTypeName(line.inventoryType),
            })}
          </p>
        )}
        <p>
          {format.day(line.arrival)} – {format.day(line.departure)} · {t('word.nights', { count: nightCount(line) })} ·{' '}
          {t('word.adults', { count: line.adults })}
          {line.children > 0 ? `, ${t('word.children', { count: line.children })}` : ''}
        </p>
      </div>
      {isHeld || line.stay !== 'expected' ? (
        <span className="kr-chip" data-testid="line-stay" data-stay={line.stay}>
          {t(`word.stay.${line.stay}`)}
        </span>
      ) : null}
    </div>
  )
}

/** What may not be done now, with the reason: in the open where something can be changed about it. */
function ClosedTasks({ line }: { line: Line }) {
  const { t } = useTranslation()
  const textOf = useCodeText()
  const closed = closedTasks(line)
  const say = ({ what, code }: (typeof closed)[number]) => (
    <li key={what}>
      <strong>{t(`booking.task.${what}`)}:</strong> {textOf({ code, params: { from: line.stay, ...line } })}
    </li>
  )
  const near = closed.filter(({ code }) => code !== NEVER_HERE)
  const far = closed.filter(({ code }) => code === NEVER_HERE)
  return (
    <div className="kr-closed">
      {near.length === 0 ? null : <ul>{near.map(say)}</ul>}
      {far.length === 0 ? null : (
        <details>
          <summary>{t('booking.notNow', { count: far.length })}</summary>
          <ul>{far.map(say)}</ul>
        </details>
      )}
    </div>
  )
}
