import type { Queryable } from '../../sync/chain/database/port.ts'

/**
 * What must hold of a chain's database at rest: each statement answers the rows that break it. Nights before a hotel's
 * business date are history, where it speaks of counts and rooms.
 */
export const CHAIN_PROOFS: Readonly<Record<string, string>> = {
  'no night over its limit and what is forced': `
    SELECT hotel_id, room_type_id, night FROM room_type_inventory
    WHERE total_reserved + leased
      > greatest(total_inventory - out_of_order, 0) * (100 + overbook_pct) / 100 + forced`,

  'forced is exactly what is beyond the limit': `
    SELECT hotel_id, room_type_id, night FROM room_type_inventory
    WHERE forced <> greatest(0, total_reserved + leased
      - greatest(total_inventory - out_of_order, 0) * (100 + overbook_pct) / 100)`,

  'forced is the units of an open exception': `
    SELECT i.hotel_id, i.room_type_id, i.night, i.forced, e.params
    FROM room_type_inventory i
    FULL JOIN (SELECT * FROM sync_exception WHERE kind = 'OVERSOLD_NIGHT' AND status = 'open') e
      ON e.hotel_id = i.hotel_id AND e.subject_key = i.room_type_id || '/' || to_char(i.night, 'YYYY-MM-DD')
    WHERE coalesce(i.forced, 0) <> coalesce((e.params ->> 'units')::integer, 0)
      AND (i.night IS NULL OR i.night >= (SELECT business_date FROM hotel WHERE hotel_id = i.hotel_id))`,

  'one exception a thing': `
    SELECT hotel_id, kind, subject_key, count(*) FROM sync_exception
    WHERE status = 'open' AND kind IN ('OVERSOLD_NIGHT', 'SALE_REFUSED', 'MONEY_UNAPPLIED', 'REFUND_BY_HAND', 'UNKNOWN_CODE')
    GROUP BY hotel_id, kind, subject_key HAVING count(*) > 1`,

  'leased is what terminals hold': `
    SELECT i.hotel_id, i.room_type_id, i.night, i.leased, sum(a.units)
    FROM room_type_inventory i
    LEFT JOIN allotment_lease_line a
      ON a.hotel_id = i.hotel_id AND a.room_type_id = i.room_type_id AND a.night = i.night
    GROUP BY i.hotel_id, i.room_type_id, i.night, i.leased
    HAVING i.leased <> coalesce(sum(a.units), 0)`,

  'counts are what reservations say': `
    SELECT i.hotel_id, i.room_type_id, i.night, i.total_reserved, count(l.position)
    FROM room_type_inventory i
    LEFT JOIN (stay_line l JOIN reservation r
        ON r.hotel_id = l.hotel_id AND r.reservation_id = l.reservation_id AND r.status IN ('pending', 'paid'))
      ON l.hotel_id = i.hotel_id AND l.inventory_type = i.room_type_id AND l.stay <> 'no_show'
        AND l.arrival <= i.night AND i.night < l.departure
    WHERE i.night >= (SELECT business_date FROM hotel WHERE hotel_id = i.hotel_id)
    GROUP BY i.hotel_id, i.room_type_id, i.night, i.total_reserved
    HAVING i.total_reserved <> count(l.position)`,

  'rooms out of order are what blocks say': `
    SELECT i.hotel_id, i.room_type_id, i.night, i.out_of_order, count(DISTINCT b.room_id)
    FROM room_type_inventory i
    LEFT JOIN (room_block b JOIN room ON room.hotel_id = b.hotel_id AND room.room_id = b.room_id)
      ON b.hotel_id = i.hotel_id AND room.room_type_id = i.room_type_id AND b.status = 'active' AND b.kind = 'OOO'
        AND b.from_date <= i.night AND i.night < b.until_date
    GROUP BY i.hotel_id, i.room_type_id, i.night, i.out_of_order
    HAVING i.out_of_order <> count(DISTINCT b.room_id)`,

  'a room is held by a line that stands or an active block, on its own nights': `
    SELECT n.hotel_id, n.room_id, n.night, n.kind, n.ref_id
    FROM room_night n
    WHERE n.night >= (SELECT business_date FROM hotel WHERE hotel_id = n.hotel_id) AND NOT EXISTS (
      SELECT 1 FROM stay_line l JOIN reservation r ON r.hotel_id = l.hotel_id AND r.reservation_id = l.reservation_id
      WHERE l.hotel_id = n.hotel_id AND n.kind IN ('assigned', 'occupied')
        AND n.ref_id = l.reservation_id || '/' || l.position AND l.room_id = n.room_id
        AND r.status IN ('pending', 'paid') AND l.arrival <= n.night AND n.night < l.departure)
    AND NOT EXISTS (
      SELECT 1 FROM room_block b
      WHERE b.hotel_id = n.hotel_id AND n.kind = 'block' AND n.ref_id = b.block_id::text AND b.room_id = n.room_id
        AND b.status = 'active' AND b.kind = 'OOO' AND b.from_date <= n.night AND n.night < b.until_date)`,

  'a line with a room holds it on each of its nights': `
    SELECT l.hotel_id, l.reservation_id, l.position
    FROM stay_line l
    JOIN reservation r ON r.hotel_id = l.hotel_id AND r.reservation_id = l.reservation_id
    JOIN hotel h ON h.hotel_id = l.hotel_id
    WHERE l.room_id IS NOT NULL AND r.status IN ('pending', 'paid')
      AND (SELECT count(*) FROM room_night n WHERE n.hotel_id = l.hotel_id AND n.room_id = l.room_id
             AND n.night >= h.business_date AND n.ref_id = l.reservation_id || '/' || l.position)
        <> greatest(0, l.departure - greatest(l.arrival, h.business_date))`,

  'versions of a head have no gaps': `
    SELECT h.hotel_id, h.version, h.floor, count(DISTINCT c.version), max(c.version)
    FROM sync_head h LEFT JOIN sync_change c ON c.hotel_id = h.hotel_id AND c.version > h.floor
    GROUP BY h.hotel_id, h.version, h.floor
    HAVING count(DISTINCT c.version) <> h.version - h.floor OR coalesce(max(c.version), h.floor) <> h.version`,

  'a reservation is answered once, and what was refused is not there': `
    SELECT q.hotel_id, q.reservation_id FROM booking_request q
    JOIN reservation r ON r.hotel_id = q.hotel_id AND r.reservation_id = q.reservation_id
    WHERE q.refusal IS NOT NULL`,

  "a terminal's ops have no gaps": `
    SELECT d.hotel_id, d.device_id, d.last_seq, count(o.seq)
    FROM sync_device d LEFT JOIN sync_op o ON o.hotel_id = d.hotel_id AND o.device_id = d.device_id
    GROUP BY d.hotel_id, d.device_id, d.last_seq
    HAVING count(o.seq) <> d.last_seq OR coalesce(max(o.seq), 0) <> d.last_seq`,

  'no payment and no refund is open': `
    SELECT hotel_id, saga_id, kind, state FROM saga WHERE state = 'open'`,

  'only what was never paid is rejected': `
    SELECT r.hotel_id, r.reservation_id
    FROM reservation r JOIN folio_line f ON f.hotel_id = r.hotel_id AND f.reservation_id = r.reservation_id
    WHERE r.status = 'rejected'
    GROUP BY r.hotel_id, r.reservation_id HAVING sum(f.amount_minor) <> 0`,
}

