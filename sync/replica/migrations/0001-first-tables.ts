/** The hotel's rows, one table an entity; the device, its place in the sync, its outbox and what would undo it. */
export const FIRST_TABLES = `
CREATE TABLE hotel (
  hotel_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  currency TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  business_date TEXT NOT NULL,
  prices_include_tax INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE room_type (
  room_type_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  max_occupancy INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE room (
  room_id TEXT PRIMARY KEY,
  room_type_id TEXT NOT NULL,
  floor INTEGER NOT NULL,
  housekeeping TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX room_by_type ON room (room_type_id, room_id);

CREATE TABLE rate (
  room_type_id TEXT NOT NULL,
  night TEXT NOT NULL,
  base_minor INTEGER NOT NULL,
  PRIMARY KEY (room_type_id, night)
) STRICT, WITHOUT ROWID;

CREATE TABLE inventory (
  room_type_id TEXT NOT NULL,
  night TEXT NOT NULL,
  total_inventory INTEGER NOT NULL,
  out_of_order INTEGER NOT NULL,
  overbook_pct INTEGER NOT NULL,
  total_reserved INTEGER NOT NULL,
  leased INTEGER NOT NULL,
  forced INTEGER NOT NULL,
  PRIMARY KEY (room_type_id, night)
) STRICT, WITHOUT ROWID;
CREATE INDEX inventory_by_night ON inventory (night);

CREATE TABLE guest (
  guest_id TEXT PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT,
  phone TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE reservation (
  reservation_id TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  status TEXT NOT NULL,
  guarantee TEXT NOT NULL,
  channel TEXT NOT NULL,
  guest_id TEXT NOT NULL,
  booked_at_utc_ms INTEGER NOT NULL,
  booked_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stay_line (
  reservation_id TEXT NOT NULL REFERENCES reservation (reservation_id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  line_id TEXT NOT NULL,
  charged_type TEXT NOT NULL,
  inventory_type TEXT NOT NULL,
  arrival TEXT NOT NULL,
  departure TEXT NOT NULL,
  adults INTEGER NOT NULL,
  children INTEGER NOT NULL,
  room_id TEXT,
  stay TEXT NOT NULL,
  nightly_minor TEXT NOT NULL,
  PRIMARY KEY (reservation_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX stay_line_by_arrival ON stay_line (stay, arrival);
CREATE INDEX stay_line_by_departure ON stay_line (stay, departure);

CREATE TABLE room_night (
  room_id TEXT NOT NULL,
  night TEXT NOT NULL,
  kind TEXT NOT NULL,
  ref_id TEXT NOT NULL,
  PRIMARY KEY (room_id, night)
) STRICT, WITHOUT ROWID;
CREATE INDEX room_night_by_night ON room_night (night, room_id);

CREATE TABLE room_block (
  block_id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  from_date TEXT NOT NULL,
  until_date TEXT NOT NULL,
  reason TEXT NOT NULL,
  remarks TEXT NOT NULL,
  status TEXT NOT NULL,
  set_at_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX room_block_by_room ON room_block (status, room_id, block_id);

CREATE TABLE exception (
  exception_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  status TEXT NOT NULL,
  subject_entity TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  params TEXT NOT NULL,
  opened_at_utc_ms INTEGER NOT NULL,
  op_id TEXT,
  device_id TEXT,
  resolved_at_utc_ms INTEGER,
  resolution TEXT,
  note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX exception_open ON exception (status, opened_at_utc_ms);

CREATE TABLE device (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  device_id TEXT NOT NULL,
  hotel_id TEXT NOT NULL,
  token TEXT NOT NULL,
  code_prefix INTEGER NOT NULL,
  code_counter INTEGER NOT NULL,
  last_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE sync_position (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch INTEGER,
  cursor INTEGER NOT NULL,
  last_pulled_at_utc_ms INTEGER,
  last_pushed_at_utc_ms INTEGER
) STRICT;
INSERT INTO sync_position (id, epoch, cursor, last_pulled_at_utc_ms, last_pushed_at_utc_ms) VALUES (1, NULL, 0, NULL, NULL);

CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY,
  op_id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  subject TEXT NOT NULL,
  business_date TEXT NOT NULL,
  made_at_utc_ms INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'acknowledged')),
  outcome TEXT CHECK (outcome IN ('accepted', 'refused', 'parked')),
  code TEXT,
  params TEXT,
  conflict_code TEXT,
  conflict_params TEXT,
  acknowledged_at_utc_ms INTEGER
) STRICT;
CREATE INDEX outbox_by_state ON outbox (state, seq);
CREATE INDEX outbox_by_subject ON outbox (subject, seq);
CREATE INDEX outbox_unanswered ON outbox (seq) WHERE outcome IS NULL;

CREATE TABLE undo (
  seq INTEGER NOT NULL REFERENCES outbox (seq),
  ordinal INTEGER NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  before TEXT,
  PRIMARY KEY (seq, ordinal)
) STRICT, WITHOUT ROWID;
`
