import { z } from 'zod'
import type { DeskInput, DeskOutput } from '../../shared/desk-api/contract.ts'
import type { Guarantee } from '../../shared/domain/lifecycle.ts'
import type { ReservationId, RoomId, RoomTypeId } from '../../shared/domain/ids.ts'
import { type LocalDate, MAX_STAY_NIGHTS, addDays, nightCount } from '../../shared/domain/stay-dates.ts'

type Quote = DeskOutput<'stay.quote'>

/** `best`: the first free room of the quote, whichever that is when it is booked. `none`: a room later. */
export type RoomWish = 'best' | 'none' | RoomId

/** What stands in the walk-in form. Numbers are `null` while their field is empty. */
export interface WalkInDraft {
  /** Made when the form opens, so that a double click or a repeat after no answer makes one booking. */
  readonly reservationId: ReservationId
  readonly roomTypeId: RoomTypeId | null
  readonly arrival: LocalDate
  readonly nights: number | null
  readonly adults: number | null
  readonly children: number | null
  readonly room: RoomWish
  readonly firstName: string
  readonly lastName: string
  readonly phone: string
  readonly email: string
  readonly guarantee: Exclude<Guarantee, 'prepaid'>
}

export type WalkInField =
  | 'type'
  | 'arrival'
  | 'nights'
  | 'adults'
  | 'children'
  | 'room'
  | 'lastName'
  | 'firstName'
  | 'phone'
  | 'email'
  | 'price'

/** Fields in the order in which they are walked through, for the first one with an error to take the focus. */
export const WALK_IN_FIELDS: readonly WalkInField[] = [
  'type',
  'arrival',
  'nights',
  'adults',
  'children',
  'room',
  'lastName',
  'firstName',
  'phone',
  'email',
  'price',
]

/** How many characters the host takes of each text about the guest. */
export const MOST_CHARACTERS = { lastName: 80, firstName: 80, phone: 40, email: 254 } as const

/** What the form itself finds wrong, before the host is asked; a key under `walkIn.error`. */
export type WalkInFault =
  | 'lastName'
  | 'firstName'
  | 'email'
  | 'phone'
  | 'nights'
  | 'adults'
  | 'children'
  | 'type'
  | 'price'

/** Where a walk-in is begun from something that was pointed at; a room is wanted for certain nights. */
export interface WalkInWish {
  readonly roomTypeId: RoomTypeId
  readonly arrival: LocalDate
  readonly departure?: LocalDate
  readonly roomId?: RoomId
}

/** What a wish says about a draft. */
export function draftOfWish({ roomTypeId, arrival, departure, roomId }: WalkInWish): Partial<WalkInDraft> {
  const nights = departure === undefined ? {} : { nights: nightCount({ arrival, departure }) }
  return { roomTypeId, arrival, room: roomId ?? 'best', ...nights }
}

export function newWalkInDraft(
  reservationId: ReservationId,
  businessDate: LocalDate,
  wish: WalkInWish | null = null,
): WalkInDraft {
  return {
    reservationId,
    roomTypeId: null,
    arrival: businessDate,
    nights: 1,
    adults: 2,
    children: 0,
    room: 'best',
    firstName: '',
    lastName: '',
    phone: '',
    email: '',
    guarantee: 'pay_at_desk',
    ...(wish ? draftOfWish(wish) : {}),
  }
}

/** Has the guest been typed in, so that throwing the draft away would lose work? */
export function isWorthKeeping(draft: WalkInDraft): boolean {
  return [draft.firstName, draft.lastName, draft.phone, draft.email].some((text) => text.trim() !== '')
}

/** The stay to quote, or `null` while type or nights are missing. */
export function stayOfDraft(
  draft: WalkInDraft,
): { roomTypeId: RoomTypeId; arrival: LocalDate; departure: LocalDate } | null {
  const { roomTypeId, arrival, nights } = draft
  if (roomTypeId === null || nights === null || !isBetween(nights, 1, MAX_STAY_NIGHTS)) return null
  return { roomTypeId, arrival, departure: addDays(arrival, nights) }
}

