-- How many requests this file has had.
SELECT count(*) AS had FROM forgets;
