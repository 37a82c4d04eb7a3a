import type { Measure } from '../measure/measuring-command.ts'

/** Everything that `npm run bench` can measure, one file each. */
export const BENCHES: Readonly<Record<string, Measure>> = {
  booking: {
    about: 'bookings in batches against the three textbook ways and one call a booking, on PostgreSQL',
    load: async () => (await import('./booking.ts')).measureBooking,
  },
  replica: {
    about: "a walk-in on the terminal's replica against the barest fsynced SQLite transaction",
    load: async () => (await import('./replica.ts')).measureReplica,
  },
}
