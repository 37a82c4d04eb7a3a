-- What pays for a reservation and what gives money back, until the payment service has told (design.md, section 11).
-- A token of a card, never its number.
CREATE TABLE saga (
  hotel_id text NOT NULL,
  saga_id uuid NOT NULL,
  reservation_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT saga_kind CHECK (kind IN ('payment', 'refund')),
  state text NOT NULL CONSTRAINT saga_state CHECK (state IN ('open', 'done', 'declined', 'canceled', 'failed')),
  amount_minor bigint NOT NULL CONSTRAINT saga_amount_positive CHECK (amount_minor > 0),
  currency text NOT NULL,
  -- Of a payment.
  card_token text,
  give_up_utc_ms bigint,
  service_payment_id text,
  decline_code text,
  -- Of a refund: the payment that it gives back from, and which of its refunds it is.
  payment_saga_id uuid,
  n integer,
  attempts integer NOT NULL,
  next_attempt_utc_ms bigint NOT NULL,
  started_at_utc_ms bigint NOT NULL,
  PRIMARY KEY (hotel_id, saga_id)
);
CREATE INDEX saga_by_reservation ON saga (hotel_id, reservation_id);
CREATE INDEX saga_due ON saga (next_attempt_utc_ms) WHERE state = 'open';
