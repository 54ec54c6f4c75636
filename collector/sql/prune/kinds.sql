-- Which kinds of events which sites have.
SELECT DISTINCT site, event FROM events;
