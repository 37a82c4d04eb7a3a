import type { TapeView } from '../../../shared/desk-api/views/tape.ts'
import type { RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
import { type LocalDate, isNightOf } from '../../../shared/domain/stay-dates.ts'

export type TapeStay = TapeView['stays'][number]
export type TapeBlock = TapeView['blocks'][number]
export type TapeRoom = TapeView['roomTypes'][number]['rooms'][number]

/** What is left of a type, or of the house, on a night. */
export interface NightFigures {
  readonly sellable: number
  readonly reserved: number
  readonly left: number
  readonly forced: number
}

/** Stays by the id of their row, earliest arrival first. */
export interface StaysByRow {
  get(rowId: string): readonly TapeStay[] | undefined
}

/** Pages of the tape chart put together. */
export interface Tape {
  readonly businessDate: LocalDate
  readonly types: readonly {
    readonly roomTypeId: RoomTypeId
    readonly name: string
    readonly rooms: readonly TapeRoom[]
  }[]
  readonly byRow: StaysByRow
  readonly blocks: ReadonlyMap<RoomId, readonly TapeBlock[]>
  readonly lanes: ReadonlyMap<RoomTypeId, number>
  readonly house: ReadonlyMap<LocalDate, NightFigures>
  readonly ofType: ReadonlyMap<RoomTypeId, ReadonlyMap<LocalDate, NightFigures>>
}

/** A row of the chart, in pixels from the top of its body. */
export type TapeRow = {
  readonly id: string
  readonly roomTypeId: RoomTypeId
  readonly top: number
  readonly height: number
} & (
  | { readonly kind: 'type'; readonly name: string; readonly rooms: number; readonly collapsed: boolean }
  | {
      readonly kind: 'unassigned'
      readonly lane: number
      readonly isEmpty: boolean
      /** Lanes that the type has besides the few that are always shown; said on the last one that is shown. */
      readonly more: number
      readonly isUnfolded: boolean
    }
  | { readonly kind: 'room'; readonly room: TapeRoom }
)

const HEIGHTS = { type: 32, unassigned: 30, room: 34 } as const

export function stayKey({ reservationId, position }: Pick<TapeStay, 'reservationId' | 'position'>): string {
  return `${reservationId}/${position}`
}

export function roomRowId(roomId: RoomId): string {
  return `room:${roomId}`
}

export function laneRowId(roomTypeId: RoomTypeId, lane: number): string {
  return `lane:${roomTypeId}:${lane}`
}

/** Puts pages together: a stay that lies in several stands once; those without a room are stacked by type. */
export function mergePages(pages: readonly TapeView[]): Tape | null {
  const [first] = pages
  if (!first) return null
  const blocks = new Map<string, TapeBlock>()
  const house = new Map<LocalDate, NightFigures>()
  const ofType = new Map<RoomTypeId, Map<LocalDate, NightFigures>>()
  const without = new Map<string, TapeStay>()
  for (const page of pages) {
    for (const block of page.blocks) blocks.set(block.blockId, block)
    for (const stay of indexOf(page).without) without.set(stayKey(stay), stay)
    for (const [index, night] of page.nights.entries()) {
      let forced = 0
      for (const type of page.roomTypes) {
        const figures = figuresAt(type, index)
        forced += figures.forced
        const nights = ofType.get(type.roomTypeId) ?? new Map<LocalDate, NightFigures>()
        nights.set(night, figures)
        ofType.set(type.roomTypeId, nights)
      }
      house.set(night, figuresAt({ ...page.house, forced: page.house.left.with(index, forced) }, index))
    }
  }
  const lanes = new Map<RoomTypeId, number>()
  const known = new Map<string, readonly TapeStay[]>()
  for (const [roomTypeId, waiting] of Map.groupBy(without.values(), (stay) => stay.roomTypeId)) {
    const stacked = inLanes(waiting)
    lanes.set(roomTypeId, stacked.length)
    for (const [lane, inLane] of stacked.entries()) known.set(laneRowId(roomTypeId, lane), inLane)
  }
  const { businessDate, roomTypes: types } = first
  const byRoom = Map.groupBy(blocks.values(), ({ roomId }) => roomId)
  return { businessDate, types, byRow: staysByRow(pages, known), blocks: byRoom, lanes, house, ofType }
}

/** Rows are put together as they are asked for: of a thousand, some forty are on the screen. */
function staysByRow(pages: readonly TapeView[], known: Map<string, readonly TapeStay[]>): StaysByRow {
  const put = (rowId: string): readonly TapeStay[] | undefined => {
    const inRow = new Map<string, TapeStay>()
    for (const page of pages) for (const stay of indexOf(page).byRow.get(rowId) ?? []) inRow.set(stayKey(stay), stay)
    return inRow.size === 0 ? undefined : [...inRow.values()].sort(byArrival)
  }
  return {
    get: (rowId) => {
      const there = known.get(rowId)
      if (there) return there
      const stays = put(rowId)
      if (stays) known.set(rowId, stays)
      return stays
    },
  }
}

interface PageIndex {
  readonly byRow: ReadonlyMap<string, readonly TapeStay[]>
  readonly without: readonly TapeStay[]
}

const indexes = new WeakMap<TapeView, PageIndex>()

/** The stays of one page by row, worked out once for each answer of the host. */
function indexOf(page: TapeView): PageIndex {
  const known = indexes.get(page)
  if (known) return known
  const byRow = new Map<string, TapeStay[]>()
  const without: TapeStay[] = []
  for (const stay of page.stays) {
    if (stay.roomId !== null) pushTo(byRow, roomRowId(stay.roomId), stay)
    else if (stay.stay === 'expected') without.push(stay)
  }
  const index = { byRow, without }
  indexes.set(page, index)
  return index
}

/** Stays one above another where they overlap, as few lanes as that needs. */
export function inLanes(stays: readonly TapeStay[]): TapeStay[][] {
  const lanes: TapeStay[][] = []
  for (const stay of stays.toSorted(byArrival)) {
    const free = lanes.find((lane) => (lane.at(-1)?.departure ?? '') <= stay.arrival)
    if (free) free.push(stay)
    else lanes.push([stay])
  }
  return lanes
}

/** As many lanes of stays without a room are always shown. */
const FEW_LANES = 3

/** What of the chart is folded: types that are their head alone, and types that show every lane of stays without a room. */
export interface TapeFolds {
  readonly collapsed: ReadonlySet<RoomTypeId>
  readonly unfolded: ReadonlySet<RoomTypeId>
}

/** Rows from the top: a type's head, who has no room yet, its rooms. */
export function tapeRows(
  { types, lanes }: Pick<Tape, 'types' | 'lanes'>,
  { collapsed, unfolded }: TapeFolds,
): TapeRow[] {
  const rows: TapeRow[] = []
  let top = 0
  const place = (height: number) => {
    const at = { top, height }
    top += height
    return at
  }
  for (const { roomTypeId, name, rooms } of types) {
    const isCollapsed = collapsed.has(roomTypeId)
    const head = { id: `type:${roomTypeId}`, kind: 'type', roomTypeId, name, rooms: rooms.length } as const
    rows.push({ ...head, collapsed: isCollapsed, ...place(HEIGHTS.type) })
    if (isCollapsed) continue
    const stacked = lanes.get(roomTypeId) ?? 0
    const isUnfolded = unfolded.has(roomTypeId)
    const drawn = Math.max(1, isUnfolded ? stacked : Math.min(stacked, FEW_LANES))
    for (let lane = 0; lane < drawn; lane += 1) {
      const id = laneRowId(roomTypeId, lane)
      const more = lane === drawn - 1 ? Math.max(0, stacked - FEW_LANES) : 0
      const kind = 'unassigned' as const
      rows.push({ id, kind, roomTypeId, lane, isEmpty: stacked === 0, more, isUnfolded, ...place(HEIGHTS.unassigned) })
    }
    for (const room of rooms) {
      rows.push({ id: roomRowId(room.roomId), kind: 'room', roomTypeId, room, ...place(HEIGHTS.room) })
    }
  }
  return rows
}

/** The row at a distance from the top of the body; the first or last one beyond its ends. `null` where there are none. */
export function rowAt(rows: readonly TapeRow[], y: number): TapeRow | null {
  let [low, high] = [0, rows.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((rows[middle]?.top ?? 0) <= y) low = middle
    else high = middle - 1
  }
  return rows[low] ?? null
}

/** What stands in a row on a night; a guest before a block, who is there before who has left. */
export function itemAt(
  tape: Tape,
  row: TapeRow,
  night: LocalDate,
): { readonly kind: 'stay'; readonly stay: TapeStay } | { readonly kind: 'block'; readonly block: TapeBlock } | null {
  const here = (tape.byRow.get(row.id) ?? []).filter((stay) => isNightOf(stay, night))
  const stay = here.find((one) => one.stay === 'expected' || one.stay === 'in_house') ?? here[0]
  if (stay) return { kind: 'stay', stay }
  if (row.kind !== 'room') return null
  const blocks = (tape.blocks.get(row.room.roomId) ?? []).filter((one) => one.from <= night && night < one.until)
  const block = blocks.find(({ kind }) => kind === 'OOO') ?? blocks[0]
  return block ? { kind: 'block', block } : null
}

/** What a bar asks of the desk, by the business date. */
export type BarState = 'expected' | 'dueIn' | 'inHouse' | 'dueOut' | 'departed' | 'noShow'

export function barState(
  { stay, arrival, departure }: Pick<TapeStay, 'stay' | 'arrival' | 'departure'>,
  today: LocalDate,
): BarState {
  switch (stay) {
    case 'expected':
      return arrival <= today ? 'dueIn' : 'expected'
    case 'in_house':
      return departure <= today ? 'dueOut' : 'inHouse'
    case 'departed':
      return 'departed'
    case 'no_show':
      return 'noShow'
  }
}

function figuresAt(of: { readonly [figure in keyof NightFigures]: readonly number[] }, index: number): NightFigures {
  const at = (figure: keyof NightFigures) => of[figure][index] ?? 0
  return { sellable: at('sellable'), reserved: at('reserved'), left: at('left'), forced: at('forced') }
}

function byArrival(a: TapeStay, b: TapeStay): number {
  return a.arrival < b.arrival ? -1 : a.arrival > b.arrival ? 1 : a.departure < b.departure ? -1 : 1
}

function pushTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
