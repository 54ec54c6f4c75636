-- Whether there are events of a site.
SELECT count(*) > 0 FROM (SELECT 1 FROM events WHERE site = ? LIMIT 1);
