-- Up to which business date the chain has heard of everything that a terminal did: who did not come is marked only then.
ALTER TABLE sync_device ADD COLUMN settled_on date;

-- Who works at a hotel's desks, and what is kept of their PIN or password.
CREATE TABLE staff_member (
  hotel_id text NOT NULL,
  staff_id text NOT NULL,
  name text NOT NULL,
  role text NOT NULL CONSTRAINT staff_member_role CHECK (role IN ('agent', 'supervisor', 'manager')),
  secret_hash text NOT NULL,
  active boolean NOT NULL,
  PRIMARY KEY (hotel_id, staff_id)
);
-- Who did what a terminal pushed; null where the terminal did it itself, or nobody had to sign in.
ALTER TABLE sync_op ADD COLUMN staff_id text;

-- What a desk may take by card while the card can not be asked, in minor units; 0: not at all.
ALTER TABLE hotel ADD COLUMN card_payment_cap_minor bigint NOT NULL DEFAULT 0
  CONSTRAINT hotel_card_payment_cap CHECK (card_payment_cap_minor >= 0);
ALTER TABLE hotel ADD COLUMN card_stored_cap_minor bigint NOT NULL DEFAULT 0
  CONSTRAINT hotel_card_stored_cap CHECK (card_stored_cap_minor >= 0);
