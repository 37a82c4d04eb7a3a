import { type KeyboardEvent, type Ref, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newBlockId } from '../../../shared/domain/ids.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { browserClock, browserRng } from '../../data/browser-ports.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { newBlockDraft } from '../../stores/block-draft.ts'
import { useBlockDraft } from '../../stores/block-store.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { useTape } from '../../stores/tape-store.ts'
import { useWalkIn } from '../../stores/walk-in-store.ts'
import { ChangeToast } from './change-toast.tsx'
import { ConsequenceCard } from './consequence-card.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { SUMMARY_ID, StaySummary } from './stay-summary.tsx'
import { barId, blockBarId } from './tape-bar.tsx'
import { type TapeChange, beginChange, daysShifted, putOn, withArrival, withDeparture } from './tape-change.ts'
import { figureCellId } from './tape-figures.tsx'
import { type TapeFocus, firstFocus, moveFocus } from './tape-focus.ts'
import { TapeGhost } from './tape-ghost.tsx'
import { TapeGround, TapeHead } from './tape-head.tsx'
import { type TapeCommand, commandOf } from './tape-keys.ts'
import { CURSOR_ID, TapeRowView } from './tape-row.tsx'
import { type Tape, type TapeBlock, type TapeRow, type TapeStay, itemAt, roomRowId, stayKey } from './tape-rows.ts'
import { SPAN_NIGHTS, columnOf } from './tape-scale.ts'
import { type TapeSelection, selectTowards, stayOfSelection } from './tape-selection.ts'
import { useTapeWords } from './tape-words.ts'
import { useStayPointedAt } from './use-stay-pointed-at.ts'
import { useTapeChange } from './use-tape-change.ts'
import { useTapePointer } from './use-tape-pointer.ts'
import type { TapeView } from './use-tape-view.ts'

const NO_STAYS: readonly TapeStay[] = []
const NO_BLOCKS: readonly TapeBlock[] = []

