-- What every report reads: the events of people that are asked for. Anything left NULL does not matter;
-- DuckDB folds it away. place is the order of arrival, which settles equal times.
CREATE OR REPLACE MACRO asked(p_site, p_since, p_until, p_segment) AS TABLE
SELECT *, rowid AS place
FROM events
WHERE robot IS NULL
    AND (p_site IS NULL OR site = p_site)
    AND (p_since IS NULL OR occurred_at >= p_since)
    AND (p_until IS NULL OR occurred_at < p_until)
    AND (p_segment IS NULL OR session_id IN (
        SELECT session_id FROM segment_members WHERE segment = p_segment));

COMMENT ON MACRO TABLE asked IS 'Events of people at a site, in a period, in a segment; what is NULL does not matter.';
