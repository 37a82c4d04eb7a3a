import { expect, test } from 'vitest'
import type { HotelId } from '../../../../shared/domain/ids.ts'
import { permissionsOf, permits, reaches } from '../../../../sync/chain/access/roles.ts'
import { HOTEL_ID } from '../../../support/small-hotel.ts'

test('ACC-09 each role may do what its table says, and nobody but an administrator writes staff', () => {
  expect(permissionsOf('revenue')).toEqual(['read', 'rates.write', 'sell_controls.write'])
  expect(permissionsOf('manager')).toEqual([
    'read',
    'guests.read',
    'sell_controls.write',
    'reservations.write',
    'devices.write',
    'desk_staff.write',
  ])
  expect(permissionsOf('support')).toEqual(['read', 'devices.write'])
  const roles = ['admin', 'revenue', 'manager', 'support'] as const
  expect(roles.filter((role) => permits(role, 'staff.write'))).toEqual(['admin'])
  expect(roles.filter((role) => permits(role, 'hotels.write'))).toEqual(['admin'])
  expect(roles.every((role) => permits(role, 'read'))).toBe(true)
})

test('ACC-09 a scope reaches the hotels that it lists, and only `*` reaches the chain as a whole', () => {
  const other = 'other' as HotelId
  expect([reaches('*', other), reaches('*', null)]).toEqual([true, true])
  expect([reaches([HOTEL_ID], HOTEL_ID), reaches([HOTEL_ID], other), reaches([HOTEL_ID], null)]).toEqual([
    true,
    false,
    false,
  ])
})
