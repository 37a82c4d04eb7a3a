import type { ReservationId, RoomTypeId } from '../../shared/domain/ids.ts'
import { type LocalDate, addDays, nightsOf } from '../../shared/domain/stay-dates.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import type { ReadBooking } from '../../sync/chain/import/read-bookings.ts'

/** A quarter of a day: 0 is from midnight to six. */
export type Quarter = 0 | 1 | 2 | 3

export type StayEvent = 'book' | 'cancel' | 'walkIn' | 'checkIn' | 'checkOut' | 'noShow'

/** A booking of the file as it is played again. */
export interface Stay {
  readonly reservationId: ReservationId
  readonly name: string
  readonly reservedType: RoomTypeId
  /** The type slept in. */
  readonly assignedType: RoomTypeId
  readonly arrival: LocalDate
  readonly departure: LocalDate
  readonly adults: number
  readonly children: number
  readonly nightlyMinor: readonly number[]
  readonly ends: 'departed' | 'canceled' | 'noShow'
  /** Booked at the desk on the day of arrival by a guest who stood there. */
  readonly walksIn: boolean
}

export interface Planned {
  readonly event: StayEvent
  readonly stay: Stay
}

/** What happens in the hotel, by day and quarter. */
export type Plan = Map<LocalDate, readonly [Planned[], Planned[], Planned[], Planned[]]>

/** The bookings of a file that take a night, and how many take none (day use). */
export function staysOf(bookings: readonly ReadBooking[]): { readonly stays: Stay[]; readonly dayUse: number } {
  const stays: Stay[] = []
  let dayUse = 0
  for (const [index, { reservationId, booking }] of bookings.entries()) {
    const nights = nightsOf(booking)
    if (nights.length === 0) {
      dayUse += 1
      continue
    }
    const price = Math.max(0, booking.nightlyMinor)
    const ends = booking.stay === 'departed' ? 'departed' : booking.stay === 'no_show' ? 'noShow' : 'canceled'
    stays.push({
      reservationId,
      name: `Guest ${index + 1}`,
      reservedType: booking.reservedType,
      assignedType: booking.inventoryType,
      arrival: booking.arrival,
      departure: booking.departure,
      adults: Math.max(1, booking.adults),
      children: booking.children,
      nightlyMinor: nights.map(() => price),
      ends,
      walksIn: ends === 'departed' && booking.bookedOn === booking.arrival,
    })
  }
  return { stays, dayUse }
}

/** Puts every event of every stay into its day and quarter, drawn from the seed. */
export function planOf(bookings: readonly ReadBooking[], stays: readonly Stay[], seed: number): Plan {
  const random = new SeededRandom(seed)
  const plan: Plan = new Map()
  const put = (day: LocalDate, quarter: Quarter, event: StayEvent, stay: Stay): void => {
    const quarters = plan.get(day) ?? ([[], [], [], []] as const)
    plan.set(day, quarters)
    quarters[quarter].push({ event, stay })
  }
  const bookedOn = new Map(bookings.map(({ reservationId, booking }) => [reservationId, booking.bookedOn]))
  for (const stay of stays) {
    const booked = bookedOn.get(stay.reservationId) ?? stay.arrival
    if (stay.walksIn) {
      put(stay.arrival, random.pick<Quarter>(2, 3, 3), 'walkIn', stay)
    } else {
      // What is booked on the day of arrival is booked before the desk could check it in.
      put(booked, booked === stay.arrival ? random.pick<Quarter>(0, 1) : random.pick<Quarter>(0, 1, 2, 3), 'book', stay)
    }
    if (stay.ends === 'canceled') {
      const ahead = Math.max(0, Math.round((Date.parse(stay.arrival) - Date.parse(booked)) / 86_400_000))
      const after = Math.floor(random.next() * (ahead + 1))
      put(addDays(booked, after), after === 0 ? 3 : random.pick<Quarter>(1, 2, 3), 'cancel', stay)
    }
    if (stay.ends === 'noShow') put(addDays(stay.arrival, 1), 1, 'noShow', stay)
    if (stay.ends === 'departed') {
      if (!stay.walksIn) put(stay.arrival, random.pick<Quarter>(2, 2, 3), 'checkIn', stay)
      put(stay.departure, 1, 'checkOut', stay)
    }
  }
  return plan
}
