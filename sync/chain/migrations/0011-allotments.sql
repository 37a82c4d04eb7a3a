-- What terminals may sell on their own, reservations that turned out to be another, and who resolved an exception
-- (design.md, sections 8 and 10).

CREATE TABLE allotment_lease (
  hotel_id text NOT NULL,
  device_id uuid NOT NULL,
  fence integer NOT NULL CONSTRAINT fence_positive CHECK (fence >= 1),
  PRIMARY KEY (hotel_id, device_id)
);

CREATE TABLE allotment_lease_line (
  hotel_id text NOT NULL,
  device_id uuid NOT NULL,
  room_type_id text NOT NULL,
  night date NOT NULL,
  units integer NOT NULL CONSTRAINT lease_units_not_negative CHECK (units >= 0),
  recalled integer NOT NULL CONSTRAINT lease_recalled CHECK (recalled >= 0 AND recalled <= units),
  PRIMARY KEY (hotel_id, device_id, room_type_id, night)
);
CREATE INDEX allotment_lease_line_by_night ON allotment_lease_line (hotel_id, room_type_id, night);

CREATE TABLE allotment_lease_room (
  hotel_id text NOT NULL,
  room_id text NOT NULL,
  night date NOT NULL,
  device_id uuid NOT NULL,
  suspect boolean NOT NULL,
  PRIMARY KEY (hotel_id, room_id, night)
);

ALTER TABLE reservation ADD COLUMN merged_into uuid;
ALTER TABLE sync_exception ADD COLUMN resolved_by_op_id uuid;
ALTER TABLE sync_exception ADD COLUMN resolved_by_device_id uuid;
CREATE INDEX stay_line_in_house ON stay_line (hotel_id) WHERE stay = 'in_house';
ALTER TABLE reservation_history ADD COLUMN merged_into uuid;
