import { sqlStateOf } from '../../../sync/chain/database/sqlstate.ts'
import { type Statement, SoldOut, TryAgain, ask, firstLine, nightsKeyOf, transactionRival } from './booking-rival.ts'

const TAKE: Statement = {
  name: 'take-nights-checked',
  text: `UPDATE room_type_inventory SET total_reserved = total_reserved + 1
         WHERE hotel_id = $1 AND room_type_id = $2 AND night >= $3 AND night < $4`,
}

/** The third way: write, and let the table's CHECK refuse; what loses to a deadlock goes once more. */
export const checkConstraint = transactionRival('check', [4, 10, 20], async (client, booking) => {
  try {
    await ask(client, TAKE, nightsKeyOf(booking))
  } catch (error) {
    if (sqlStateOf(error) === '23514') throw new SoldOut(firstLine(booking).arrival)
    if (sqlStateOf(error) === '40P01') throw new TryAgain()
    throw error
  }
})
