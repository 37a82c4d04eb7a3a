import type { DeskInput, DeskOutput } from '../../../shared/desk-api/contract.ts'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import type { LocalDate, Stay } from '../../../shared/domain/stay-dates.ts'

export type NearHotel = DeskOutput<'sister.search'>['hotels'][number]

/** Who goes to another hotel: a line of this hotel, for the nights that are still to come. */
export interface Leaving extends Stay {
  readonly reservationId: ReservationId
  readonly position: number
  readonly confirmationCode: string
  readonly lastName: string
  readonly adults: number
  readonly children: number
  readonly stay: 'expected' | 'in_house'
}

interface Line extends Omit<Leaving, 'stay'> {
  readonly stay: 'expected' | 'in_house' | 'departed' | 'no_show'
}

/** Somebody with nights still to come, from tonight on where they have slept here already; else `null`. */
export function leavingOf(line: Line, businessDate: LocalDate): Leaving | null {
  if (line.stay !== 'expected' && line.stay !== 'in_house') return null
  const arrival = line.arrival < businessDate ? businessDate : line.arrival
  const { reservationId, position, confirmationCode, lastName, departure, adults, children, stay } = line
  if (arrival >= departure) return null
  return { reservationId, position, confirmationCode, lastName, arrival, departure, adults, children, stay }
}

/** The first stay of a booking that another hotel is to take over; `null` where none has nights to come. */
export function leavingOfBooking(booking: ReservationView, businessDate: LocalDate): Leaving | null {
  const { reservationId, confirmationCode, guest } = booking
  for (const line of booking.lines) {
    const leaving = leavingOf({ ...line, reservationId, confirmationCode, lastName: guest.lastName }, businessDate)
    if (leaving) return leaving
  }
  return null
}

/** Where the guest goes: a room that the chain offers, or what somebody arranged by phone. */
export type Destination =
  | { readonly by: 'chain'; readonly hotel: NearHotel; readonly type: NearHotel['roomTypes'][number] }
  | {
      readonly by: 'hand'
      readonly hotel: string
      readonly code: string
      readonly address: string
      readonly phone: string
    }

export type Missing = 'hotelMissing' | 'codeMissing'

export const NO_HAND: Destination & { by: 'hand' } = { by: 'hand', hotel: '', code: '', address: '', phone: '' }

export function missingIn(destination: Destination): { hotel?: Missing; code?: Missing } {
  if (destination.by === 'chain') return {}
  return {
    ...(destination.hotel.trim() === '' ? { hotel: 'hotelMissing' } : {}),
    ...(destination.code.trim() === '' ? { code: 'codeMissing' } : {}),
  }
}

/** What an exception is left by once the hotel was rung: the text of a walk holds the hotel and its code. */
export function wayByHand(
  way: 'walk' | 'send_on',
  leaving: Leaving,
  { hotel, code }: { readonly hotel: string; readonly code: string },
): DeskInput<'exception.resolve'>['out'] {
  const { reservationId, position } = leaving
  return way === 'walk'
    ? { way, reservationId, position, toHotel: `${hotel.trim()} ${code.trim()}` }
    : { way, toHotel: hotel.trim(), code: code.trim() }
}

/** The booking at the other hotel, under the id that this attempt has. */
export function bookingThere(
  attemptId: ReservationId,
  exceptionId: string,
  way: 'walk' | 'send_on',
  leaving: Leaving,
  guest: ReservationView['guest'],
  destination: Destination & { by: 'chain' },
  note: string,
): DeskInput<'sister.book'> {
  const { reservationId, position, arrival, departure, adults, children } = leaving
  return {
    reservationId: attemptId,
    exceptionId,
    out: way === 'walk' ? { way, reservationId, position } : { way },
    note,
    hotelId: destination.hotel.hotelId,
    roomTypeId: destination.type.roomTypeId,
    arrival,
    departure,
    adults,
    children,
    guest,
  }
}

/** What the letter says of the other hotel. */
export interface Arranged {
  readonly hotel: string
  readonly address: string | null
  readonly phone: string | null
  readonly code: string
  readonly room: string | null
  readonly totalMinor: number | null
  readonly currency: string | null
}

export function arrangedByHand(hand: Destination & { by: 'hand' }): Arranged {
  return {
    hotel: hand.hotel.trim(),
    address: hand.address.trim() || null,
    phone: hand.phone.trim() || null,
    code: hand.code.trim(),
    room: null,
    totalMinor: null,
    currency: null,
  }
}

export function arrangedByChain(booked: DeskOutput<'sister.book'>, room: string): Arranged {
  const { hotel, confirmationCode, totalMinor, currency } = booked
  return {
    hotel: hotel.name,
    address: [hotel.address, hotel.city].filter((part) => part !== null && part !== '').join(', ') || null,
    phone: hotel.phone,
    code: confirmationCode,
    room,
    totalMinor,
    currency,
  }
}
