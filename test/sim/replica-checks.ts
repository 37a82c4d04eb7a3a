import type { Replica } from '../../sync/replica/replica.ts'
import type { Trace } from './trace.ts'

/** What must hold on a terminal's disk each time that rows have come. */
export function checkRows(trace: Trace, name: string, { db }: Replica, isCopied: boolean): void {
  // What terminals hold adds up here too, with what is pending counted in.
  const [uneven] = db.all(
    `SELECT i.room_type_id, i.night, i.leased, coalesce(sum(l.units), 0) AS units
     FROM inventory AS i LEFT JOIN allotment_line AS l USING (room_type_id, night)
     GROUP BY i.room_type_id, i.night HAVING i.leased <> coalesce(sum(l.units), 0) OR coalesce(min(l.units), 0) < 0`,
  )
  if (uneven) trace.violated('leased is what terminals hold, at each of them', { name, ...uneven })
  if (isCopied) return
  const [missing] = db.all<{ seq: number }>(
    `SELECT seq FROM outbox o WHERE type = 'bookWalkIn' AND state = 'acknowledged' AND outcome = 'accepted'
       AND NOT EXISTS (SELECT 1 FROM reservation r WHERE r.reservation_id = o.subject)`,
  )
  if (missing) trace.violated('an op leaves pending with its rows', { name, seq: missing.seq })
}
