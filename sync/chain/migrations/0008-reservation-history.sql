-- What was changed on a reservation after it was booked. Append-only, never a name in it; the booking itself stands in
-- the reservation's row, money in its folio. version: of the hotel's head, n: within it.
CREATE TABLE reservation_event (
  hotel_id text NOT NULL,
  reservation_id uuid NOT NULL,
  version bigint NOT NULL,
  n integer NOT NULL,
  kind text NOT NULL,
  at_utc_ms bigint NOT NULL,
  made_by text NOT NULL,
  params jsonb NOT NULL,
  PRIMARY KEY (hotel_id, reservation_id, version, n)
);

-- A guest asks for a stay of long ago by its code too.
CREATE INDEX reservation_history_code ON reservation_history (hotel_id, code);
