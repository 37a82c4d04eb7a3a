import type { ReservationId } from '../../../shared/domain/ids.ts'
import type { ReadDb, WriteTx } from '../database.ts'

/** A guest or a reservation whose row came, went, or says something else. */
export interface GuestChange {
  readonly entity: 'guest' | 'reservation'
  readonly id: string
}

/**
 * Which guests changed since somebody asked, for an index in memory that follows them. Temporary: ids alone, of this
 * connection, gone with it.
 */
export const CREATE_GUEST_CHANGES = `
CREATE TEMP TABLE guest_changed (entity TEXT NOT NULL, id TEXT NOT NULL) STRICT;
CREATE TEMP TRIGGER guest_came AFTER INSERT ON main.guest
  BEGIN INSERT INTO guest_changed (entity, id) VALUES ('guest', new.guest_id); END;
CREATE TEMP TRIGGER guest_changed_row AFTER UPDATE ON main.guest
  BEGIN INSERT INTO guest_changed (entity, id) VALUES ('guest', new.guest_id); END;
CREATE TEMP TRIGGER guest_went AFTER DELETE ON main.guest
  BEGIN INSERT INTO guest_changed (entity, id) VALUES ('guest', old.guest_id); END;
CREATE TEMP TRIGGER guest_booked AFTER INSERT ON main.reservation
  BEGIN INSERT INTO guest_changed (entity, id) VALUES ('reservation', new.reservation_id); END;
CREATE TEMP TRIGGER guest_rebooked AFTER UPDATE ON main.reservation
  WHEN old.guest_id <> new.guest_id OR old.code <> new.code
  BEGIN INSERT INTO guest_changed (entity, id) VALUES ('reservation', new.reservation_id); END;
CREATE TEMP TRIGGER guest_unbooked AFTER DELETE ON main.reservation
  BEGIN INSERT INTO guest_changed (entity, id) VALUES ('reservation', old.reservation_id); END;
`

export function hasGuestChanges(db: ReadDb): boolean {
  return db.one<{ found: number }>('SELECT 1 AS found FROM temp.guest_changed LIMIT 1') !== null
}

/** What changed since it was last taken, each once. */
export function takeGuestChanges(tx: WriteTx): GuestChange[] {
  const changes = tx.all<GuestChange>('SELECT DISTINCT entity, id FROM temp.guest_changed')
  tx.run('DELETE FROM temp.guest_changed')
  return changes
}

/** Every reservation. */
export function loadReservationIds(db: ReadDb): ReservationId[] {
  return db.all<{ id: ReservationId }>('SELECT reservation_id AS id FROM reservation').map(({ id }) => id)
}
