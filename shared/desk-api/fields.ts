import { z } from 'zod'
import { isSlug, isUuidV7 } from '../domain/ids.ts'
import { parseLocalDate } from '../domain/stay-dates.ts'
import { isPlainLines, isPlainText } from '../domain/text.ts'

export const localDate = z
  .string()
  .max(10)
  .refine((text) => parseLocalDate(text) !== null)
  .brand<'LocalDate'>()
/** What `staff.approve` has given for this call; `null`: nothing. */
export const approval = z.string().max(64).nullable().default(null)
export const staffId = z.string().refine(isSlug).brand<'StaffId'>()
export const reservationId = z.string().refine(isUuidV7).brand<'ReservationId'>()
export const blockId = z.string().refine(isUuidV7).brand<'BlockId'>()
export const roomTypeId = z.string().refine(isSlug).brand<'RoomTypeId'>()
export const roomId = z.string().refine(isSlug).brand<'RoomId'>()
export const personName = z.string().trim().min(1).max(80).refine(isPlainText)
export const phone = z.string().trim().min(3).max(40).refine(isPlainText)
export const guestId = z.string().min(1).max(64).refine(isPlainText)
/** One line of a reservation. */
export const lineRef = { reservationId, position: z.int().positive() }
export const adults = z.int().min(1).max(20)
export const children = z.int().min(0).max(20)
export const guestDetails = z.strictObject({
  firstName: personName,
  lastName: personName,
  email: z.email().max(254).nullable(),
  phone: phone.nullable(),
})
const place = z.string().trim().max(120).refine(isPlainText)
/** How an exception is resolved; see `WayOut` of the domain. */
export const wayOut = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('acknowledge') }),
  z.strictObject({ way: z.literal('rebook') }),
  z.strictObject({ way: z.literal('upgrade'), roomTypeId }),
  z.strictObject({ way: z.literal('merge') }),
  z.strictObject({ way: z.literal('walk'), reservationId, position: z.int().positive(), toHotel: place }),
  z.strictObject({ way: z.literal('send_on'), toHotel: place, code: place }),
  z.strictObject({ way: z.literal('refund') }),
])
export const remarks = z.string().trim().max(500).refine(isPlainLines)
