-- On which pages do visits begin, and which of these are left at once?
SELECT landing_path, count(*) AS visits, count(*) FILTER (page_views = 1) AS one_page
FROM sessions
WHERE landing_path IS NOT NULL
GROUP BY ALL
ORDER BY visits DESC, landing_path;
