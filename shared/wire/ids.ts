import { z } from 'zod'
import { parseConfirmationCode } from '../domain/confirmation-code.ts'
import { isSlug, isUuidV7 } from '../domain/ids.ts'
import { parseLocalDate } from '../domain/stay-dates.ts'
import { isPlainLines, isPlainText } from '../domain/text.ts'

const slug = z.string().max(32).refine(isSlug, 'letters, digits, "_", "." and "-", at most 32')
const uuidV7 = z.string().max(36).refine(isUuidV7, 'a UUIDv7 in lower case')

export const hotelIdSchema = slug.brand<'HotelId'>()
export const roomTypeIdSchema = slug.brand<'RoomTypeId'>()
export const ratePlanIdSchema = slug.brand<'RatePlanId'>()
export const roomIdSchema = slug.brand<'RoomId'>()
export const staffIdSchema = slug.brand<'StaffId'>()
export const reservationIdSchema = uuidV7.brand<'ReservationId'>()
export const quoteIdSchema = uuidV7.brand<'QuoteId'>()
/** UUIDv7 of a payment, made by the client. */
export const paymentIdSchema = uuidV7
export const blockIdSchema = uuidV7.brand<'BlockId'>()
export const opIdSchema = uuidV7.brand<'OpId'>()
export const deviceIdSchema = uuidV7.brand<'DeviceId'>()
export const stayLineIdSchema = z.string().max(48).brand<'StayLineId'>()

/** A day of the calendar between 1970 and 2199, `YYYY-MM-DD`. */
export const localDateSchema = z
  .string()
  .max(10)
  .refine((text) => parseLocalDate(text) !== null, 'a date, YYYY-MM-DD')
  .meta({ format: 'date', example: '2026-12-24' })
  .brand<'LocalDate'>()

/** A confirmation code in its canonical form. */
export const confirmationCodeSchema = z
  .string()
  .max(20)
  .refine((text) => parseConfirmationCode(text) === text, 'a confirmation code whose check symbol holds')
  .brand<'ConfirmationCode'>()

/** An amount in integer minor units. */
export const amountMinorSchema = z.int()
/** An instant, milliseconds since 1970-01-01 UTC. */
export const utcMsSchema = z.int().nonnegative()

/** A person's name as given, on one line. */
export const personNameSchema = z.string().trim().min(1).max(80).refine(isPlainText, 'text on one line')
export const phoneSchema = z.string().trim().min(3).max(40).refine(isPlainText, 'text on one line')
export const remarksSchema = z.string().trim().max(500).refine(isPlainLines, 'text without control characters')
