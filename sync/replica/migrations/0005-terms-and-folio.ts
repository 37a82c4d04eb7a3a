/**
 * Rate plans, taxes, restrictions and folios come down with a snapshot; until then the replica goes on with what it has.
 * No chain has epoch 0, so the next contact takes that snapshot.
 */
export const TERMS_AND_FOLIO = `
ALTER TABLE hotel ADD COLUMN occupancy_curve TEXT NOT NULL DEFAULT
  '[{"occupancyBp":0,"factorBp":9000},{"occupancyBp":5000,"factorBp":10000},{"occupancyBp":8000,"factorBp":12000},{"occupancyBp":10000,"factorBp":15000}]';
ALTER TABLE reservation ADD COLUMN rate_plan_id TEXT;
ALTER TABLE reservation ADD COLUMN hold_until_utc_ms INTEGER;
ALTER TABLE stay_line ADD COLUMN taxes TEXT NOT NULL DEFAULT '[]';

CREATE TABLE rate_plan (
  rate_plan_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  price_bp INTEGER NOT NULL,
  min_stay INTEGER NOT NULL,
  free_cancel_days INTEGER NOT NULL,
  fee_nights INTEGER NOT NULL,
  active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tax_rule (
  tax_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  percent_bp INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  included INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE restriction (
  room_type_id TEXT NOT NULL,
  night TEXT NOT NULL,
  min_stay INTEGER NOT NULL,
  closed_to_arrival INTEGER NOT NULL,
  closed_to_departure INTEGER NOT NULL,
  PRIMARY KEY (room_type_id, night)
) STRICT, WITHOUT ROWID;

CREATE TABLE folio_line (
  folio_line_id TEXT PRIMARY KEY,
  reservation_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  business_date TEXT NOT NULL,
  posted_at_utc_ms INTEGER NOT NULL,
  stay_position INTEGER,
  night TEXT,
  payment_id TEXT,
  note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX folio_line_by_reservation ON folio_line (reservation_id, folio_line_id);

UPDATE sync_position SET epoch = 0 WHERE epoch IS NOT NULL
`
