import { OP_KINDS, OP_TYPES } from '../../shared/domain/ops/op.ts'
import type { LocalDate } from '../../shared/domain/stay-dates.ts'
import { CHAIN_PROOFS } from '../stress/proofs.ts'

const FACTS = OP_TYPES.filter((type) => OP_KINDS[type] === 'fact')
  .map((type) => `'${type}'`)
  .join(', ')

/** The reservation that an op is about: the one that it was merged into, where it was. */
const MEANT = `(SELECT coalesce(q.merged_into, q.reservation_id) FROM reservation q
  WHERE q.hotel_id = o.hotel_id AND q.reservation_id::text = o.body ->> 'reservationId')`

/** What must hold of ops at the chain, at any moment, beside the proofs of the stress run. */
const OP_PROOFS: Readonly<Record<string, string>> = {
  'what was refused or parked is told in an exception': `
    SELECT o.device_id, o.seq, o.type, o.outcome FROM sync_op o
    WHERE o.outcome <> 'accepted' AND NOT EXISTS (
      SELECT 1 FROM sync_exception e
      WHERE e.hotel_id = o.hotel_id AND e.exception_id IN (
        'refused/' || o.op_id, 'parked/' || o.op_id, 'sale-refused/' || (o.body ->> 'reservationId')))`,

  'no op of a build that we know fails': `
    SELECT o.device_id, o.seq, o.type FROM sync_op o WHERE o.code = 'OP_FAILED'`,

  'no fact is refused': `
    SELECT o.device_id, o.seq, o.type FROM sync_op o WHERE o.outcome = 'refused' AND o.type IN (${FACTS})`,

  'an accepted walk-in is a reservation': `
    SELECT o.device_id, o.seq, o.type FROM sync_op o
    WHERE o.type IN ('bookWalkIn', 'checkInUnknown') AND o.outcome = 'accepted' AND NOT EXISTS (
      SELECT 1 FROM reservation r WHERE r.hotel_id = o.hotel_id
        AND r.reservation_id::text = coalesce(o.body ->> 'reservationId', o.body -> 'booking' ->> 'reservationId'))`,

  'a refused walk-in holds no room until a person has seen to it': `
    SELECT o.device_id, o.seq FROM sync_op o JOIN reservation r
      ON r.hotel_id = o.hotel_id AND r.reservation_id::text = o.body ->> 'reservationId'
    WHERE o.type = 'bookWalkIn' AND o.outcome = 'refused' AND o.code <> 'RESERVATION_ID_REUSED'
      AND r.status IN ('pending', 'paid') AND NOT EXISTS (
        SELECT 1 FROM sync_exception e WHERE e.hotel_id = o.hotel_id AND e.status = 'resolved'
          AND e.exception_id = 'sale-refused/' || r.reservation_id)`,

  'an accepted block is there, and an accepted release released it': `
    SELECT o.device_id, o.seq, o.type FROM sync_op o LEFT JOIN room_block b
      ON b.hotel_id = o.hotel_id AND b.block_id::text = o.body ->> 'blockId'
    WHERE o.outcome = 'accepted' AND (
      (o.type = 'blockRoom' AND b.block_id IS NULL)
      OR (o.type = 'releaseBlock' AND b.status IS DISTINCT FROM 'released'))`,

  'who was checked in is or was in the house': `
    SELECT o.device_id, o.seq, l.stay FROM sync_op o JOIN stay_line l
      ON l.hotel_id = o.hotel_id AND l.position::text = o.body ->> 'position' AND l.reservation_id = ${MEANT}
    WHERE o.type = 'checkIn' AND o.outcome = 'accepted' AND l.stay NOT IN ('in_house', 'departed') AND NOT EXISTS (
      SELECT 1 FROM sync_op u WHERE u.hotel_id = o.hotel_id AND u.type = 'undoCheckIn' AND u.outcome = 'accepted'
        AND l.reservation_id = ${MEANT.replaceAll('o.', 'u.')})`,

  'who was checked out has left': `
    SELECT o.device_id, o.seq, l.stay FROM sync_op o JOIN stay_line l
      ON l.hotel_id = o.hotel_id AND l.position::text = o.body ->> 'position' AND l.reservation_id = ${MEANT}
    WHERE o.type = 'checkOut' AND o.outcome = 'accepted' AND l.stay <> 'departed' AND NOT EXISTS (
      SELECT 1 FROM sync_op u WHERE u.hotel_id = o.hotel_id AND u.type = 'undoCheckOut' AND u.outcome = 'accepted'
        AND l.reservation_id = ${MEANT.replaceAll('o.', 'u.')})`,

  'a parked op is asked about where it belongs': `
    SELECT o.device_id, o.seq, o.type, e.subject_key FROM sync_op o
    JOIN sync_exception e ON e.hotel_id = o.hotel_id AND e.exception_id = 'parked/' || o.op_id
    WHERE o.outcome = 'parked' AND o.code <> 'OP_ID_REUSED' AND EXISTS (
      SELECT 1 FROM reservation r WHERE r.hotel_id = o.hotel_id AND r.reservation_id::text = o.body ->> 'reservationId')
      AND e.subject_key <> o.body ->> 'reservationId'`,

  'an op id has one outcome': `
    SELECT o.op_id, count(DISTINCT o.outcome) FROM sync_op o
    WHERE o.code IS DISTINCT FROM 'OP_ID_REUSED'
    GROUP BY o.op_id HAVING count(DISTINCT o.outcome) > 1`,

  'an accepted cancellation stands, unless the guest came': `
    SELECT o.device_id, o.seq, r.status FROM sync_op o JOIN reservation r
      ON r.hotel_id = o.hotel_id AND r.reservation_id::text = o.body ->> 'reservationId'
    WHERE o.type = 'cancelReservation' AND o.outcome = 'accepted' AND r.status IN ('pending', 'paid')
      AND NOT EXISTS (SELECT 1 FROM sync_exception e WHERE e.hotel_id = o.hotel_id
        AND e.exception_id LIKE 'reinstated/' || r.reservation_id || '/%')`,
}