/** Rooms down, nights across: looked at, moved on by keys, and changed by keys or the pointer. */
export function TapeChart({ view, mount }: { view: TapeView; mount: Ref<HTMLDivElement> }) {
  const { t } = useTranslation()
  const { hotel } = useHotel()
  const toggle = useTape((state) => state.toggle)
  const { open, show } = useScreen()
  const [focus, setFocus] = useState<TapeFocus | null>(null)
  const [selection, setSelection] = useState<TapeSelection | null>(null)
  const [ghost, setGhost] = useState<Element | null>(null)
  const words = useTapeWords()
  const changing = useTapeChange()
  const { change } = changing
  const { tape, rows, scale, columns } = view
  const pointed = useStayPointedAt()
  const startWalkIn = useStartWalkIn()
  const startBlock = useStartBlock()
  const businessDate = tape?.businessDate ?? hotel.businessDate
  const openStay = ({ reservationId }: TapeStay) => open({ kind: 'reservation', reservationId })
  const pointer = useTapePointer({
    scroller: view.scroller,
    tape,
    rows,
    scale,
    onFocus: setFocus,
    onPress: (stay) => {
      if (change === null) openStay(stay)
    },
    onChange: (next) => {
      pointed.forget()
      changing.choose(next)
    },
    onSelect: (next) => {
      if (change === null) setSelection(next)
    },
  })

  const focusedRow = rows.find(({ id }) => id === focus?.rowId) ?? null
  const item = tape && focusedRow && focus ? itemAt(tape, focusedRow, focus.night) : null
  const selectedRow = rows.find(({ id }) => id === selection?.rowId) ?? null

  const lookAt = (next: TapeFocus) => {
    setFocus(next)
    view.reveal(next)
    const row = rows.find(({ id }) => id === next.rowId)
    const found = tape && row ? itemAt(tape, row, next.night) : null
    pointed.focusOn(found?.kind === 'stay' ? found.stay : null)
  }
  const begin = (doing: TapeChange['doing']) => {
    if (change !== null && doing !== 'checkIn') return changing.choose({ ...change, doing })
    if (item?.kind !== 'stay') return
    pointed.forget()
    changing.choose(beginChange(item.stay, doing))
  }
  const cancel = () => {
    pointer.letGo()
    pointed.forget()
    setSelection(null)
    changing.choose(null)
  }
  const enter = () => {
    if (selection && selectedRow?.kind === 'room') return startWalkIn(selectedRow, selection)
    if (focusedRow?.kind === 'type') return toggle('collapsed', focusedRow.roomTypeId)
    if (item?.kind === 'stay') return openStay(item.stay)
    if (item?.kind === 'block') return show('blocks')
    if (focusedRow?.kind === 'unassigned') return toggle('unfolded', focusedRow.roomTypeId)
    if (focus && focusedRow?.kind === 'room') {
      startWalkIn(focusedRow, { rowId: focusedRow.id, anchor: focus.night, head: focus.night })
    }
  }
  const block = () => {
    if (focus === null || focusedRow?.kind !== 'room') return
    const marked = selection ?? { rowId: focusedRow.id, anchor: focus.night, head: focus.night }
    startBlock(focusedRow, marked)
  }
  const run = (command: TapeCommand, at: TapeFocus, on: Tape) => {
    switch (command.do) {
      case 'step': {
        setSelection(null)
        const span = { first: scale.from, last: addDays(scale.from, SPAN_NIGHTS - 2) }
        return lookAt(moveFocus(at, command.step, { tape: on, rows, span, seen: view.seen, page: view.pageRows }))
      }
      case 'select': {
        if (!focusedRow) return
        const next = addDays(at.night, command.days)
        const marked = selectTowards(on, focusedRow, selection?.anchor ?? at.night, next)
        setSelection(marked)
        return marked ? lookAt({ ...at, night: marked.head }) : undefined
      }
      case 'enter':
        return enter()
      case 'block':
        return block()
      case 'checkIn':
      case 'move':
      case 'dates':
        return begin(command.do)
      case 'undo':
        return changing.takeBack()
      case 'cancel':
        return cancel()
      case 'commit':
        return changing.commit()
      case 'shiftRoom':
      case 'shiftDays':
      case 'shiftDeparture':
      case 'shiftArrival':
        if (change) moveGhost(alter(change, command, on, rows))
    }
  }
  const moveGhost = (next: TapeChange) => {
    changing.choose(next)
    const to = next.swapWith?.roomId ?? next.roomId
    const rowId = to === null ? (rowOfStay(rows, tape, next.stay)?.id ?? '') : roomRowId(to)
    view.reveal({ rowId, night: next.doing === 'dates' ? addDays(next.departure, -1) : next.arrival })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!tape) return
    const command = commandOf(event, change === null ? 'browse' : change.doing)
    if (command === null) return
    event.preventDefault()
    event.stopPropagation()
    const at = focus ?? firstFocus(rows, businessDate)
    if (at) run(command, at, tape)
  }

  const active = activeElement(tape, focusedRow, focus)
  return (
    <div className="kr-tape-frame">
      {/* One tab stop: the chart keeps the focus and says by aria-activedescendant which of its cells has it. */}
      <div
        ref={mount}
        role="grid"
        className="kr-tape"
        data-testid="tape-grid"
        data-dragging={pointer.isDragging || undefined}
        data-changing={change?.doing}
        tabIndex={0}
        aria-label={t('tape.chart')}
        aria-describedby={pointed.stay ? SUMMARY_ID : undefined}
        aria-rowcount={rows.length + 2}
        aria-colcount={SPAN_NIGHTS + 1}
        aria-activedescendant={active !== null && isDrawn(view, focus) ? active.id : undefined}
        onKeyDown={onKeyDown}
        onFocus={() => setFocus((before) => before ?? firstFocus(rows, businessDate))}
        onBlur={pointed.forget}
        onScroll={view.onScroll}
        onClick={(event) => {
          const head = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-toggle]') : null
          const rowId = head?.closest<HTMLElement>('[data-row]')?.dataset['row']
          const row = rows.find(({ id }) => id === rowId)
          if (row) toggle(row.kind === 'type' ? 'collapsed' : 'unfolded', row.roomTypeId)
        }}
        onPointerOver={(event) => pointed.pointAt(event.target, tape, pointer.isDragging || change !== null)}
        onPointerLeave={() => pointed.leave()}
        {...pointer.handlers}
      >
        <TapeHead
          scale={scale}
          first={columns.first}
          last={columns.last}
          widthPx={view.bodyPx.width}
          businessDate={businessDate}
          house={tape?.house ?? null}
          words={words}
        />
        <div role="rowgroup" className="kr-tape-body" style={view.bodyPx}>
          <TapeGround
            scale={scale}
            first={columns.first}
            last={columns.last}
            businessDate={businessDate}
            house={tape?.house ?? null}
            words={words}
          />
          {view.lines.map(({ index }) => {
            const row = rows[index]
            if (!row || !tape) return null
            const isFocused = active !== null && row.id === focus?.rowId
            return (
              <TapeRowView
                key={row.id}
                row={row}
                index={index}
                scale={scale}
                firstColumn={columns.first}
                lastColumn={columns.last}
                widthPx={view.bodyPx.width}
                businessDate={businessDate}
                words={words}
                stays={tape.byRow.get(row.id) ?? NO_STAYS}
                blocks={(row.kind === 'room' ? tape.blocks.get(row.room.roomId) : null) ?? NO_BLOCKS}
                figures={row.kind === 'type' ? tape.ofType.get(row.roomTypeId) : undefined}
                activeId={isFocused ? active.id : null}
                activeNight={isFocused ? (focus?.night ?? null) : null}
                movingKey={change ? stayKey(change.stay) : null}
                swappingKey={change?.swapWith ? stayKey(change.swapWith) : null}
              />
            )
          })}
          <TapeGhost
            ref={setGhost}
            scale={scale}
            row={change ? ghostRow(rows, tape, change) : selectedRow}
            change={change}
            selection={selection}
          />
        </div>
      </div>
      {change ? (
        <ConsequenceCard
          anchor={ghost}
          change={change}
          businessDate={businessDate}
          consequences={changing.consequences}
          isAnswered={changing.isAnswered}
          isDragging={pointer.isDragging}
          inFlight={changing.inFlight}
          error={changing.error}
          onConfirm={changing.commit}
          onCancel={cancel}
        />
      ) : null}
      {selection && selectedRow?.kind === 'room' && change === null ? (
        <SelectionBar
          room={selectedRow.room.roomId}
          stay={stayOfSelection(selection)}
          onBook={() => startWalkIn(selectedRow, selection)}
          onBlock={() => startBlock(selectedRow, selection)}
        />
      ) : null}
      {pointed.stay && change === null ? (
        <StaySummary
          anchor={pointed.anchor}
          stay={pointed.stay}
          businessDate={businessDate}
          onPointerEnter={pointed.stayOn}
          onPointerLeave={pointed.leave}
        />
      ) : null}
      {changing.told ? <ChangeToast told={changing.told} onUndo={changing.takeBack} onClose={changing.forget} /> : null}
    </div>
  )
}

