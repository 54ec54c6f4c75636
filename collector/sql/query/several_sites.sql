-- Whether the events are of more than one site.
SELECT count(DISTINCT site) > 1 FROM events;
