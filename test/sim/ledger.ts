import type { Database } from '../../sync/chain/database/port.ts'

/**
 * Notes what terminals sold as guaranteed beyond what they held, as it lands: the ops of a push are stored before the
 * rows that they change, so the lines still tell what was held before them. And what was spent by ops of an old fence.
 */
export async function keepLedger(db: Database): Promise<void> {
  await db.script(`
    CREATE TABLE IF NOT EXISTS sim_overspent (
      hotel_id text, device_id uuid, seq bigint, room_type_id text, night date, spent integer, with_room boolean,
      held integer);
    CREATE OR REPLACE FUNCTION sim_note_overspent() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO sim_overspent
      SELECT s.hotel_id, s.device_id, s.seq, s.room_type_id, s.night, s.spent, s.with_room, coalesce(l.units, 0)
      FROM (
        SELECT o.hotel_id, o.device_id, max(o.seq) AS seq, count(*)::integer AS spent,
          bool_or(stay.line ->> 'roomId' IS NOT NULL) AS with_room,
          coalesce(r.room_type_id, stay.line ->> 'roomTypeId') AS room_type_id, n::date AS night
        FROM landed o
        JOIN allotment_lease a ON a.hotel_id = o.hotel_id AND a.device_id = o.device_id
          AND a.fence::text = o.body -> 'cover' ->> 'fence'
        CROSS JOIN LATERAL json_array_elements(o.body -> 'lines') AS stay (line)
        CROSS JOIN LATERAL generate_series(
          (stay.line ->> 'arrival')::date, (stay.line ->> 'departure')::date - 1, interval '1 day') AS n
        LEFT JOIN room r ON r.hotel_id = o.hotel_id AND r.room_id = stay.line ->> 'roomId'
        WHERE o.type = 'bookWalkIn' AND o.outcome = 'accepted' AND o.body ->> 'claim' = 'guaranteed'
          AND o.body -> 'cover' ->> 'deviceId' = o.device_id::text
          AND NOT EXISTS (SELECT 1 FROM sync_op t WHERE t.hotel_id = o.hotel_id AND t.op_id = o.op_id AND t.seq <> o.seq)
        GROUP BY o.hotel_id, o.device_id, 6, 7) s
      LEFT JOIN allotment_lease_line l ON l.hotel_id = s.hotel_id AND l.device_id = s.device_id
        AND l.room_type_id = s.room_type_id AND l.night = s.night
      WHERE s.spent > coalesce(l.units, 0);
      RETURN NULL;
    END $$;
    CREATE TABLE IF NOT EXISTS sim_spent_otherwise (
      hotel_id text, device_id uuid, room_type_id text, night date, units integer);
    CREATE OR REPLACE FUNCTION sim_note_spent() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO sim_spent_otherwise
      SELECT NEW.hotel_id, NEW.device_id, NEW.room_type_id, NEW.night, OLD.units - NEW.units
      FROM allotment_lease a
      WHERE a.hotel_id = NEW.hotel_id AND a.device_id = NEW.device_id AND NEW.units < OLD.units
        AND EXISTS (SELECT 1 FROM sync_op o WHERE o.hotel_id = NEW.hotel_id AND o.device_id = NEW.device_id
          AND o.xmin = pg_current_xact_id()::xid)
        AND NOT EXISTS (SELECT 1 FROM sync_op o WHERE o.hotel_id = NEW.hotel_id AND o.device_id = NEW.device_id
          AND o.xmin = pg_current_xact_id()::xid AND o.body -> 'cover' ->> 'fence' = a.fence::text);
      RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER sim_spent_otherwise AFTER UPDATE ON allotment_lease_line
      FOR EACH ROW EXECUTE FUNCTION sim_note_spent();
    CREATE OR REPLACE TRIGGER sim_overspent AFTER INSERT ON sync_op REFERENCING NEW TABLE AS landed
      FOR EACH STATEMENT EXECUTE FUNCTION sim_note_overspent();
  `)
}
