-- One touchpoint in all its parts: where, on what, by which channel and when it was met, and what then.
CREATE OR REPLACE MACRO touchpoint_sheet(p_site, p_since, p_until, p_segment, p_name := '') AS TABLE
WITH met AS (
    SELECT *
    FROM touchpoint_visits(p_site, p_since, p_until, p_segment)
    WHERE touchpoint = p_name
), came AS (
    SELECT site, session_id, arg_min(channel, occurred_at) AS channel, any_value(browser) AS browser
    FROM asked(p_site, p_since, p_until, p_segment)
    SEMI JOIN met USING (site, session_id)
    WHERE event = 'page_view'
    GROUP BY site, session_id
), parts AS (
    SELECT *, unnest([
        {'section': 'all', 'part': 'all'},
        {'section': 'step', 'part': step},
        {'section': 'device', 'part': device},
        {'section': 'browser', 'part': coalesce(browser, 'unknown')},
        {'section': 'channel', 'part': coalesce(channel, 'Unassigned')},
        {'section': 'action', 'part': CASE WHEN acted > 0 THEN 'acted' ELSE 'only seen' END},
        {'section': 'attention', 'part': CASE
            WHEN attended_ms < 5000 THEN 'under 5 s' WHEN attended_ms < 15000 THEN '5 to 15 s'
            WHEN attended_ms < 60000 THEN '15 to 60 s' ELSE 'over 60 s' END},
        {'section': 'month', 'part': strftime(first_at, '%Y-%m')}
    ], recursive := true)
    FROM met LEFT JOIN came USING (site, session_id)
)
SELECT
    section, part,
    count(*)                                            AS visits,
    count(*) FILTER (stopped > 0) / nullif(count(*) FILTER (in_view), 0) AS stop_rate,
    count(*) FILTER (acted > 0) / count(*)              AS action_rate,
    median(attended_ms) FILTER (attended_ms > 0) / 1000 AS attended_seconds,
    count(*) FILTER (attended_ms >= 15000 AND NOT progressed) / count(*) AS stuck_rate,
    count(*) FILTER (progressed) / count(*)             AS progress_rate,
    count(*) FILTER (is_order)                          AS orders,
    count(*) FILTER (is_order) / count(*)               AS conversion,
    wilson_low(count(*) FILTER (is_order) / count(*), count(*))  AS conversion_low,
    wilson_high(count(*) FILTER (is_order) / count(*), count(*)) AS conversion_high
FROM parts
GROUP BY section, part;

COMMENT ON MACRO TABLE touchpoint_sheet IS 'One touchpoint by step, device, browser, channel, action, attention and month.';
