-- Every key starts with hotel_id, the distribution column (design.md, section 6). Instants are milliseconds since
-- 1970 UTC, amounts integer minor units, dates the hotel's own.

CREATE TABLE hotel (
  hotel_id text PRIMARY KEY,
  name text NOT NULL,
  currency text NOT NULL,
  time_zone text NOT NULL,
  business_date date NOT NULL,
  prices_include_tax boolean NOT NULL
);

CREATE TABLE room_type (
  hotel_id text NOT NULL,
  room_type_id text NOT NULL,
  name text NOT NULL,
  position integer NOT NULL,
  max_occupancy integer NOT NULL,
  PRIMARY KEY (hotel_id, room_type_id)
);

CREATE TABLE room (
  hotel_id text NOT NULL,
  room_id text NOT NULL,
  room_type_id text NOT NULL,
  floor integer NOT NULL,
  housekeeping text NOT NULL CONSTRAINT room_housekeeping CHECK (housekeeping IN ('dirty', 'clean', 'inspected', 'pickup')),
  PRIMARY KEY (hotel_id, room_id)
);
CREATE INDEX room_by_type ON room (hotel_id, room_type_id);

CREATE TABLE room_type_rate (
  hotel_id text NOT NULL,
  room_type_id text NOT NULL,
  night date NOT NULL,
  base_minor bigint NOT NULL CONSTRAINT rate_not_negative CHECK (base_minor >= 0),
  PRIMARY KEY (hotel_id, room_type_id, night)
);

CREATE TABLE room_type_inventory (
  hotel_id text NOT NULL,
  room_type_id text NOT NULL,
  night date NOT NULL,
  total_inventory integer NOT NULL CONSTRAINT total_not_negative CHECK (total_inventory >= 0),
  out_of_order integer NOT NULL CONSTRAINT out_of_order_not_negative CHECK (out_of_order >= 0),
  overbook_pct integer NOT NULL,
  total_reserved integer NOT NULL CONSTRAINT reserved_not_negative CHECK (total_reserved >= 0),
  leased integer NOT NULL CONSTRAINT leased_not_negative CHECK (leased >= 0),
  forced integer NOT NULL CONSTRAINT forced_not_negative CHECK (forced >= 0),
  PRIMARY KEY (hotel_id, room_type_id, night),
  CONSTRAINT within_sell_limit CHECK (
    total_reserved + leased
    <= greatest(total_inventory - out_of_order, 0) * (100 + overbook_pct) / 100 + forced
  )
);

CREATE TABLE guest (
  hotel_id text NOT NULL,
  guest_id text NOT NULL,
  first_name text NOT NULL,
  last_name text NOT NULL,
  email text,
  phone text,
  PRIMARY KEY (hotel_id, guest_id)
);

CREATE TABLE reservation (
  hotel_id text NOT NULL,
  reservation_id uuid NOT NULL,
  code text NOT NULL,
  status text NOT NULL CONSTRAINT reservation_status CHECK (status IN ('pending', 'paid', 'refunded', 'canceled', 'rejected')),
  guarantee text NOT NULL CONSTRAINT reservation_guarantee CHECK (guarantee IN ('prepaid', 'card', 'pay_at_desk', 'none')),
  channel text NOT NULL,
  guest_id text NOT NULL,
  booked_at_utc_ms bigint NOT NULL,
  booked_on date NOT NULL,
  PRIMARY KEY (hotel_id, reservation_id)
);
CREATE UNIQUE INDEX reservation_code ON reservation (hotel_id, code);

CREATE TABLE stay_line (
  hotel_id text NOT NULL,
  reservation_id uuid NOT NULL,
  position integer NOT NULL,
  charged_type text NOT NULL,
  inventory_type text NOT NULL,
  arrival date NOT NULL,
  departure date NOT NULL,
  adults integer NOT NULL,
  children integer NOT NULL,
  room_id text,
  stay text NOT NULL CONSTRAINT stay_state CHECK (stay IN ('expected', 'in_house', 'departed', 'no_show')),
  nightly_minor jsonb NOT NULL,
  PRIMARY KEY (hotel_id, reservation_id, position),
  CONSTRAINT stay_half_open CHECK (arrival <= departure)
);
CREATE INDEX stay_line_by_departure ON stay_line (hotel_id, departure);

