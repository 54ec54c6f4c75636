-- How many people has the shop recognised, and how many of them on more than one device?
WITH person AS (
    SELECT p.identity, count(DISTINCT s.device) AS devices
    FROM people p JOIN sessions s USING (visitor_id)
    WHERE p.identity IS NOT NULL
    GROUP BY ALL
)
SELECT count(*) AS people, count(*) FILTER (devices > 1) AS on_several
FROM person;
