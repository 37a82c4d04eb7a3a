import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newBlockId } from '../../../shared/domain/ids.ts'
import { Notice } from '../../components/notice.tsx'
import { browserClock, browserRng } from '../../data/browser-ports.ts'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { newBlockDraft } from '../../stores/block-draft.ts'
import { useBlockDraft } from '../../stores/block-store.ts'
import { useScreen } from '../../stores/screen-store.ts'
import type { BoardRoom, BoardRow, Housekeeping } from './board-rows.ts'
import { RoomRow } from './room-row.tsx'

const ROW_PX = 46
const GROUP_PX = 34

const STATUS_OF_KEY: Readonly<Record<string, Housekeeping>> = { d: 'dirty', p: 'pickup', c: 'clean', i: 'inspected' }
const STEP_OF_KEY: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }

/** The rooms that are in sight, one tab stop for all of them: arrow keys move, a letter sets the status. */
export function RoomsList({ rows }: { rows: readonly BoardRow[] }) {
  const { t } = useTranslation()
  const { hotel } = useHotel()
  const textOf = useCodeText()
  const { run } = useDeskCommand('room.setStatus')
  const beginBlock = useBlockDraft((state) => state.begin)
  const open = useScreen((state) => state.open)
  const [active, setActive] = useState(0)
  const [told, setTold] = useState<{ tone: 'good' | 'urgent'; text: string } | null>(null)
  const scroller = useRef<HTMLElement>(null)
  const saving = useRef(Promise.resolve())
  const placeOf = rows.flatMap(({ row }, place) => (row === 'room' ? [place] : []))
  const last = placeOf.length - 1
  const current = Math.min(active, last)
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoises these screens
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (place) => (rows[place]?.row === 'group' ? GROUP_PX : ROW_PX),
    getItemKey: (place) => keyOf(rows[place]) ?? place,
    overscan: 8,
  })

  /** One after another: a key that is pressed while the one before is on its way counts too. */
  const setStatus = (room: BoardRoom, housekeeping: Housekeeping) => {
    saving.current = saving.current.then(() => saveStatus(room, housekeeping))
  }
  const saveStatus = async ({ roomId }: BoardRoom, housekeeping: Housekeeping) => {
    const answer = await run({ roomId, housekeeping })
    if (!answer) return
    setTold(
      answer.ok
        ? {
            tone: 'good',
            text: t('roomsBoard.saved', { room: roomId, housekeeping: t(`word.housekeeping.${housekeeping}`) }),
          }
        : { tone: 'urgent', text: textOf(answer.error) },
    )
  }
  const block = ({ roomId }: BoardRoom) => {
    beginBlock({ ...newBlockDraft(newBlockId(browserClock, browserRng), hotel.businessDate), roomId })
    open({ kind: 'block' })
  }
  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(last, index))
    setActive(next)
    virtual.scrollToIndex(placeOf[next] ?? 0)
    // The row may only now be drawn.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus()),
    )
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const row = rows[placeOf[current] ?? 0]
    if (row?.row !== 'room') return
    const status = STATUS_OF_KEY[event.key.toLowerCase()]
    const step = STEP_OF_KEY[event.key]
    if (status) setStatus(row.room, status)
    else if (step !== undefined) goTo(current + step)
    else if (event.key === 'Home') goTo(0)
    else if (event.key === 'End') goTo(last)
    else if (event.key.toLowerCase() === 'b') block(row.room)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <div className="kr-board-told" role="status">
        {told ? <Notice tone={told.tone}>{told.text}</Notice> : null}
      </div>
      {/* For the eye alone: each control of a row names itself. */}
      <div className="kr-room kr-board-heads" aria-hidden>
        <span>{t('roomsBoard.room')}</span>
        <span>{t('roomsBoard.type')}</span>
        <span>{t('roomsBoard.guest')}</span>
        <span>{t('roomsBoard.next')}</span>
        <span>{t('roomsBoard.housekeeping')}</span>
      </div>
      {/* Letters and arrow keys are an extra way to buttons that the Tab key and a screen reader reach without it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <section
        ref={scroller}
        className="kr-board"
        aria-label={t('roomsBoard.table')}
        data-testid="rooms-board"
        onKeyDown={onKeyDown}
      >
        <ul style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index: place, start, size, key }) => {
            const row = rows[place]
            if (!row) return null
            const style = { transform: `translateY(${start}px)`, height: size }
            return row.row === 'group' ? (
              <li key={key} className="kr-board-group" style={style}>
                <h2>{row.key}</h2>
                <span className="kr-muted">{row.count}</span>
              </li>
            ) : (
              <li key={key} className="kr-board-item" style={style}>
                <RoomRow
                  room={row.room}
                  index={row.index}
                  isActive={row.index === current}
                  onFocus={() => setActive(row.index)}
                  onStatus={(housekeeping) => setStatus(row.room, housekeeping)}
                  onBlock={() => block(row.room)}
                />
              </li>
            )
          })}
        </ul>
      </section>
    </>
  )
}

function keyOf(row: BoardRow | undefined): string | null {
  if (!row) return null
  return row.row === 'group' ? `group ${row.key}` : row.room.roomId
}
