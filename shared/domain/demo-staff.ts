import type { HotelId, StaffId } from './ids.ts'
import type { StaffRole } from './staff.ts'

/** The hotel of the demonstration; a screen of it says how to sign in. */
export const DEMO_HOTEL_ID = 'demo' as HotelId // a slug

interface DemoMember {
  readonly staffId: StaffId
  readonly name: string
  readonly role: StaffRole
  readonly pin: string
}

/** Who works at the desk of the demonstration, with PINs that everybody may know; of no other hotel. */
export const DEMO_STAFF: readonly DemoMember[] = [
  member('ana', 'Ana Ribeiro', 'agent', '1111'),
  member('bruno', 'Bruno Tavares', 'supervisor', '2222'),
  member('carla', 'Carla Mendes', 'manager', '3333'),
]

function member(staffId: string, name: string, role: StaffRole, pin: string): DemoMember {
  return { staffId: staffId as StaffId, name, role, pin } // slugs
}