type RoomRow = Extract<TapeRow, { kind: 'room' }>

/** The walk-in form, filled in with a room and its marked nights. */
function useStartWalkIn() {
  const open = useScreen((state) => state.open)
  const wishFor = useWalkIn((state) => state.wishFor)
  return ({ roomTypeId, room }: RoomRow, selection: TapeSelection) => {
    wishFor({ roomTypeId, roomId: room.roomId, ...stayOfSelection(selection) })
    open({ kind: 'walkIn' })
  }
}

function useStartBlock() {
  const { hotel } = useHotel()
  const open = useScreen((state) => state.open)
  const begin = useBlockDraft((state) => state.begin)
  return ({ room }: RoomRow, selection: TapeSelection) => {
    const { arrival, departure } = stayOfSelection(selection)
    const draft = newBlockDraft(newBlockId(browserClock, browserRng), hotel.businessDate)
    begin({ ...draft, roomId: room.roomId, from: arrival, until: departure })
    open({ kind: 'block' })
  }
}

type Alteration = Extract<TapeCommand, { do: 'shiftRoom' | 'shiftDays' | 'shiftDeparture' | 'shiftArrival' }>

/** A change after a key of its own. */
function alter(change: TapeChange, command: Alteration, tape: Tape, rows: readonly TapeRow[]): TapeChange {
  const days = daysShifted(change)
  switch (command.do) {
    case 'shiftDays': {
      const row = ghostRow(rows, tape, change)
      return row
        ? putOn(change, tape, row, days + command.days, addDays(change.stay.arrival, days + command.days))
        : change
    }
    case 'shiftRoom': {
      const from = rows.findIndex((row) => row.id === ghostRow(rows, tape, change)?.id)
      const beyond = command.rows === 1 ? rows.slice(from + 1) : rows.slice(0, Math.max(0, from)).toReversed()
      const next = beyond.find(({ kind }) => kind !== 'type')
      return next ? putOn(change, tape, next, days, change.arrival) : change
    }
    case 'shiftDeparture':
      return withDeparture(change, addDays(change.departure, command.days))
    case 'shiftArrival':
      return withArrival(change, addDays(change.arrival, command.days))
  }
}

