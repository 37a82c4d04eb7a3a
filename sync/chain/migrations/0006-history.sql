-- What is long past, out of the way of what is sold now (rules ARC-01 to ARC-08). Each table has the columns of the one
-- that it takes rows from, and a later migration that adds a column there adds it here: a test compares them.

CREATE TABLE room_type_inventory_history (
  LIKE room_type_inventory INCLUDING DEFAULTS,
  PRIMARY KEY (hotel_id, room_type_id, night)
);

CREATE TABLE room_type_rate_history (
  LIKE room_type_rate INCLUDING DEFAULTS,
  PRIMARY KEY (hotel_id, room_type_id, night)
);

CREATE TABLE reservation_history (
  LIKE reservation INCLUDING DEFAULTS,
  PRIMARY KEY (hotel_id, reservation_id)
);

CREATE TABLE stay_line_history (
  LIKE stay_line INCLUDING DEFAULTS,
  PRIMARY KEY (hotel_id, reservation_id, position)
);

CREATE TABLE folio_line_history (
  LIKE folio_line INCLUDING DEFAULTS,
  PRIMARY KEY (hotel_id, folio_line_id)
);
CREATE INDEX folio_line_history_by_reservation ON folio_line_history (hotel_id, reservation_id);

CREATE TABLE room_night_history (
  LIKE room_night INCLUDING DEFAULTS,
  PRIMARY KEY (hotel_id, room_id, night)
);
