import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { bookBatch } from '../../../sync/chain/reservations/queries/book-batch.ts'
import type { BookingRival } from './booking-rival.ts'

/** Our own function, called once a booking: what is gained by batching alone. */
export const oneCall: BookingRival<'function'> = {
  name: 'function',
  pools: [4, 10, 20],
  open: async (url, poolSize) => {
    const db = await openPostgres(url, poolSize)
    return {
      book: async (booking) => {
        const { outcomes } = await bookBatch(db, [booking], booking.hotelId)
        const [outcome] = outcomes
        if (!outcome || outcome.outcome === 'skipped') throw new Error('who waits for a head is not skipped')
        return outcome
      },
      close: () => db.close(),
    }
  },
}
