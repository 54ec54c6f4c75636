-- What became of the file: every place of it must be in found or in rejected, every event accounted for.
SELECT
    (SELECT count(*) FROM found) + (SELECT count(*) FROM rejected)      AS read,
    (SELECT count(*) FROM found SEMI JOIN known USING (event_id))
        + (SELECT count(*) FROM found ANTI JOIN known USING (event_id) WHERE nth > 1) AS already,
    (SELECT count(*) FROM rejected)                                     AS rejected,
    (SELECT count(DISTINCT session_id) FROM found)                      AS sessions,
    (SELECT count(DISTINCT visitor_id) FROM found)                      AS visitors,
    (SELECT count(DISTINCT transaction_id) FROM found WHERE event = 'purchase') AS orders,
    (SELECT strftime(min(occurred_at), '%Y-%m-%dT%H:%M:%SZ') FROM found) AS first,
    (SELECT strftime(max(occurred_at), '%Y-%m-%dT%H:%M:%SZ') FROM found) AS last,
    (SELECT places FROM places)
        + (SELECT count(*) FROM rejected WHERE malformed)               AS places,
    (SELECT count(*) FROM (SELECT line, hit FROM found UNION SELECT line, coalesce(hit, 0) FROM rejected)) AS placed
;
