import type { HotelId, ReservationId } from '../../../../shared/domain/ids.ts'
import type { Queryable } from '../../database/port.ts'
import type { ReservationEvent } from '../reservation-events.ts'

/** Who changed a reservation: `chain` itself, `key:<id>` of a channel, `device:<id>` of a terminal. */
export interface Made {
  readonly atUtcMs: number
  readonly by: string
}

/** An event in its place: within its reservation in order of the head's version, then of `n`. */
export interface PlacedEvent extends Made {
  readonly reservationId: ReservationId
  readonly n: number
  readonly event: ReservationEvent
}

interface EventRecord {
  readonly kind: string
  readonly at_utc_ms: number
  readonly made_by: string
  readonly params: object
}

const EVENTS_PER_STATEMENT = 1_000

export async function insertEvents(
  tx: Queryable,
  hotelId: HotelId,
  version: number,
  events: readonly PlacedEvent[],
): Promise<void> {
  for (let start = 0; start < events.length; start += EVENTS_PER_STATEMENT) {
    const chunk = events.slice(start, start + EVENTS_PER_STATEMENT)
    const tuples = chunk.map((_, index) => {
      const cells = Array.from({ length: 6 }, (_cell, cell) => `$${index * 6 + cell + 3}`)
      return `($1, $2, ${cells.join(', ')})`
    })
    await tx.query(
      `INSERT INTO reservation_event (hotel_id, version, reservation_id, n, kind, at_utc_ms, made_by, params)
       VALUES ${tuples.join(', ')}`,
      [
        hotelId,
        version,
        ...chunk.flatMap(({ reservationId, n, event, atUtcMs, by }) => [
          reservationId,
          n,
          event.kind,
          atUtcMs,
          by,
          JSON.stringify(event.params),
        ]),
      ],
    )
  }
}

/** Everything that was changed on a reservation, the first change first. */
export async function selectEvents(
  db: Queryable,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<(Made & { readonly event: ReservationEvent })[]> {
  const records = await db.query<EventRecord>(
    `SELECT kind, at_utc_ms, made_by, params FROM reservation_event
     WHERE hotel_id = $1 AND reservation_id = $2 ORDER BY version, n`,
    [hotelId, reservationId],
  )
  return records.map((record) => ({
    event: { kind: record.kind, params: record.params } as ReservationEvent, // as insertEvents put it
    atUtcMs: record.at_utc_ms,
    by: record.made_by,
  }))
}
