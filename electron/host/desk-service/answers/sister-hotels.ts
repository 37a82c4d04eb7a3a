import type { SISTER_HOTEL_CALLS } from '../../../../shared/desk-api/calls/sister-hotels.ts'
import { bookSisterHotel, findSisterHotels } from '../sister-hotels.ts'
import type { Answers } from './answers.ts'

export const SISTER_HOTEL_ANSWERS: Answers<keyof typeof SISTER_HOTEL_CALLS> = {
  'sister.search': findSisterHotels,
  'sister.book': bookSisterHotel,
}
