-- The goals of a site or of all, those that one look at the figures answers beside each other.
SELECT name, site, segment, figure, every, at_least, at_most
FROM goals
WHERE ($site::VARCHAR IS NULL OR site IS NULL OR site = $site::VARCHAR)
ORDER BY every, site, segment, name;
