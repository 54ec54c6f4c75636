-- What goes: events, how many of them are of other visitors, and the ids of the visits for the tables that
-- hold them.
SELECT
    count(*) AS events,
    count(*) FILTER (NOT list_contains(
        from_json(getvariable('forget_visitors'), '["UBIGINT"]'), visitor_id)) AS of_others,
    to_json(list(DISTINCT session_id))::VARCHAR AS sessions
FROM events
WHERE is_leaving(site, visitor_id, transaction_id, identity, source);
