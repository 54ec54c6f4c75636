-- What became of the file. The collector compares these with what it counted itself while reading and
-- storing, and stores nothing if they do not agree.
WITH placed AS (
    SELECT line, hit FROM found
    UNION
    SELECT line, coalesce(hit, 0) FROM rejected
)
SELECT
    (SELECT count(*) FROM source) + (SELECT count(*) FROM rejected WHERE malformed)  AS lines,
    (SELECT places FROM places) + (SELECT count(*) FROM rejected WHERE malformed)    AS places,
    (SELECT count(*) FROM placed)                                                    AS placed,
    (SELECT count(*) FROM found) + (SELECT count(*) FROM rejected)                   AS read,
    (SELECT count(*) FROM found SEMI JOIN known USING (event_id))
        + (SELECT count(*) FROM found ANTI JOIN known USING (event_id) WHERE nth > 1) AS already,
    (SELECT count(*) FROM rejected)                                                  AS rejected,
    count(DISTINCT session_id)                                                       AS sessions,
    count(DISTINCT visitor_id)                                                       AS visitors,
    count(DISTINCT transaction_id) FILTER (event = 'purchase')                       AS orders,
    strftime(min(occurred_at), '%Y-%m-%dT%H:%M:%SZ')                                 AS first,
    strftime(max(occurred_at), '%Y-%m-%dT%H:%M:%SZ')                                 AS last
FROM found;
