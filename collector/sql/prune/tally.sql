-- How many events are too old.
SELECT count(*) AS events
FROM events
JOIN keeping USING (site, event)
WHERE occurred_at < before;
