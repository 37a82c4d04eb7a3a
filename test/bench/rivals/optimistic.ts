import { type Statement, SoldOut, TryAgain, ask, nightsKeyOf, transactionRival } from './booking-rival.ts'

const READ: Statement = {
  name: 'read-nights',
  text: `SELECT night, total_reserved, total_reserved + leased
             < greatest(total_inventory - out_of_order, 0) * (100 + overbook_pct) / 100 AS fits
         FROM room_type_inventory
         WHERE hotel_id = $1 AND room_type_id = $2 AND night >= $3 AND night < $4 ORDER BY night`,
}
const TAKE: Statement = {
  name: 'take-unchanged',
  text: `UPDATE room_type_inventory i SET total_reserved = i.total_reserved + 1
         FROM unnest($3::date[], $4::integer[]) AS seen (night, total_reserved)
         WHERE i.hotel_id = $1 AND i.room_type_id = $2 AND i.night = seen.night
           AND i.total_reserved = seen.total_reserved
         RETURNING i.night`,
}

/** The second way: read, and write only where nothing changed since; else once more. The count is the row's version. */
export const optimistic = transactionRival('optimistic', [4, 10, 20], async (client, booking) => {
  const key = nightsKeyOf(booking)
  const rows = await ask<{ night: string; total_reserved: number; fits: boolean }>(client, READ, key)
  const full = rows.find(({ fits }) => !fits)
  if (full) throw new SoldOut(full.night)
  const seen = [rows.map(({ night }) => night), rows.map(({ total_reserved }) => total_reserved)]
  const taken = await ask(client, TAKE, [key[0], key[1], ...seen])
  if (taken.length !== rows.length) throw new TryAgain()
})
