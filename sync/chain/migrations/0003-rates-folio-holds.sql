-- Rate plans, restrictions, taxes, sell controls, quotes, the folio, and holds that end (design.md, sections 5, 6, 11).

-- Points of the hotel's own price curve, as DEFAULT_CURVE of shared/domain/price.ts has them.
ALTER TABLE hotel ADD COLUMN occupancy_curve jsonb NOT NULL
  DEFAULT '[{"occupancyBp":0,"factorBp":9000},{"occupancyBp":5000,"factorBp":10000},{"occupancyBp":8000,"factorBp":12000},{"occupancyBp":10000,"factorBp":15000}]';

CREATE TABLE rate_plan (
  hotel_id text NOT NULL,
  rate_plan_id text NOT NULL,
  name text NOT NULL,
  position integer NOT NULL,
  kind text NOT NULL CONSTRAINT rate_plan_kind CHECK (kind IN ('flexible', 'non_refundable')),
  price_bp integer NOT NULL CONSTRAINT plan_price_positive CHECK (price_bp > 0),
  min_stay integer NOT NULL CONSTRAINT plan_min_stay CHECK (min_stay >= 1),
  free_cancel_days integer NOT NULL CONSTRAINT plan_free_cancel CHECK (free_cancel_days >= 0),
  fee_nights integer NOT NULL CONSTRAINT plan_fee_nights CHECK (fee_nights >= 0),
  active boolean NOT NULL,
  PRIMARY KEY (hotel_id, rate_plan_id)
);

CREATE TABLE tax_rule (
  hotel_id text NOT NULL,
  tax_id text NOT NULL,
  name text NOT NULL,
  position integer NOT NULL,
  kind text NOT NULL CONSTRAINT tax_rule_kind CHECK (kind IN ('percent', 'per_person_night')),
  percent_bp integer NOT NULL CONSTRAINT tax_percent CHECK (percent_bp >= 0),
  amount_minor bigint NOT NULL CONSTRAINT tax_amount CHECK (amount_minor >= 0),
  included boolean NOT NULL,
  PRIMARY KEY (hotel_id, tax_id)
);

-- Sparse: a row only where a night of a type is restricted.
CREATE TABLE stay_restriction (
  hotel_id text NOT NULL,
  room_type_id text NOT NULL,
  night date NOT NULL,
  min_stay integer NOT NULL CONSTRAINT restriction_min_stay CHECK (min_stay >= 1),
  closed_to_arrival boolean NOT NULL,
  closed_to_departure boolean NOT NULL,
  PRIMARY KEY (hotel_id, room_type_id, night)
);

CREATE TABLE sell_control (
  hotel_id text NOT NULL,
  control_id uuid NOT NULL,
  room_type_id text,
  from_date date NOT NULL,
  until_date date NOT NULL,
  overbook_pct integer NOT NULL CONSTRAINT control_overbook CHECK (overbook_pct BETWEEN -100 AND 100),
  note text NOT NULL,
  set_by text NOT NULL,
  set_at_utc_ms bigint NOT NULL,
  PRIMARY KEY (hotel_id, control_id)
);

-- body is json: a quote is honoured to the letter until it expires.
CREATE TABLE quote (
  hotel_id text NOT NULL,
  quote_id uuid NOT NULL,
  body json NOT NULL,
  expires_at_utc_ms bigint NOT NULL,
  PRIMARY KEY (hotel_id, quote_id)
);
CREATE INDEX quote_by_expiry ON quote (expires_at_utc_ms);

ALTER TABLE reservation ADD COLUMN rate_plan_id text;
ALTER TABLE reservation ADD COLUMN hold_until_utc_ms bigint;
CREATE INDEX reservation_hold ON reservation (hold_until_utc_ms) WHERE hold_until_utc_ms IS NOT NULL;
CREATE INDEX reservation_by_guest ON reservation (hotel_id, guest_id);

-- Frozen at booking, as the nightly prices are.
ALTER TABLE stay_line ADD COLUMN taxes jsonb NOT NULL DEFAULT '[]';

-- Append-only. Amounts have the sign of what the guest owes: charges above zero, payments below.
CREATE TABLE folio_line (
  hotel_id text NOT NULL,
  folio_line_id text NOT NULL,
  reservation_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT folio_kind CHECK (kind IN ('charge', 'tax', 'fee', 'adjustment', 'payment', 'refund')),
  amount_minor bigint NOT NULL,
  business_date date NOT NULL,
  posted_at_utc_ms bigint NOT NULL,
  stay_position integer,
  night date,
  payment_id text,
  note text NOT NULL,
  PRIMARY KEY (hotel_id, folio_line_id)
);
CREATE INDEX folio_line_by_reservation ON folio_line (hotel_id, reservation_id);