/** Where a changed stay would stand; where that is folded away, the head of its type. */
function ghostRow(rows: readonly TapeRow[], tape: Tape | null, change: TapeChange): TapeRow | null {
  const { roomId, stay } = change
  if (roomId !== null) {
    const typeOfRoom = tape?.types.find(({ rooms }) => rooms.some((room) => room.roomId === roomId))?.roomTypeId
    return rows.find(({ id }) => id === roomRowId(roomId)) ?? rows.find((row) => row.roomTypeId === typeOfRoom) ?? null
  }
  return stay.roomId === null ? rowOfStay(rows, tape, stay) : unassignedRow(rows, stay)
}

function unassignedRow(rows: readonly TapeRow[], { roomTypeId }: TapeStay): TapeRow | null {
  return rows.find((row) => row.roomTypeId === roomTypeId && row.kind === 'unassigned') ?? null
}

function rowOfStay(rows: readonly TapeRow[], tape: Tape | null, stay: TapeStay): TapeRow | null {
  const key = stayKey(stay)
  const own = rows.find((row) => (tape?.byRow.get(row.id) ?? []).some((one) => stayKey(one) === key))
  return own ?? unassignedRow(rows, stay)
}

/** Is a place among the rows and columns that are drawn? */
function isDrawn({ rows, lines, scale, columns }: TapeView, focus: TapeFocus | null): boolean {
  if (focus === null) return false
  const column = columnOf(scale, focus.night)
  const hasRow = lines.some(({ index }) => rows[index]?.id === focus.rowId)
  return hasRow && columns.first <= column && column <= columns.last
}

/** The cell that has the keyboard. */
function activeElement(
  tape: Tape | null,
  row: TapeRow | null,
  focus: TapeFocus | null,
): { readonly id: string } | null {
  if (!tape || !row || !focus) return null
  if (row.kind === 'type') return { id: figureCellId(row.id, focus.night) }
  const item = itemAt(tape, row, focus.night)
  if (item === null) return { id: CURSOR_ID }
  return { id: item.kind === 'stay' ? barId(item.stay) : blockBarId(item.block) }
}
