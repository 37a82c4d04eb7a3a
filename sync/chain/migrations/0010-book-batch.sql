-- The function of migration 0004 with less work a booking, the same answers (docs/decisions/0007).

-- Books requests that were validated and priced, each with its own outcome: skipped (its head is held elsewhere, nothing
-- was done), unknown (no such hotel), reused, replayed, refused, accepted. Requests come in order of hotel, no id of a
-- hotel twice; p_ordinal counts those of a hotel from 1. A slot is a night of a type of a hotel, of which p_slot_wanted
-- units are asked for in all; a request takes a unit of the slots p_take[p_take_from .. p_take_to]. Slots come in runs of
-- nights that follow one another, p_run_slot being the first one's.
-- With p_hotel all are of that hotel and its head is waited for; without, heads that are held elsewhere are skipped.
-- Answers outcomes (null: all are accepted), refusals, stored (the version of each accepted request, 0 of one whose refusal
-- was stored), and of each hotel its epoch, and what makes a version the counter of its confirmation code.
--
-- Plans are kept: each statement reaches its rows by the whole key, one at a time (LATERAL with a fence) or by where the
-- row was just read (ctid), so that there is nothing to plan anew once a table is full. A reservation's key is asked for as
-- a range in order, which without sorting only its key's index gives: on an empty table all indexes that begin with the
-- hotel cost the same. Lists are taken apart in the SELECT list, which keeps no copy of them, as FROM would of each.
--
-- The first attempt takes ids that no answer and no history knows for new ones, and writes them so. Where the keys of a
-- reservation or a guest prove it wrong, and where anything is short, the requests are decided one by one.
CREATE OR REPLACE FUNCTION book_batch(
  p_hotel text,
  p_hotels text[], p_hotel_requests integer[],
  p_hotel_at integer[], p_ordinal integer[], p_id uuid[], p_fingerprint text[],
  p_first_name text[], p_last_name text[], p_email text[], p_phone text[],
  p_guarantee text[], p_rate_plan text[], p_hold_until_utc_ms bigint[], p_at_utc_ms bigint[], p_booked_on date[],
  p_take_from integer[], p_take_to integer[], p_take integer[],
  p_line_request integer[], p_line_position integer[], p_line_type text[], p_line_arrival date[], p_line_departure date[],
  p_line_adults integer[], p_line_children integer[], p_line_nightly jsonb[], p_line_taxes jsonb[],
  p_slot_wanted integer[], p_slot_run integer[],
  p_run_hotel_at integer[], p_run_type text[], p_run_first date[], p_run_last date[], p_run_slot integer[]
) RETURNS json
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_seqscan = off
SET enable_sort = off
AS $$
DECLARE
  requests CONSTANT integer := cardinality(p_id);
  all_heads boolean;
  surely_new boolean := true;
  versions bigint[];
  epochs integer[];
  code_offsets bigint[];
  head_places tid[];
  found_slots integer[];
  found_left integer[];
  slot_places tid[];
  room_left integer[];
  taken integer[];
  accepted integer[];
  outcomes text[];
  refusals json[];
  stored bigint[];
  all_pass boolean;
  any_accepted boolean;
  any_refused boolean;
  found_row record;
  at_hotel integer;
  slot integer;
  failed integer;
  refused_slot integer;
  run integer;
  slot_refusal json;
  written_rows bigint;
