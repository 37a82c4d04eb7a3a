-- The payment database is another one than the chain's (docs/decisions/0008). Instants are milliseconds since 1970 UTC,
-- amounts integer minor units of the payment's currency. No card number stands here: a token and masked digits only.

CREATE TABLE payment (
  payment_key text PRIMARY KEY,
  payment_id text NOT NULL CONSTRAINT payment_id_once UNIQUE,
  state text NOT NULL CONSTRAINT payment_state CHECK (
    state IN ('requested', 'unknown', 'authorised', 'captured', 'declined', 'canceled')
  ),
  -- What was asked; all null in a tombstone that was set before anybody asked.
  fingerprint text,
  amount_minor bigint,
  currency text,
  card_token text,
  capture_due boolean NOT NULL,
  -- What the provider said.
  provider_ref text,
  card_masked text,
  decline_code text,
  authorised_minor bigint NOT NULL,
  captured_minor bigint NOT NULL,
  -- Refunds that were taken on, whether or not the provider has answered; held under this row's lock.
  refunded_minor bigint NOT NULL,
  -- A tombstone whose hold, should it turn up late, still has to be voided.
  void_due boolean NOT NULL,
  changed_at_utc_ms bigint NOT NULL,
  CONSTRAINT amount_positive CHECK (amount_minor > 0),
  CONSTRAINT asked_in_full CHECK (
    state = 'canceled'
    OR (fingerprint IS NOT NULL AND amount_minor IS NOT NULL AND currency IS NOT NULL AND card_token IS NOT NULL)
  ),
  CONSTRAINT authorised_within_amount CHECK (authorised_minor BETWEEN 0 AND coalesce(amount_minor, 0)),
  CONSTRAINT captured_within_authorised CHECK (captured_minor BETWEEN 0 AND authorised_minor),
  CONSTRAINT refunded_within_captured CHECK (refunded_minor BETWEEN 0 AND captured_minor),
  CONSTRAINT captured_is_captured CHECK ((state = 'captured') = (captured_minor > 0))
);
CREATE INDEX payment_open ON payment (changed_at_utc_ms) 
  WHERE state IN ('requested', 'unknown') OR void_due OR (state = 'authorised' AND capture_due);

-- Append-only, as its outcomes are: what was asked, before the provider was.
CREATE TABLE refund (
  payment_id text NOT NULL REFERENCES payment (payment_id),
  n integer NOT NULL CONSTRAINT refund_n_positive CHECK (n > 0),
  amount_minor bigint NOT NULL CONSTRAINT refund_positive CHECK (amount_minor > 0),
  asked_at_utc_ms bigint NOT NULL,
  PRIMARY KEY (payment_id, n)
);

CREATE TABLE refund_outcome (
  payment_id text NOT NULL,
  n integer NOT NULL,
  done boolean NOT NULL,
  provider_ref text,
  refuse_reason text,
  answered_at_utc_ms bigint NOT NULL,
  PRIMARY KEY (payment_id, n),
  FOREIGN KEY (payment_id, n) REFERENCES refund (payment_id, n)
);

-- The books of the sandbox bank, so that the demo's money outlives our process. A real provider leaves it empty.
CREATE TABLE sandbox_book (
  entry text PRIMARY KEY,
  body jsonb NOT NULL
);
