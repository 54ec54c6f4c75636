-- Takes away what a channel cost for a site from one day to another, both included.
DELETE FROM costs
WHERE site IS NOT DISTINCT FROM ? AND channel = ? AND day BETWEEN ?::DATE AND ?::DATE;
