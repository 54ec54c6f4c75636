-- What goes: events, visits, and the ids of the visits for the tables that hold them.
SELECT count(*) AS events, to_json(list(DISTINCT session_id))::VARCHAR AS sessions
FROM events
WHERE is_leaving(site, visitor_id, transaction_id, identity);
