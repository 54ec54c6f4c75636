-- Keeps a note of a change.
INSERT INTO annotations BY NAME
SELECT ? AS name, ?::DATE AS on_day, ? AS note, ? AS site, ? AS step, ? AS segment, make_timestamp(?) AS made_at;
