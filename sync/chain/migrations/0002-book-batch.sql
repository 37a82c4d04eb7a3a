-- Booking as one call for many requests (docs/decisions/0007). Statements reach rows by their keys only. What
-- reads a table is planned for the table of the moment (EXECUTE): a plan kept from when it was empty reads all of it
-- once it is full. What only inserts keeps its plan.

-- The twin of confirmationCode in shared/domain/confirmation-code.ts, for the chain's own prefix 00 (CHAIN-22).
CREATE FUNCTION chain_confirmation_code(p_counter bigint) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  alphabet CONSTANT text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  rest bigint := p_counter;
  symbols text := '';
  total integer := 0;
  factor integer := 2;
  digit integer;
BEGIN
  WHILE rest > 0 OR length(symbols) < 4 LOOP
    digit := rest % 32;
    rest := rest / 32;
    symbols := substr(alphabet, digit + 1, 1) || symbols;
    total := total + factor * digit / 32 + factor * digit % 32;
    factor := 3 - factor;
  END LOOP;
  RETURN '00' || symbols || substr(alphabet, (32 - total % 32) % 32 + 1, 1);
END
$$;

-- Books requests that were validated and priced, each with its own outcome: skipped (its head is held elsewhere, nothing
-- was done), unknown (no such hotel), reused, replayed, refused, accepted. Requests come in order of hotel, no id of a
-- hotel twice. A slot is a night of a type of a hotel; a request takes a unit of the slots p_take[p_take_from .. p_take_to].
-- With p_hotel all are of that hotel and its head is waited for; without, heads that are held elsewhere are skipped.
CREATE FUNCTION book_batch(
  p_hotel text,
  p_hotels text[],
  p_hotel_at integer[], p_request_hotel text[], p_id uuid[], p_fingerprint text[], p_first_name text[], p_last_name text[],
  p_email text[], p_phone text[], p_guarantee text[], p_at_utc_ms bigint[], p_booked_on date[],
  p_take_from integer[], p_take_to integer[], p_take integer[],
  p_line_request integer[], p_line_position integer[], p_line_type text[], p_line_arrival date[], p_line_departure date[],
  p_line_adults integer[], p_line_children integer[], p_line_nightly text[],
  p_slot_hotel_at integer[], p_slot_hotel text[], p_slot_type text[], p_slot_night date[]
) RETURNS json
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_seqscan = off
AS $$
DECLARE
  requests CONSTANT integer := cardinality(p_id);
  versions bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_hotels)]);
  epochs integer[] := array_fill(NULL::integer, ARRAY[cardinality(p_hotels)]);
  counters bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_hotels)]);
  room_left integer[] := array_fill(NULL::integer, ARRAY[cardinality(p_slot_night)]);
  taken integer[] := array_fill(0, ARRAY[cardinality(p_slot_night)]);
  outcomes text[] := array_fill(NULL::text, ARRAY[requests]);
  codes text[] := array_fill(NULL::text, ARRAY[requests]);
  refusals json[] := array_fill(NULL::json, ARRAY[requests]);
  -- Of each request its version when accepted; 0 when its refusal is to be stored.
  stored bigint[] := array_fill(NULL::bigint, ARRAY[requests]);
  accepted integer := 0;
  any_stored boolean := false;
  found_row record;
  hotel_at integer;
  slot integer;
  failed integer;
  wanted_rows integer;
  written_rows integer;
