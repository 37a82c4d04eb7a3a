-- What a terminal is in its hotel decides how much it may sell on its own.
ALTER TABLE sync_device ADD COLUMN role text NOT NULL DEFAULT 'hub' CONSTRAINT device_role CHECK (role IN ('hub', 'standby', 'kiosk'));
-- In which epoch a terminal last declared what it may sell: after a backup was restored, it knows best.
ALTER TABLE sync_device ADD COLUMN declared_epoch integer;
