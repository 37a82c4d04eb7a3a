/** Who works at the desk, who did each op, and what a desk may take by card unasked. */
export const DESK_STAFF = `
CREATE TABLE staff_member (
  staff_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('agent', 'supervisor', 'manager')),
  secret_hash ANY NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE sign_in_tries (
  staff_id TEXT PRIMARY KEY,
  failed INTEGER NOT NULL,
  locked_until_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE outbox ADD COLUMN staff_id TEXT;
ALTER TABLE device ADD COLUMN pepper ANY;
ALTER TABLE hotel ADD COLUMN card_payment_cap_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hotel ADD COLUMN card_stored_cap_minor INTEGER NOT NULL DEFAULT 0
`
