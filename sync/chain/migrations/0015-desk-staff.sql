-- Up to which business date the chain has heard of everything that a terminal did: who did not come is marked only then.
ALTER TABLE sync_device ADD COLUMN settled_on date;
