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
  .meta({ id: 'DeskStaffRequest' })

export const deskStaffSchema = z
  .object({ staffId: staffIdSchema, name: z.string(), role: z.enum(STAFF_ROLES), active: z.boolean() })
  .meta({ id: 'DeskStaff' })
export const deskStaffListSchema = z.object({ staff: z.array(deskStaffSchema) }).meta({ id: 'DeskStaffList' })

export type DeskStaffRequest = z.output<typeof deskStaffRequestSchema>
