-- Where a hotel is, and how a guest who is sent there finds it. A hotel without a place is nobody's near hotel.
ALTER TABLE hotel ADD COLUMN latitude double precision CONSTRAINT hotel_latitude CHECK (latitude BETWEEN -90 AND 90);
ALTER TABLE hotel ADD COLUMN longitude double precision CONSTRAINT hotel_longitude CHECK (longitude BETWEEN -180 AND 180);
ALTER TABLE hotel ADD COLUMN city text;
ALTER TABLE hotel ADD COLUMN address text;
ALTER TABLE hotel ADD COLUMN phone text;
ALTER TABLE hotel ADD CONSTRAINT hotel_place_whole CHECK (
  (latitude IS NULL) = (longitude IS NULL) AND (latitude IS NULL) = (city IS NULL)
);
CREATE INDEX hotel_by_place ON hotel (latitude, longitude) WHERE latitude IS NOT NULL;
