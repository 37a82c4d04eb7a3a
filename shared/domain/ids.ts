import { v7 } from 'uuid'
import type { Brand } from '../base/brand.ts'
import type { Clock, Rng } from '../base/ports.ts'

/** A hotel's id: a slug chosen when the hotel is created, e.g. `resort`. */
export type HotelId = Brand<string, 'HotelId'>
/** A room type's id, unique in its hotel, e.g. `A`. */
export type RoomTypeId = Brand<string, 'RoomTypeId'>
/** A rate plan's id, unique in its hotel, e.g. `FLEX`. */
export type RatePlanId = Brand<string, 'RatePlanId'>
/** A room's id, unique in its hotel; for most hotels the number on the door. */
export type RoomId = Brand<string, 'RoomId'>
/** UUIDv7 made by the client before anything is sent; the idempotency key of the booking, for ever. */
export type ReservationId = Brand<string, 'ReservationId'>
/** `reservationId/position`: a line is named by its place in its reservation, so no device has to invent an id. */
export type StayLineId = Brand<string, 'StayLineId'>
/** UUIDv7 of a room block, made by the device that set it. */
export type BlockId = Brand<string, 'BlockId'>
/** UUIDv7 of one operation of one device; its idempotency key, for ever. */
export type OpId = Brand<string, 'OpId'>
/** UUIDv7 given to a terminal when it enrols. */
export type DeviceId = Brand<string, 'DeviceId'>

/** Somebody who works at a hotel's desk, unique in the hotel: a slug chosen when they are added. */
export type StaffId = Brand<string, 'StaffId'>
/** UUIDv7 of a quote, made by the chain. */
export type QuoteId = Brand<string, 'QuoteId'>

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const SLUG = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/

/** Is this a UUIDv7 in its canonical lower-case form? (RFC 9562, section 5.7) */
export function isUuidV7(text: string): boolean {
  return UUID_V7.test(text)
}

/** May this stand as a hotel, room type or room id? Letters, digits, `_ . -`, at most 32, no slash: ids join into keys. */
export function isSlug(text: string): boolean {
  return SLUG.test(text)
}

/** A new UUIDv7 from the passed-in clock and randomness: the same clock and bytes give the same id. */
export function newUuidV7(clock: Clock, rng: Rng): string {
  return v7({ msecs: clock.nowUtcMs(), random: rng.bytes(16) })
}

export function newReservationId(clock: Clock, rng: Rng): ReservationId {
  return newUuidV7(clock, rng) as ReservationId // made by the maker of these ids
}

export function newBlockId(clock: Clock, rng: Rng): BlockId {
  return newUuidV7(clock, rng) as BlockId // made by the maker of these ids
}

export function newOpId(clock: Clock, rng: Rng): OpId {
  return newUuidV7(clock, rng) as OpId // made by the maker of these ids
}

export function newQuoteId(clock: Clock, rng: Rng): QuoteId {
  return newUuidV7(clock, rng) as QuoteId // made by the maker of these ids
}

export function newDeviceId(clock: Clock, rng: Rng): DeviceId {
  return newUuidV7(clock, rng) as DeviceId // made by the maker of these ids
}

export function stayLineId(reservationId: ReservationId, position: number): StayLineId {
  return `${reservationId}/${position}` as StayLineId // the one place that builds them
}

/** The reservation and the 1-based position that a stay line id names. */
export function parseStayLineId(lineId: StayLineId): { reservationId: ReservationId; position: number } {
  const slash = lineId.lastIndexOf('/')
  return { reservationId: lineId.slice(0, slash) as ReservationId, position: Number(lineId.slice(slash + 1)) } // inverse of stayLineId
}
