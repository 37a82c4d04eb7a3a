import { z } from 'zod'
import { isPinOrPassword } from '../domain/pin-hash.ts'
import { STAFF_ROLES } from '../domain/staff.ts'
import { personNameSchema, staffIdSchema } from './ids.ts'

/** Who works at a hotel's desks, at the internal API. */
export const deskStaffRequestSchema = z
  .strictObject({
    name: personNameSchema,
    role: z.enum(STAFF_ROLES),
    active: z.boolean().default(true),
    /** A PIN of 4 to 8 digits, or a password of 8 characters and more; `null` keeps the one that there is. */
    secret: z
      .string()
      .max(128)
      .refine(isPinOrPassword, 'a PIN of 4 to 8 digits, or a password of 8 to 128 characters')
      .nullable()
      .default(null),
  })
  .meta({ id: 'DeskStaffRequest', example: { name: 'Ana Reis', role: 'supervisor', secret: '4711' } })

export const deskStaffSchema = z
  .object({ staffId: staffIdSchema, name: z.string(), role: z.enum(STAFF_ROLES), active: z.boolean() })
  .meta({ id: 'DeskStaff' })
export const deskStaffListSchema = z.object({ staff: z.array(deskStaffSchema) }).meta({ id: 'DeskStaffList' })

/** What a desk may take by card while the card can not be asked; minor units, 0 for not at all. */
export const offlineCardRequestSchema = z
  .strictObject({
    perPaymentMinor: z.int().min(0).max(1_000_000_000),
    storedTotalMinor: z.int().min(0).max(1_000_000_000),
  })
  .meta({ id: 'OfflineCard', example: { perPaymentMinor: 30_000, storedTotalMinor: 200_000 } })

export type DeskStaffRequest = z.output<typeof deskStaffRequestSchema>
