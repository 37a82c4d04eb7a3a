import { type Statement, SoldOut, ask, nightsKeyOf, transactionRival } from './booking-rival.ts'

const LOCK: Statement = {
  name: 'lock-nights',
  text: `SELECT night, total_reserved + leased < greatest(total_inventory - out_of_order, 0) * (100 + overbook_pct) / 100
           AS fits
         FROM room_type_inventory
         WHERE hotel_id = $1 AND room_type_id = $2 AND night >= $3 AND night < $4 ORDER BY night FOR UPDATE`,
}
const TAKE: Statement = {
  name: 'take-nights',
  text: `UPDATE room_type_inventory SET total_reserved = total_reserved + 1
         WHERE hotel_id = $1 AND room_type_id = $2 AND night >= $3 AND night < $4`,
}

/** The textbook's first way: lock the nights, look, write. */
export const pessimistic = transactionRival('pessimistic', [4, 10, 20], async (client, booking) => {
  const rows = await ask<{ night: string; fits: boolean }>(client, LOCK, nightsKeyOf(booking))
  const full = rows.find(({ fits }) => !fits)
  if (full) throw new SoldOut(full.night)
  await ask(client, TAKE, nightsKeyOf(booking))
})