/** What breaks a proof, at most a few rows of it each. */
export interface Violation {
  readonly proof: string
  readonly rows: number
  readonly example: unknown
}

/** Runs every statement; an empty answer is a proof. */
export async function disprove(db: Queryable, proofs: Readonly<Record<string, string>>): Promise<Violation[]> {
  const violations: Violation[] = []
  for (const [proof, sql] of Object.entries(proofs)) {
    const rows = await db.query(sql)
    if (rows.length > 0) violations.push({ proof, rows: rows.length, example: rows[0] })
  }
  return violations
}

interface PostedRecord {
  readonly reservation_id: string
  readonly kind: 'payment' | 'refund'
  readonly amount_minor: number
  readonly payment_id: string
}
interface TakenRecord {
  readonly payment_key: string
  readonly captured_minor: number
  readonly refunded_minor: number
}

/**
 * Money that came in is applied, unapplied or given back: what the payment service took and gave back is posted on a
 * folio, to the minor unit, payment by payment.
 */
export async function disproveMoney(chain: Queryable, payments: Queryable): Promise<Violation[]> {
  const posted = await chain.query<PostedRecord & { hotel_id: string }>(
    "SELECT hotel_id, reservation_id, kind, amount_minor, payment_id FROM folio_line WHERE kind IN ('payment', 'refund')",
  )
  const taken = await payments.query<TakenRecord>('SELECT payment_key, captured_minor, refunded_minor FROM payment')
  const net = new Map<string, { paid: number; refunded: number }>()
  for (const line of posted) {
    const key = `${line.hotel_id}:${line.payment_id}`
    const sum = net.get(key) ?? { paid: 0, refunded: 0 }
    if (line.kind === 'payment') sum.paid -= line.amount_minor
    else sum.refunded += line.amount_minor
    net.set(key, sum)
  }
  const wrong = taken.filter(({ payment_key: key, captured_minor: captured, refunded_minor: refunded }) => {
    const sum = net.get(key) ?? { paid: 0, refunded: 0 }
    net.delete(key)
    return sum.paid !== captured || sum.refunded !== refunded
  })
  const violations: Violation[] = []
  if (wrong.length > 0)
    violations.push({ proof: 'money that was taken is posted', rows: wrong.length, example: wrong[0] })
  const invented = [...net].filter(([, sum]) => sum.paid !== 0 || sum.refunded !== 0)
  if (invented.length > 0) {
    violations.push({ proof: 'money that is posted was taken', rows: invented.length, example: invented[0] })
  }
  return violations
}
