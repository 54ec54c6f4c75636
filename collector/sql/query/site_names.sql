-- The names of the sites that have events, in one text; NULL where there are none.
SELECT string_agg(DISTINCT site, ', ' ORDER BY site) FROM events;
