/**
 * What somebody takes and gives back at this terminal, from `after_seq` of its outbox on to `through_seq`. A terminal's own:
 * the chain knows nothing of it.
 */
export const CASHIER_SHIFTS = `
CREATE TABLE cashier_shift (
  shift_id TEXT PRIMARY KEY,
  staff_id TEXT,
  opened_at_utc_ms INTEGER NOT NULL,
  float_minor INTEGER NOT NULL CHECK (float_minor >= 0),
  after_seq INTEGER NOT NULL,
  closed_at_utc_ms INTEGER,
  through_seq INTEGER,
  counted_minor INTEGER CHECK (counted_minor >= 0),
  note TEXT NOT NULL DEFAULT '',
  CHECK ((closed_at_utc_ms IS NULL) = (counted_minor IS NULL)),
  CHECK ((closed_at_utc_ms IS NULL) = (through_seq IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX cashier_shift_open ON cashier_shift (coalesce(staff_id, '')) WHERE closed_at_utc_ms IS NULL
`
