-- Who may call the chain. These tables are lists of the chain, not of a hotel: on Citus they are reference tables.

-- hotel_id: the one hotel that the key is for; NULL is every hotel. per_minute: NULL is what the server gives a key.
CREATE TABLE api_key (
  key_id text PRIMARY KEY,
  name text NOT NULL,
  secret_hash text NOT NULL,
  hotel_id text,
  per_minute integer CONSTRAINT key_per_minute CHECK (per_minute > 0),
  created_at_utc_ms bigint NOT NULL,
  revoked_at_utc_ms bigint
);

-- hotels: a JSON list of hotel ids; NULL is every hotel.
CREATE TABLE staff (
  staff_id text PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL CONSTRAINT staff_role CHECK (role IN ('admin', 'revenue', 'manager', 'support')),
  hotels jsonb,
  active boolean NOT NULL,
  created_at_utc_ms bigint NOT NULL
);

-- The keys that tokens are signed by, each as a private JSON Web Key.
CREATE TABLE signing_key (
  key_id text PRIMARY KEY,
  private_jwk jsonb NOT NULL,
  created_at_utc_ms bigint NOT NULL
);
