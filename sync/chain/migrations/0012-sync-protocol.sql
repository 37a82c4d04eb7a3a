-- The whole of the sync protocol: terminals that were taken away and what they had still to tell, how far back a cursor
-- reaches, and what is kept of an op.

ALTER TABLE sync_device ADD COLUMN state text NOT NULL DEFAULT 'active' CONSTRAINT device_state CHECK (state IN ('active', 'revoked'));
-- The terminal's clock less the chain's, as its last hello told it; null before a hello.
ALTER TABLE sync_device ADD COLUMN clock_offset_ms bigint;

-- json, not jsonb: what a terminal sent is kept to the letter, also what jsonb would not take.
CREATE TABLE sync_quarantine (
  hotel_id text NOT NULL,
  device_id uuid NOT NULL,
  seq bigint NOT NULL,
  op_id uuid NOT NULL,
  type text NOT NULL,
  op json NOT NULL,
  received_at_utc_ms bigint NOT NULL,
  state text NOT NULL CONSTRAINT quarantine_state CHECK (state IN ('held', 'released', 'discarded')),
  note text NOT NULL,
  PRIMARY KEY (hotel_id, device_id, seq)
);
CREATE INDEX sync_quarantine_held ON sync_quarantine (hotel_id, device_id, seq) WHERE state = 'held';

-- Changes up to the floor are pruned: a cursor below it is met by a snapshot.
ALTER TABLE sync_head ADD COLUMN floor bigint NOT NULL DEFAULT 0;

-- Where a hotel's head stood, so that changes can be pruned by their age.
CREATE TABLE sync_head_mark (
  hotel_id text NOT NULL,
  at_utc_ms bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (hotel_id, at_utc_ms)
);

-- An op's body goes after a month; its seq, id, fingerprint and outcome stay for ever.
ALTER TABLE sync_op ALTER COLUMN body DROP NOT NULL;
CREATE INDEX sync_op_with_body ON sync_op (hotel_id, received_at_utc_ms) WHERE body IS NOT NULL;
