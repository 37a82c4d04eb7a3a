/** Room nights stand once, by night, where they stood by room and again in an index by night. */
export const ROOM_NIGHTS_BY_NIGHT = `
CREATE TABLE room_night_by_night_first (
  night TEXT NOT NULL,
  room_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  ref_id TEXT NOT NULL,
  PRIMARY KEY (night, room_id)
) STRICT, WITHOUT ROWID;
INSERT INTO room_night_by_night_first (night, room_id, kind, ref_id)
  SELECT night, room_id, kind, ref_id FROM room_night ORDER BY night, room_id;
DROP TABLE room_night;
ALTER TABLE room_night_by_night_first RENAME TO room_night;
`
