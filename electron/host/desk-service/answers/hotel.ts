import { ok } from '../../../../shared/base/result.ts'
import type { HOTEL_CALLS } from '../../../../shared/desk-api/calls/hotel.ts'
import { hotelView } from '../hotel-view.ts'
import { occupancyView } from '../occupancy-view.ts'
import { todayView } from '../today-view.ts'
import type { Answers } from './answers.ts'

export const HOTEL_ANSWERS: Answers<keyof typeof HOTEL_CALLS> = {
  'hotel.get': (context) => ok(hotelView(context)),
  'today.get': (context) => ok(todayView(context)),
  'occupancy.get': (context, input) => ok(occupancyView(context, input)),
}
