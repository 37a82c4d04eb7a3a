import { type Statement, ask, firstLine, openPool } from './booking-rival.ts'
import type { PreparedBooking } from '../../../sync/chain/reservations/queries/book-batch.ts'

const COMMIT: Statement = {
  name: 'commit-one',
  text: `WITH taken AS (
           UPDATE room_type_inventory SET total_reserved = total_reserved + 1
           WHERE hotel_id = $1 AND room_type_id = $2 AND night = $3 RETURNING hotel_id)
         INSERT INTO bench_commit (hotel_id, reservation_id) SELECT hotel_id, $4 FROM taken`,
}

export const COMMIT_LIMIT_POOLS = [10, 20, 32] as const

export interface CommitLimit {
  commit(booking: PreparedBooking): Promise<void>
  close(): Promise<void>
}

/**
 * The least that one commit a booking can cost: one row updated and one inserted, in one prepared round trip. It books
 * nothing that the chain could use; what goes past it shares its flushes.
 */
export async function openCommitLimit(url: string, poolSize: number): Promise<CommitLimit> {
  const pool = openPool(url, poolSize)
  await pool.query(
    'CREATE TABLE IF NOT EXISTS bench_commit (hotel_id text, reservation_id uuid, PRIMARY KEY (hotel_id, reservation_id))',
  )
  return {
    commit: async (booking) => {
      const { roomTypeId, arrival } = firstLine(booking)
      await ask(pool, COMMIT, [booking.hotelId, roomTypeId, arrival, booking.reservationId])
    },
    close: () => pool.end(),
  }
}
