import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { BookingLanes } from '../../../sync/chain/reservations/booking-lanes.ts'
import { HeadPokes } from '../../../sync/chain/write-path/head-pokes.ts'
import type { BookingRival } from './booking-rival.ts'

/** Ours, with the pool that the chain has. */
export const lanes: BookingRival<'ours'> = {
  name: 'ours',
  pools: [10],
  open: async (url, poolSize) => {
    const db = await openPostgres(url, poolSize)
    const booking = new BookingLanes(db, new HeadPokes())
    return { book: (prepared) => booking.book(prepared), close: () => db.close() }
  },
}