/** A quote, which is for one adult, as it is for so many: only taxes by the head differ. */
export function quoteForAdults(quote: Quote, adults: number | null): Quote {
  const heads = Math.max(1, adults ?? 1)
  const ofOne = quote.taxes.reduce((sum, tax) => sum + (tax.perAdult && !tax.included ? tax.amountMinor : 0), 0)
  const moreMinor = ofOne * (heads - 1)
  return {
    ...quote,
    taxes: quote.taxes.map((tax) => (tax.perAdult ? { ...tax, amountMinor: tax.amountMinor * heads } : tax)),
    totalMinor: quote.totalMinor + moreMinor,
    alternatives: quote.alternatives.map((other) => ({ ...other, totalMinor: other.totalMinor + moreMinor })),
  }
}

/** The total that stood there for the same stay before this one, when it was another; else `null`. */
export function totalBefore(seen: Quote, now: Quote): number | null {
  const isSameStay =
    seen.roomTypeId === now.roomTypeId && seen.arrival === now.arrival && seen.departure === now.departure
  return isSameStay && seen.totalMinor !== now.totalMinor ? seen.totalMinor : null
}

/** The room that booking now would take: the chosen one while it is free, else the best one, else none. */
export function resolveRoom(wish: RoomWish, freeRooms: Quote['freeRooms']): RoomId | null {
  if (wish === 'none') return null
  const chosen = freeRooms.find((room) => room.roomId === wish)
  return (chosen ?? freeRooms[0])?.roomId ?? null
}

/** What is wrong with the form, field by field; empty when it can be sent. */
export function faultsOf(draft: WalkInDraft, quote: Quote | null): Partial<Record<WalkInField, WalkInFault>> {
  const faults: Partial<Record<WalkInField, WalkInFault>> = {}
  if (draft.roomTypeId === null) faults.type = 'type'
  if (!isBetween(draft.nights, 1, MAX_STAY_NIGHTS)) faults.nights = 'nights'
  if (!isBetween(draft.adults, 1, 20)) faults.adults = 'adults'
  if (!isBetween(draft.children, 0, 20)) faults.children = 'children'
  if (draft.lastName.trim() === '') faults.lastName = 'lastName'
  if (draft.firstName.trim() === '') faults.firstName = 'firstName'
  if (draft.phone.trim() !== '' && draft.phone.trim().length < 3) faults.phone = 'phone'
  if (draft.email.trim() !== '' && !z.email().safeParse(draft.email.trim()).success) faults.email = 'email'
  if (stayOfDraft(draft) !== null && quote === null) faults.price = 'price'
  return faults
}

/** The command for a form without faults, at exactly the total on the screen. */
export function walkInInput(draft: WalkInDraft, quote: Quote): DeskInput<'walkIn.book'> {
  return {
    reservationId: draft.reservationId,
    roomTypeId: quote.roomTypeId,
    roomId: resolveRoom(draft.room, quote.freeRooms),
    arrival: quote.arrival,
    departure: quote.departure,
    adults: draft.adults ?? 1,
    children: draft.children ?? 0,
    guest: {
      firstName: draft.firstName.trim(),
      lastName: draft.lastName.trim(),
      email: draft.email.trim() || null,
      phone: draft.phone.trim() || null,
    },
    guarantee: draft.guarantee,
    agreedTotalMinor: quote.totalMinor,
  }
}

const FIELD_OF_CODE: Readonly<Record<string, WalkInField>> = {
  NO_AVAILABILITY: 'type',
  NIGHT_NOT_ON_SALE: 'type',
  ROOM_TYPE_UNKNOWN: 'type',
  TOO_MANY_GUESTS: 'adults',
  STAY_INVALID: 'nights',
  ARRIVAL_IN_PAST: 'arrival',
  ROOM_TAKEN: 'room',
  ROOM_UNKNOWN: 'room',
  PRICE_INVALID: 'price',
  QUOTE_CHANGED: 'price',
}

/** The field that a refusal concerns, or `null` where it concerns the whole form. */
export function fieldOfCode(code: string): WalkInField | null {
  return FIELD_OF_CODE[code] ?? null
}

function isBetween(value: number | null, least: number, most: number): boolean {
  return value !== null && Number.isInteger(value) && value >= least && value <= most
}
