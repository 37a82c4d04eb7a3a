import type { Measure } from '../measure/measuring-command.ts'

/** Everything that `npm run bench` can measure, one file each. */
export const BENCHES: Readonly<Record<string, Measure>> = {
  booking: {
    about: 'bookings in batches against the three textbook ways and one call a booking, on PostgreSQL',
    load: async () => (await import('./booking.ts')).measureBooking,
  },
  desk: {
    about: 'opening the desk, a click and a search among 20,000 guests, in real Chromium',
    load: async () => (await import('./desk.ts')).measureDesk,
  },
  fleet: {
    about:
      'every terminal of a chain on one chain process: a change, and all lines cut at once (`--terminals 500` for a quick look)',
    load: async () => (await import('./fleet.ts')).measureFleet,
  },
  funnel: {
    about:
      '300 looks at availability, 30 quotes and 3 bookings in proportion, with and without the cache, on PostgreSQL',
    load: async () => (await import('./funnel.ts')).measureFunnel,
  },
  'last-rooms': {
    about: 'five rooms left, two terminals offline, three sold online: what is sold twice, beside RxDB and PouchDB',
    load: async () => (await import('./last-rooms.ts')).measureLastRooms,
  },
  payment: {
    about: 'bookings paid at once, by the saga and by two-phase commit, on PostgreSQL',
    load: async () => (await import('./payment.ts')).measurePayment,
  },
  replica: {
    about: "a walk-in on the terminal's replica against the barest fsynced SQLite transaction",
    load: async () => (await import('./replica.ts')).measureReplica,
  },
  scale: {
    about: 'bookings and availability at 5,000 hotels (16 GB of disk, many minutes; `--hotels 50` for a quick look)',
    load: async () => (await import('./scale.ts')).measureScale,
  },
  sync: {
    about: 'snapshot, push, catch-up and live changes of desks over HTTP, on PostgreSQL and SQLite',
    load: async () => (await import('./sync.ts')).measureSync,
  },
  tape: {
    about: 'the tape chart of 1,000 rooms and a year in Chromium: scrolled down and across, a bar dragged about',
    load: async () => (await import('./tape.ts')).measureTape,
  },
}
