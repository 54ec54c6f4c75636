-- The segments there are, with how many visits each has.
SELECT
    segment, definition, epoch_us(made_at) AS made_at, epoch_us(reckoned_at) AS reckoned_at,
    (SELECT count(*) FROM segment_members WHERE segment_members.segment = segments.segment) AS visits
FROM segments
ORDER BY segment;
