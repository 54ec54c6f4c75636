-- Keeps a segment and its rule.
INSERT INTO segments BY NAME
SELECT ? AS segment, ? AS definition, make_timestamp(?) AS made_at, make_timestamp(?) AS reckoned_at;
