-- What the chain's staff looks for: guests by the beginning of their last name, and what is open in a hotel.
CREATE INDEX guest_by_last_name ON guest (hotel_id, (lower(last_name)) COLLATE "C", guest_id COLLATE "C");
CREATE INDEX exception_open ON sync_exception (hotel_id, exception_id COLLATE "C") WHERE status = 'open';
CREATE INDEX sell_control_by_time ON sell_control (hotel_id, set_at_utc_ms);