/** Money is a fact: what was taken and given back at the desks is on the folios, each op once, and nothing else. */
const MONEY_PROOFS: Readonly<Record<string, string>> = {
  'money that was taken is on a folio, and none that was not': `
    SELECT o.op_id, f.folio_line_id, f.amount_minor
    FROM (SELECT DISTINCT o.op_id, o.body ->> 'paymentId' AS payment_id, (o.body ->> 'amountMinor')::bigint AS minor
          FROM sync_op o WHERE o.type = 'takePayment' AND o.outcome = 'accepted') o
    FULL JOIN (SELECT * FROM folio_line WHERE kind = 'payment') f ON f.payment_id = o.payment_id
    WHERE f.amount_minor IS DISTINCT FROM -o.minor`,

  'money that was given back is on a folio, and none that was not': `
    SELECT o.op_id, f.folio_line_id, f.amount_minor
    FROM (SELECT DISTINCT o.op_id, (o.body ->> 'amountMinor')::bigint AS minor
          FROM sync_op o WHERE o.type = 'giveRefund' AND o.outcome = 'accepted') o
    FULL JOIN (SELECT * FROM folio_line WHERE kind = 'refund') f ON right(f.folio_line_id, 36) = o.op_id::text
    WHERE f.amount_minor IS DISTINCT FROM o.minor`,

  'a merge moves money, it makes none': `
    SELECT sum(amount_minor) FROM folio_line WHERE folio_line_id LIKE '%/transfer/%' HAVING sum(amount_minor) <> 0`,

  'what was given back beyond what was taken is asked about': `
    SELECT f.reservation_id FROM folio_line f
    WHERE f.kind IN ('payment', 'refund') OR f.folio_line_id LIKE '%/transfer/%'
    GROUP BY f.hotel_id, f.reservation_id
    HAVING sum(f.amount_minor) > 0 AND NOT EXISTS (
      SELECT 1 FROM sync_exception e WHERE e.hotel_id = f.hotel_id
        AND e.exception_id = 'money-unapplied/' || f.reservation_id)`,

  'money for a stay that was refused is asked about': `
    SELECT r.reservation_id
    FROM reservation r JOIN folio_line f ON f.hotel_id = r.hotel_id AND f.reservation_id = r.reservation_id
    WHERE r.status = 'rejected' AND f.kind IN ('payment', 'refund')
    GROUP BY r.hotel_id, r.reservation_id
    HAVING sum(f.amount_minor) <> 0 AND NOT EXISTS (
      SELECT 1 FROM sync_exception e WHERE e.hotel_id = r.hotel_id
        AND e.exception_id IN ('money-unapplied/' || r.reservation_id, 'refund-by-hand/' || r.reservation_id))`,
}

/** What the world has done to terminals and rooms that a proof has to know. */
export interface Circumstances {
  /** Terminals of whose disk there are two. */
  readonly copiedDevices: Iterable<string>
  /** Those, and whatever the copies have become since. */
  readonly devicesOfCopies: Iterable<string>
  /** A room has become one of another type: what was sold in it counts there. */
  readonly typesChanged: boolean
}

/** As lists of SQL. */
interface Copied {
  readonly copied: string
  readonly codesCopied: string
}

