/**
 * What terminals may sell on their own, reservations that turned out to be another, and who resolved an exception. The
 * rows of it come down with a snapshot, which the next contact takes (see 0005).
 */
export const ALLOTMENTS = `
CREATE TABLE allotment (device_id TEXT PRIMARY KEY, fence INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE allotment_line (
  device_id TEXT NOT NULL,
  room_type_id TEXT NOT NULL,
  night TEXT NOT NULL,
  units INTEGER NOT NULL,
  recalled INTEGER NOT NULL,
  PRIMARY KEY (device_id, room_type_id, night)
) STRICT, WITHOUT ROWID;

CREATE TABLE allotment_room (
  night TEXT NOT NULL,
  room_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  suspect INTEGER NOT NULL,
  PRIMARY KEY (night, room_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE reservation ADD COLUMN merged_into TEXT;
CREATE INDEX reservation_by_code ON reservation (code);
ALTER TABLE exception ADD COLUMN resolved_by_op_id TEXT;
ALTER TABLE exception ADD COLUMN resolved_by_device_id TEXT;

UPDATE sync_position SET epoch = 0 WHERE epoch IS NOT NULL
`