BEGIN
  IF p_hotel IS NOT NULL THEN
    SELECT version, epoch, next_code INTO found_row FROM sync_head WHERE hotel_id = p_hotel FOR NO KEY UPDATE;
    versions[1] := found_row.version;
    epochs[1] := found_row.epoch;
    counters[1] := found_row.next_code;
  ELSE
    FOR found_row IN EXECUTE
      'SELECT hotel_id, version, epoch, next_code FROM sync_head
       WHERE hotel_id = ANY($1) ORDER BY hotel_id FOR NO KEY UPDATE SKIP LOCKED' USING p_hotels
    LOOP
      hotel_at := array_position(p_hotels, found_row.hotel_id);
      versions[hotel_at] := found_row.version;
      epochs[hotel_at] := found_row.epoch;
      counters[hotel_at] := found_row.next_code;
    END LOOP;
  END IF;

  FOR found_row IN EXECUTE
    'SELECT q.n, q.fingerprint = b.fingerprint AS same, b.refusal
     FROM unnest($1, $2, $3) WITH ORDINALITY AS q (hotel_id, id, fingerprint, n)
     LEFT JOIN booking_request b ON b.hotel_id = q.hotel_id AND b.reservation_id = q.id
     LEFT JOIN reservation r ON r.hotel_id = q.hotel_id AND r.reservation_id = q.id
     WHERE b.reservation_id IS NOT NULL OR r.reservation_id IS NOT NULL' USING p_request_hotel, p_id, p_fingerprint
  LOOP
    IF found_row.same IS NOT TRUE THEN
      outcomes[found_row.n] := 'reused';
    ELSIF found_row.refusal IS NULL THEN
      outcomes[found_row.n] := 'replayed';
    ELSE
      outcomes[found_row.n] := 'refused';
      refusals[found_row.n] := found_row.refusal;
    END IF;
  END LOOP;
  FOR found_row IN EXECUTE
    'SELECT s.n, greatest(i.total_inventory - i.out_of_order, 0) * (100 + i.overbook_pct) / 100
       - i.total_reserved - i.leased AS room_left
     FROM unnest($1, $2, $3) WITH ORDINALITY AS s (hotel_id, room_type_id, night, n)
     JOIN room_type_inventory i
       ON i.hotel_id = s.hotel_id AND i.room_type_id = s.room_type_id AND i.night = s.night'
    USING p_slot_hotel, p_slot_type, p_slot_night
  LOOP
    room_left[found_row.n] := found_row.room_left;
  END LOOP;

  FOR request IN 1 .. requests LOOP
    hotel_at := p_hotel_at[request];
    IF versions[hotel_at] IS NULL THEN
      outcomes[request] := CASE WHEN p_hotel IS NULL THEN 'skipped' ELSE 'unknown' END;
    ELSIF outcomes[request] IS NULL THEN
      failed := NULL;
      FOR place IN p_take_from[request] .. p_take_to[request] LOOP
        slot := p_take[place];
        IF room_left[slot] >= 1 THEN
          room_left[slot] := room_left[slot] - 1;
          taken[slot] := taken[slot] + 1;
        ELSE
          failed := place;
          EXIT;
        END IF;
      END LOOP;
      IF failed IS NULL THEN
        outcomes[request] := 'accepted';
        accepted := accepted + 1;
        any_stored := true;
        versions[hotel_at] := versions[hotel_at] + 1;
        stored[request] := versions[hotel_at];
        codes[request] := chain_confirmation_code(counters[hotel_at]);
        counters[hotel_at] := counters[hotel_at] + 1;
      ELSE
        FOR place IN p_take_from[request] .. failed - 1 LOOP
          room_left[p_take[place]] := room_left[p_take[place]] + 1;
          taken[p_take[place]] := taken[p_take[place]] - 1;
        END LOOP;
        slot := p_take[failed];
        outcomes[request] := 'refused';
        IF room_left[slot] IS NULL THEN
          refusals[request] := '{"code":"NIGHT_NOT_ON_SALE","params":{"roomTypeId":' || to_json(p_slot_type[slot])::text
            || ',"night":"' || to_char(p_slot_night[slot], 'YYYY-MM-DD') || '"}}';
        ELSE
          refusals[request] := '{"code":"NO_AVAILABILITY","params":{"roomTypeId":' || to_json(p_slot_type[slot])::text
            || ',"night":"' || to_char(p_slot_night[slot], 'YYYY-MM-DD') || '"}}';
          stored[request] := 0;
          any_stored := true;
        END IF;
      END IF;
    END IF;
  END LOOP;

  IF any_stored THEN
    INSERT INTO booking_request (hotel_id, reservation_id, fingerprint, refusal)
    SELECT q.hotel_id, q.id, q.fingerprint, q.refusal
    FROM unnest(p_request_hotel, p_id, p_fingerprint, refusals, stored) AS q (hotel_id, id, fingerprint, refusal, version)
    WHERE q.version IS NOT NULL;
  END IF;
  IF accepted > 0 THEN
    -- The condition holds by what was decided above; it and the table's CHECK stand should anybody write without the head.
    EXECUTE
      'UPDATE room_type_inventory i SET total_reserved = i.total_reserved + s.taken, forced = 0
       FROM unnest($1, $2, $3, $4) AS s (hotel_id, room_type_id, night, taken)
       WHERE s.taken > 0 AND i.hotel_id = s.hotel_id AND i.room_type_id = s.room_type_id AND i.night = s.night
         AND i.total_reserved + i.leased + s.taken
           <= greatest(i.total_inventory - i.out_of_order, 0) * (100 + i.overbook_pct) / 100'
      USING p_slot_hotel, p_slot_type, p_slot_night, taken;
    GET DIAGNOSTICS written_rows = ROW_COUNT;
    SELECT count(*) INTO wanted_rows FROM unnest(taken) AS t (units) WHERE t.units > 0;
    IF written_rows <> wanted_rows THEN
      RAISE EXCEPTION 'inventory changed under the head of its hotel' USING ERRCODE = '40001';
    END IF;
    INSERT INTO guest (hotel_id, guest_id, first_name, last_name, email, phone)
    SELECT q.hotel_id, q.id::text, q.first_name, q.last_name, q.email, q.phone
    FROM unnest(p_request_hotel, p_id, p_first_name, p_last_name, p_email, p_phone, stored)
      AS q (hotel_id, id, first_name, last_name, email, phone, version)
    WHERE q.version > 0
    ON CONFLICT (hotel_id, guest_id) DO UPDATE
      SET first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email, phone = excluded.phone;
    INSERT INTO reservation (hotel_id, reservation_id, code, status, guarantee, channel, guest_id, booked_at_utc_ms, booked_on)
    SELECT q.hotel_id, q.id, q.code, 'pending', q.guarantee, 'web', q.id::text, q.at_utc_ms, q.booked_on
    FROM unnest(p_request_hotel, p_id, codes, p_guarantee, p_at_utc_ms, p_booked_on, stored)
      AS q (hotel_id, id, code, guarantee, at_utc_ms, booked_on, version)
    WHERE q.version > 0;
    INSERT INTO stay_line (hotel_id, reservation_id, position, charged_type, inventory_type, arrival, departure,
      adults, children, room_id, stay, nightly_minor)
    SELECT p_request_hotel[l.request], p_id[l.request], l.position, l.type, l.type, l.arrival, l.departure,
      l.adults, l.children, NULL, 'expected', l.nightly::jsonb
    FROM unnest(p_line_request, p_line_position, p_line_type, p_line_arrival, p_line_departure, p_line_adults,
      p_line_children, p_line_nightly) AS l (request, position, type, arrival, departure, adults, children, nightly)
    WHERE stored[l.request] > 0;
    -- What many requests changed, the counts, stands under the hotel's last version.
    INSERT INTO sync_change (hotel_id, version, entity, key)
    SELECT q.hotel_id, q.version, e.entity, q.id::text
    FROM unnest(p_request_hotel, p_id, stored) AS q (hotel_id, id, version)
    CROSS JOIN unnest(ARRAY['guest', 'reservation']) AS e (entity)
    WHERE q.version > 0
    UNION ALL
    SELECT s.hotel_id, versions[s.hotel_at], 'inventory', s.type || '/' || to_char(s.night, 'YYYY-MM-DD')
    FROM unnest(p_slot_hotel_at, p_slot_hotel, p_slot_type, p_slot_night, taken) AS s (hotel_at, hotel_id, type, night, taken)
    WHERE s.taken > 0;
    EXECUTE
      'UPDATE sync_head h SET version = q.version, next_code = q.next_code
       FROM unnest($1, $2, $3) AS q (hotel_id, version, next_code)
       WHERE h.hotel_id = q.hotel_id AND h.version < q.version' USING p_hotels, versions, counters;
  END IF;

  RETURN json_build_object('outcomes', outcomes, 'codes', codes, 'refusals', refusals, 'versions', versions,
    'epochs', epochs, 'stored', stored);
END
$$;
