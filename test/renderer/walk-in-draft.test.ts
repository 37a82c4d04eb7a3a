import { expect, test } from 'vitest'
import { DESK_CALLS, type DeskOutput } from '../../shared/desk-api/contract.ts'
import { type RoomTypeId, newReservationId } from '../../shared/domain/ids.ts'
import { localDate } from '../../shared/domain/stay-dates.ts'
import {
  MOST_CHARACTERS,
  type WalkInDraft,
  faultsOf,
  fieldOfCode,
  newWalkInDraft,
  resolveRoom,
  quoteForAdults,
  stayOfDraft,
  totalBefore,
  walkInInput,
} from '../../renderer/stores/walk-in-draft.ts'
import { useWalkIn } from '../../renderer/stores/walk-in-store.ts'

const tonight = localDate('2026-11-22')
const id = newReservationId({ nowUtcMs: () => 1_790_000_000_000 }, { bytes: (count) => new Uint8Array(count) })
const quote: DeskOutput<'stay.quote'> = DESK_CALLS['stay.quote'].output.parse({
  roomTypeId: 'SEA',
  arrival: '2026-11-22',
  departure: '2026-11-24',
  nightly: [
    { night: '2026-11-22', priceMinor: 9_000 },
    { night: '2026-11-23', priceMinor: 9_100 },
  ],
  taxes: [],
  totalMinor: 18_100,
  currency: 'EUR',
  left: 2,
  asOfUtcMs: 1,
  freeRooms: [
    { roomId: '204', floor: 2, housekeeping: 'inspected' },
    { roomId: '206', floor: 2, housekeeping: 'dirty' },
  ],
  alternatives: [],
})
const filled: WalkInDraft = {
  ...newWalkInDraft(id, tonight),
  roomTypeId: 'SEA' as RoomTypeId,
  nights: 2,
  firstName: ' Astrid ',
  lastName: 'Sørensen',
}

test('UI-05 a new walk-in arrives on the business date, for one night and two adults, in the best free room', () => {
  expect(newWalkInDraft(id, tonight)).toMatchObject({ arrival: tonight, nights: 1, adults: 2, room: 'best' })
})

test('UI-05 the stay ends its nights after arrival, and there is none while type or nights are missing', () => {
  const city = { taxId: 'city', name: 'City tax', amountMinor: 400, included: false, perAdult: true }
  const taxed = { ...quote, taxes: [city], totalMinor: 18_500 }
  expect(quoteForAdults(taxed, 3)).toMatchObject({ taxes: [{ ...city, amountMinor: 1_200 }], totalMinor: 19_300 })
  expect([quoteForAdults(taxed, null).totalMinor, quoteForAdults(quote, 9).totalMinor]).toEqual([18_500, 18_100])
  expect(stayOfDraft(filled)?.departure).toBe('2026-11-24')
  expect(stayOfDraft({ ...filled, nights: null })).toBeNull()
  expect(stayOfDraft({ ...filled, nights: 400 })).toBeNull()
  expect(stayOfDraft({ ...filled, roomTypeId: null })).toBeNull()
})

test('UI-05 the best room is the first free one; a chosen room that was taken gives way to it', () => {
  const [first, second] = quote.freeRooms
  expect(resolveRoom('best', quote.freeRooms)).toBe('204')
  expect(resolveRoom(second?.roomId ?? 'none', quote.freeRooms)).toBe('206')
  expect(resolveRoom(second?.roomId ?? 'none', first ? [first] : [])).toBe('204')
  expect(resolveRoom('none', quote.freeRooms)).toBeNull()
  expect(resolveRoom('best', [])).toBeNull()
})

test('UI-06 what the form can see itself is said at its field, before the host is asked', () => {
  expect(faultsOf(filled, quote)).toEqual({})
  const wrong = { ...filled, firstName: '', lastName: ' ', email: 'nobody', phone: '1', adults: 0, nights: null }
  expect(Object.keys(faultsOf(wrong, quote)).sort()).toEqual(
    ['adults', 'email', 'firstName', 'lastName', 'nights', 'phone'].sort(),
  )
  expect(faultsOf(filled, null)).toEqual({ price: 'price' })
})

test.each([
  ['lastName', 'x'],
  ['firstName', 'x'],
  ['phone', '1'],
] as const)('UI-06 the contract takes the longest %s that the field lets be typed', (field, letter) => {
  const input = walkInInput({ ...filled, [field]: letter.repeat(MOST_CHARACTERS[field]) }, quote)
  expect(DESK_CALLS['walkIn.book'].input.safeParse(input).success).toBe(true)
  const longer = walkInInput({ ...filled, [field]: letter.repeat(MOST_CHARACTERS[field] + 1) }, quote)
  expect(DESK_CALLS['walkIn.book'].input.safeParse(longer).success).toBe(false)
})

test('UI-06 each refusal of a booking is shown at the field that it concerns', () => {
  expect(fieldOfCode('ROOM_TAKEN')).toBe('room')
  expect(fieldOfCode('NO_AVAILABILITY')).toBe('type')
  expect(fieldOfCode('TOO_MANY_GUESTS')).toBe('adults')
  expect(fieldOfCode('QUOTE_CHANGED')).toBe('price')
  expect(fieldOfCode('DISK_FULL')).toBeNull()
})

test('UI-07 the command carries the id made with the form and the total on the screen, and the contract takes it', () => {
  const input = walkInInput(filled, quote)
  expect(input).toMatchObject({ reservationId: id, agreedTotalMinor: 18_100, roomId: '204' })
  expect(input.guest).toEqual({ firstName: 'Astrid', lastName: 'Sørensen', email: null, phone: null })
  expect(DESK_CALLS['walkIn.book'].input.safeParse(input).success).toBe(true)
  expect(walkInInput(filled, quote)).toEqual(input)
})

test('UI-07 a total that changes under the same stay is told from the total of another stay', () => {
  const dearer = { ...quote, totalMinor: 18_600 }
  expect(totalBefore(quote, dearer)).toBe(18_100)
  expect(totalBefore(quote, quote)).toBeNull()
  expect(totalBefore(quote, { ...dearer, departure: localDate('2026-11-25') })).toBeNull()
  expect(totalBefore(quote, { ...dearer, roomTypeId: 'STD' as RoomTypeId })).toBeNull()
})

test('UI-08 a draft stays until it is booked, id and all', () => {
  const { begin, change, markBooked } = useWalkIn.getState()
  begin(filled)
  change({ phone: '+351' })
  expect(useWalkIn.getState().draft).toEqual({ ...filled, phone: '+351' })
  markBooked({ reservationId: id, confirmationCode: '02-0003-X', claim: 'guaranteed' })
  expect(useWalkIn.getState().draft).toBeNull()
})
