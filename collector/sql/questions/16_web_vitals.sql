-- How fast are the pages: the 75th percentile of each measure, by device?
SELECT
    v.metric,
    s.device,
    count(*)                                                 AS measures,
    round(quantile_cont(coalesce(v.ms, v.score), 0.75), 3)   AS p75
FROM web_vitals v JOIN sessions s USING (session_id)
GROUP BY ALL
ORDER BY v.metric, s.device;