/** What terminals may sell. */
function allotmentProofs({
  copied,
  codesCopied,
  typesChanged,
}: Copied & Pick<Circumstances, 'typesChanged'>): Readonly<Record<string, string>> {
  return {
    'leased is what terminals hold': `
      SELECT i.hotel_id, i.room_type_id, i.night, i.leased, l.units
      FROM room_type_inventory i FULL JOIN (
        SELECT hotel_id, room_type_id, night, sum(units) AS units FROM allotment_lease_line
        GROUP BY hotel_id, room_type_id, night) l
        ON l.hotel_id = i.hotel_id AND l.room_type_id = i.room_type_id AND l.night = i.night
      WHERE coalesce(i.leased, 0) <> coalesce(l.units, 0)`,

    'a guaranteed sale is never refused': `
      SELECT o.device_id, o.seq, o.code, o.params FROM sync_op o JOIN allotment_lease a
        ON a.hotel_id = o.hotel_id AND a.device_id = o.device_id
      WHERE o.type = 'bookWalkIn' AND o.outcome = 'refused' AND o.body ->> 'claim' = 'guaranteed'
        AND o.body -> 'cover' ->> 'deviceId' = o.device_id::text AND o.body -> 'cover' ->> 'fence' = a.fence::text
        AND o.code <> 'RESERVATION_ID_REUSED' AND o.device_id::text NOT IN (${copied})
        AND NOT EXISTS (SELECT 1 FROM sync_op t
          WHERE t.hotel_id = o.hotel_id AND t.op_id = o.op_id AND t.device_id <> o.device_id)`,

    'no unit is spent twice': `
      SELECT * FROM sim_overspent WHERE device_id::text NOT IN (${copied})${typesChanged ? ' AND NOT with_room' : ''}`,

    'what was sold before a terminal was given up spends nothing of what it has now': `
      SELECT * FROM sim_spent_otherwise WHERE device_id::text NOT IN (${copied})`,

    'a terminal gives no confirmation code twice': `
      SELECT o.device_id, coalesce(o.body ->> 'code', o.body -> 'booking' ->> 'code') AS code
      FROM sync_op o
      WHERE o.type IN ('bookWalkIn', 'checkInUnknown') AND o.code IS NULL AND o.device_id::text NOT IN (${codesCopied})
      GROUP BY 1, 2
      HAVING count(DISTINCT coalesce(o.body ->> 'reservationId', o.body -> 'booking' ->> 'reservationId')) > 1`,
  }
}

/** Proofs that hold for nights still to come only: what is past stays as it was. `date` is the first of them. */
function proofsOfNights(date: LocalDate): Readonly<Record<string, string>> {
  const fromDate = (proof: string, table: string): string => {
    const [name, alias] = table.split(' ')
    return (CHAIN_PROOFS[proof] ?? '').replace(
      `FROM ${table}\n`,
      `FROM (SELECT * FROM ${name} WHERE night >= '${date}') ${alias}\n`,
    )
  }
  const counts = 'counts are what reservations say'
  const outOfOrder = 'rooms out of order are what blocks say'
  const held = 'a room is held by a line that stands or an active block, on its own nights'
  return {
    [counts]: fromDate(counts, 'room_type_inventory i'),
    [outOfOrder]: fromDate(outOfOrder, 'room_type_inventory i'),
    [held]: fromDate(held, 'room_night n'),
    'forced is the units of an open exception': `
      SELECT i.hotel_id, i.room_type_id, i.night, i.forced, e.params
      FROM (SELECT * FROM room_type_inventory WHERE night >= '${date}') i
      FULL JOIN (SELECT * FROM sync_exception WHERE kind = 'OVERSOLD_NIGHT' AND status = 'open'
        AND right(subject_key, 10) >= '${date}') e
        ON e.hotel_id = i.hotel_id AND e.subject_key = i.room_type_id || '/' || to_char(i.night, 'YYYY-MM-DD')
      WHERE coalesce(i.forced, 0) <> coalesce((e.params ->> 'units')::integer, 0)`,
    'a line with a room holds it on each of its nights': `
      SELECT l.hotel_id, l.reservation_id, l.position
      FROM stay_line l
      JOIN reservation r ON r.hotel_id = l.hotel_id AND r.reservation_id = l.reservation_id
      WHERE l.room_id IS NOT NULL AND r.status IN ('pending', 'paid')
        AND (SELECT count(*) FROM room_night n WHERE n.hotel_id = l.hotel_id AND n.room_id = l.room_id
               AND n.ref_id = l.reservation_id || '/' || l.position AND n.night >= '${date}')
          <> greatest(0, l.departure - greatest(l.arrival, date '${date}'))`,
  }
}

/** Money of a sale that was refused is kept with it here, and asked about: see the proofs of money. */
const OF_STRESS_ALONE = 'only what was never paid is rejected'

/** Everything that must hold at the chain at any moment, as statements that answer what breaks it. */
export function proofsOf(date: LocalDate, world: Circumstances): Readonly<Record<string, string>> {
  const listed = (ids: Iterable<string>): string => ["''", ...[...ids].map((id) => `'${id}'`)].join(', ')
  const copied = listed(world.copiedDevices)
  const codesCopied = listed([...world.copiedDevices, ...world.devicesOfCopies])
  const proofs = Object.entries(CHAIN_PROOFS).filter(([proof]) => proof !== OF_STRESS_ALONE)
  return {
    ...Object.fromEntries(proofs),
    ...proofsOfNights(date),
    ...OP_PROOFS,
    ...MONEY_PROOFS,
    ...allotmentProofs({ copied, codesCopied, typesChanged: world.typesChanged }),
  }
}