BEGIN
  IF p_hotel IS NOT NULL THEN
    SELECT ARRAY[h.version], ARRAY[h.epoch], ARRAY[h.next_code - h.version - 1], ARRAY[h.ctid]
    INTO versions, epochs, code_offsets, head_places
    FROM sync_head h WHERE h.hotel_id = p_hotel FOR NO KEY UPDATE;
    all_heads := FOUND;
  ELSE
    SELECT array_agg(h.version), array_agg(h.epoch), array_agg(h.next_code - h.version - 1), array_agg(h.place),
      count(h.version) = cardinality(p_hotels)
    INTO versions, epochs, code_offsets, head_places, all_heads
    FROM (SELECT unnest(p_hotels) AS hotel_id) AS q
    LEFT JOIN LATERAL (
      SELECT version, epoch, next_code, ctid AS place FROM sync_head WHERE sync_head.hotel_id = q.hotel_id
      FOR NO KEY UPDATE SKIP LOCKED
    ) AS h ON true;
  END IF;

  LOOP
    BEGIN
      SELECT array_agg(s.slot + (i.night - s.first_night)), array_agg(i.room_left), array_agg(i.place),
        all_heads AND count(*) = cardinality(p_slot_wanted)
          AND coalesce(bool_and(i.room_left >= p_slot_wanted[s.slot + (i.night - s.first_night)]), true)
      INTO found_slots, found_left, slot_places, all_pass
      FROM (
        SELECT unnest(p_run_hotel_at) AS hotel_at, unnest(p_run_type) AS room_type_id, unnest(p_run_first) AS first_night,
          unnest(p_run_last) AS last_night, unnest(p_run_slot) AS slot
      ) AS s
      CROSS JOIN LATERAL (
        SELECT night, ctid AS place,
          greatest(total_inventory - out_of_order, 0) * (100 + overbook_pct) / 100 - total_reserved - leased AS room_left
        FROM room_type_inventory
        WHERE hotel_id = p_hotels[s.hotel_at] AND room_type_id = s.room_type_id
          AND night >= s.first_night AND night <= s.last_night OFFSET 0
      ) AS i;

      -- Whether a reservation stands under an id already is left to its key.
      IF all_pass AND surely_new THEN
        PERFORM 1
        FROM (SELECT unnest(p_hotel_at) AS hotel_at, unnest(p_id) AS id) AS q
        LEFT JOIN LATERAL (
          SELECT reservation_id FROM booking_request
          WHERE hotel_id = p_hotels[q.hotel_at] AND reservation_id = q.id OFFSET 0
        ) AS b ON true
        LEFT JOIN LATERAL (
          SELECT reservation_id FROM reservation_history
          WHERE hotel_id = p_hotels[q.hotel_at] AND reservation_id >= q.id AND reservation_id <= q.id
          ORDER BY reservation_id LIMIT 1
        ) AS h ON true
        WHERE b.reservation_id IS NOT NULL OR h.reservation_id IS NOT NULL LIMIT 1;
        surely_new := NOT FOUND;
      END IF;

      IF all_pass AND surely_new THEN
        any_accepted := true;
        any_refused := false;
        taken := p_slot_wanted;
        accepted := p_hotel_requests;
        SELECT array_agg(versions[q.hotel_at] + q.ordinal) INTO stored
        FROM (SELECT unnest(p_hotel_at) AS hotel_at, unnest(p_ordinal) AS ordinal) AS q;
      ELSE
        surely_new := false;
        any_accepted := false;
        any_refused := false;
        outcomes := array_fill(NULL::text, ARRAY[requests]);
        refusals := array_fill(NULL::json, ARRAY[requests]);
        FOR found_row IN
          SELECT q.n, coalesce(b.fingerprint, r.request_fingerprint, h.request_fingerprint) = q.fingerprint AS same,
            b.refusal
          FROM (
            SELECT unnest(p_hotel_at) AS hotel_at, unnest(p_id) AS id, unnest(p_fingerprint) AS fingerprint,
              generate_series(1, requests) AS n
          ) AS q
          LEFT JOIN LATERAL (
            SELECT fingerprint, refusal, reservation_id FROM booking_request
            WHERE hotel_id = p_hotels[q.hotel_at] AND reservation_id = q.id OFFSET 0
          ) AS b ON true
          LEFT JOIN LATERAL (
            SELECT request_fingerprint, reservation_id FROM reservation
            WHERE hotel_id = p_hotels[q.hotel_at] AND reservation_id >= q.id AND reservation_id <= q.id
            ORDER BY reservation_id LIMIT 1
          ) AS r ON true
          LEFT JOIN LATERAL (
            SELECT request_fingerprint, reservation_id FROM reservation_history
            WHERE hotel_id = p_hotels[q.hotel_at] AND reservation_id >= q.id AND reservation_id <= q.id
            ORDER BY reservation_id LIMIT 1
          ) AS h ON true
          WHERE b.reservation_id IS NOT NULL OR r.reservation_id IS NOT NULL OR h.reservation_id IS NOT NULL
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
        stored := array_fill(NULL::bigint, ARRAY[requests]);
        taken := array_fill(0, ARRAY[cardinality(p_slot_wanted)]);
        room_left := array_fill(NULL::integer, ARRAY[cardinality(p_slot_wanted)]);
        FOR found IN 1 .. coalesce(cardinality(found_slots), 0) LOOP
          room_left[found_slots[found]] := found_left[found];
        END LOOP;
        accepted := array_fill(0, ARRAY[cardinality(p_hotels)]);
        FOR request IN 1 .. requests LOOP
          at_hotel := p_hotel_at[request];
          IF versions[at_hotel] IS NULL THEN
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
              any_accepted := true;
              accepted[at_hotel] := accepted[at_hotel] + 1;
              stored[request] := versions[at_hotel] + accepted[at_hotel];
            ELSE
              FOR place IN p_take_from[request] .. failed - 1 LOOP
                room_left[p_take[place]] := room_left[p_take[place]] + 1;
                taken[p_take[place]] := taken[p_take[place]] - 1;
              END LOOP;
              IF p_take[failed] IS DISTINCT FROM refused_slot THEN
                refused_slot := p_take[failed];
                run := p_slot_run[refused_slot];
                slot_refusal := json_build_object(
                  'code', CASE WHEN room_left[refused_slot] IS NULL THEN 'NIGHT_NOT_ON_SALE' ELSE 'NO_AVAILABILITY' END,
                  'params', json_build_object('roomTypeId', p_run_type[run],
                    'night', to_char(p_run_first[run] + (refused_slot - p_run_slot[run]), 'YYYY-MM-DD')));
              END IF;
              outcomes[request] := 'refused';
              refusals[request] := slot_refusal;
              IF room_left[refused_slot] IS NOT NULL THEN
                stored[request] := 0;
                any_refused := true;
              END IF;
            END IF;
          END IF;
        END LOOP;
      END IF;

      IF any_refused THEN
        INSERT INTO booking_request (hotel_id, reservation_id, fingerprint, refusal)
        SELECT p_hotels[q.hotel_at], q.id, q.fingerprint, q.refusal
        FROM (
          SELECT unnest(p_hotel_at) AS hotel_at, unnest(p_id) AS id, unnest(p_fingerprint) AS fingerprint,
            unnest(refusals) AS refusal, unnest(stored) AS version
        ) AS q
        WHERE q.version = 0;
      END IF;
      IF any_accepted THEN
        -- The condition holds by what was decided above; it and the table's CHECK stand should anybody write without
        -- the head.
        UPDATE room_type_inventory i SET total_reserved = i.total_reserved + taken[s.slot], forced = 0
        FROM (
          SELECT unnest(slot_places) AS place, unnest(found_slots) AS slot
        ) AS s
        WHERE i.ctid = s.place AND taken[s.slot] > 0
          AND i.total_reserved + i.leased + taken[s.slot]
            <= greatest(i.total_inventory - i.out_of_order, 0) * (100 + i.overbook_pct) / 100;
        GET DIAGNOSTICS written_rows = ROW_COUNT;
        IF written_rows <> cardinality(taken) - cardinality(array_positions(taken, 0)) THEN
          RAISE EXCEPTION 'inventory changed under the head of its hotel' USING ERRCODE = '40001';
        END IF;
        IF surely_new THEN
          INSERT INTO guest (hotel_id, guest_id, first_name, last_name, email, phone)
          SELECT p_hotels[q.hotel_at], q.id::text, q.first_name, q.last_name, q.email, q.phone
          FROM (
            SELECT unnest(p_hotel_at) AS hotel_at, unnest(p_id) AS id, unnest(p_first_name) AS first_name,
              unnest(p_last_name) AS last_name, unnest(p_email) AS email, unnest(p_phone) AS phone,
              unnest(stored) AS version
          ) AS q
          WHERE q.version > 0;
        ELSE
          INSERT INTO guest (hotel_id, guest_id, first_name, last_name, email, phone)
          SELECT p_hotels[q.hotel_at], q.id::text, q.first_name, q.last_name, q.email, q.phone
          FROM (
            SELECT unnest(p_hotel_at) AS hotel_at, unnest(p_id) AS id, unnest(p_first_name) AS first_name,
              unnest(p_last_name) AS last_name, unnest(p_email) AS email, unnest(p_phone) AS phone,
              unnest(stored) AS version
          ) AS q
          WHERE q.version > 0
          ON CONFLICT (hotel_id, guest_id) DO UPDATE
            SET first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email,
              phone = excluded.phone;
        END IF;
        INSERT INTO reservation (hotel_id, reservation_id, code, status, guarantee, channel, guest_id, booked_at_utc_ms,
          booked_on, rate_plan_id, hold_until_utc_ms, request_fingerprint)
        SELECT p_hotels[q.hotel_at], q.id, chain_confirmation_code(q.version + code_offsets[q.hotel_at]), 'pending',
          q.guarantee, 'web', q.id::text, q.at_utc_ms, q.booked_on, q.rate_plan, q.hold_until_utc_ms, q.fingerprint
        FROM (
          SELECT unnest(p_hotel_at) AS hotel_at, unnest(p_id) AS id, unnest(p_guarantee) AS guarantee,
            unnest(p_at_utc_ms) AS at_utc_ms, unnest(p_booked_on) AS booked_on, unnest(p_rate_plan) AS rate_plan,
            unnest(p_hold_until_utc_ms) AS hold_until_utc_ms, unnest(p_fingerprint) AS fingerprint,
            unnest(stored) AS version
        ) AS q
        WHERE q.version > 0;
        INSERT INTO stay_line (hotel_id, reservation_id, position, charged_type, inventory_type, arrival, departure,
          adults, children, room_id, stay, nightly_minor, taxes)
        SELECT p_hotels[p_hotel_at[l.request]], p_id[l.request], l.position, l.type, l.type, l.arrival, l.departure,
          l.adults, l.children, NULL, 'expected', l.nightly, l.taxes
        FROM (
          SELECT unnest(p_line_request) AS request, unnest(p_line_position) AS position, unnest(p_line_type) AS type,
            unnest(p_line_arrival) AS arrival, unnest(p_line_departure) AS departure, unnest(p_line_adults) AS adults,
            unnest(p_line_children) AS children, unnest(p_line_nightly) AS nightly, unnest(p_line_taxes) AS taxes
        ) AS l
        WHERE stored[l.request] > 0;
        -- A booking's change stands for its guest, its reservation and the nights of its lines.
        INSERT INTO sync_change (hotel_id, version, entity, key)
        SELECT p_hotels[q.hotel_at], q.version, 'booking', q.id::text
        FROM (
          SELECT unnest(p_hotel_at) AS hotel_at, unnest(p_id) AS id, unnest(stored) AS version
        ) AS q
        WHERE q.version > 0;
        UPDATE sync_head h SET version = h.version + q.accepted, next_code = h.next_code + q.accepted
        FROM (
          SELECT unnest(head_places) AS place, unnest(accepted) AS accepted
        ) AS q
        WHERE h.ctid = q.place AND q.accepted > 0;
        GET DIAGNOSTICS written_rows = ROW_COUNT;
        IF written_rows <> cardinality(accepted) - cardinality(array_positions(accepted, 0)) THEN
          RAISE EXCEPTION 'a head moved while it was held' USING ERRCODE = '40001';
        END IF;
      END IF;

      RETURN json_build_object('outcomes', outcomes, 'refusals', refusals, 'stored', stored,
        'epochs', epochs, 'codeOffsets', code_offsets);
    EXCEPTION WHEN unique_violation THEN
      IF NOT surely_new THEN
        RAISE;
      END IF;
      surely_new := false;
    END;
  END LOOP;
END
$$;