CREATE TABLE room_night (
  hotel_id text NOT NULL,
  room_id text NOT NULL,
  night date NOT NULL,
  kind text NOT NULL CONSTRAINT room_night_kind CHECK (kind IN ('occupied', 'block', 'assigned')),
  ref_id text NOT NULL,
  PRIMARY KEY (hotel_id, room_id, night)
);

CREATE TABLE room_block (
  hotel_id text NOT NULL,
  block_id uuid NOT NULL,
  room_id text NOT NULL,
  kind text NOT NULL CONSTRAINT room_block_kind CHECK (kind IN ('OOO', 'OOS')),
  from_date date NOT NULL,
  until_date date NOT NULL,
  reason text NOT NULL,
  remarks text NOT NULL,
  status text NOT NULL CONSTRAINT room_block_status CHECK (status IN ('active', 'released')),
  set_at_utc_ms bigint NOT NULL,
  PRIMARY KEY (hotel_id, block_id)
);
CREATE INDEX room_block_by_room ON room_block (hotel_id, room_id) WHERE status = 'active';

-- json, not jsonb: a replay gets the first answer to the letter.
CREATE TABLE booking_request (
  hotel_id text NOT NULL,
  reservation_id uuid NOT NULL,
  fingerprint text NOT NULL,
  refusal json,
  PRIMARY KEY (hotel_id, reservation_id)
);

CREATE TABLE sync_head (
  hotel_id text PRIMARY KEY,
  version bigint NOT NULL,
  epoch integer NOT NULL,
  next_code bigint NOT NULL,
  next_prefix integer NOT NULL
);

CREATE TABLE sync_change (
  hotel_id text NOT NULL,
  version bigint NOT NULL,
  entity text NOT NULL,
  key text NOT NULL,
  PRIMARY KEY (hotel_id, version, entity, key)
);

CREATE TABLE sync_enrol_code (
  hotel_id text NOT NULL,
  code_hash text NOT NULL,
  expires_at_utc_ms bigint NOT NULL,
  PRIMARY KEY (hotel_id, code_hash)
);

CREATE TABLE sync_device (
  hotel_id text NOT NULL,
  device_id uuid NOT NULL,
  name text NOT NULL,
  class text NOT NULL CONSTRAINT device_class CHECK (class IN ('desk', 'kiosk')),
  code_prefix integer NOT NULL,
  token_hash text NOT NULL,
  last_seq bigint NOT NULL,
  enrolled_at_utc_ms bigint NOT NULL,
  last_contact_utc_ms bigint NOT NULL,
  PRIMARY KEY (hotel_id, device_id)
);
CREATE UNIQUE INDEX sync_device_prefix ON sync_device (hotel_id, code_prefix);

-- body is json, not jsonb: what a terminal sent is kept to the letter, also what jsonb would not take.
CREATE TABLE sync_op (
  hotel_id text NOT NULL,
  device_id uuid NOT NULL,
  seq bigint NOT NULL,
  op_id uuid NOT NULL,
  type text NOT NULL,
  type_version integer NOT NULL,
  business_date date NOT NULL,
  made_at_utc_ms bigint NOT NULL,
  received_at_utc_ms bigint NOT NULL,
  body json NOT NULL,
  fingerprint text NOT NULL,
  outcome text NOT NULL CONSTRAINT op_outcome CHECK (outcome IN ('accepted', 'refused', 'parked')),
  code text,
  params json,
  PRIMARY KEY (hotel_id, device_id, seq)
);
CREATE INDEX sync_op_by_id ON sync_op (hotel_id, op_id);

CREATE TABLE sync_exception (
  hotel_id text NOT NULL,
  exception_id text NOT NULL,
  kind text NOT NULL,
  severity text NOT NULL,
  status text NOT NULL CONSTRAINT exception_status CHECK (status IN ('open', 'resolved')),
  subject_entity text NOT NULL,
  subject_key text NOT NULL,
  params jsonb NOT NULL,
  opened_at_utc_ms bigint NOT NULL,
  op_id uuid,
  device_id uuid,
  resolved_at_utc_ms bigint,
  resolution text,
  note text NOT NULL,
  PRIMARY KEY (hotel_id, exception_id)
);
