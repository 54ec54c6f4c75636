-- The map of touchpoints. Conversion is held against visits at the same step on the same kind of device
-- that had not met it: who came further meets more, and orders more, anyway. Odds ratio by Mantel and
-- Haenszel (1959), interval by Robins, Breslow and Greenland (1986), p-values corrected for their number by
-- Benjamini and Hochberg (1995): of those called positive or problematic, at most 5 % are so by chance.
CREATE OR REPLACE MACRO touchpoint_report(p_site, p_since, p_until, p_segment) AS TABLE
WITH visits AS MATERIALIZED (
    FROM touchpoint_visits(p_site, p_since, p_until, p_segment)
), met AS (
    FROM visits WHERE touchpoint IS NOT NULL
), steps AS (
    SELECT step, device, count(*) AS visits, count(*) FILTER (is_order) AS orders
    FROM visits
    WHERE touchpoint IS NULL
    GROUP BY step, device
), met_before AS (
    -- Who met it on the way to a step is none of the others there.
    SELECT touchpoint, step, device, count(*) AS visits_before, count(*) FILTER (is_order) AS orders_before
    FROM (SELECT touchpoint, unnest(later_steps) AS step, device, is_order FROM met)
    GROUP BY ALL
), cells AS (
    -- a, b: met it, with and without an order; c, d: had not.
    SELECT *, a + b + c + d AS n,
        sum(a + b) OVER (PARTITION BY touchpoint) AS all_met,
        sum(c + d) OVER (PARTITION BY touchpoint) AS all_others,
        sum(c) OVER (PARTITION BY touchpoint) AS all_others_orders
    FROM (
        SELECT touchpoint, step, device,
            count(*) FILTER (is_order)                      AS a,
            count(*) FILTER (NOT is_order)                  AS b,
            greatest(0, orders - a - coalesce(orders_before, 0)) AS c,
            greatest(0, visits - orders - b - coalesce(visits_before - orders_before, 0)) AS d
        FROM met JOIN steps USING (step, device) LEFT JOIN met_before USING (touchpoint, step, device)
        GROUP BY touchpoint, step, device, visits, orders, visits_before, orders_before
    )
), summed AS (
    SELECT touchpoint,
        sum(a + b)                                          AS visits,
        sum(c + d)                                          AS others,
        sum(a)                                              AS orders,
        sum(a) / sum(a + b)                                 AS conversion,
        sum((a + b) / all_met * coalesce(c / nullif(c + d, 0),
            all_others_orders / nullif(all_others, 0)))     AS expected,
        1 / sum(((a + b) / all_met) ** 2 / coalesce(nullif(c + d, 0), nullif(all_others, 0))) AS trials,
        mantel_haenszel(a, b, c, d, n)                      AS sums
    FROM cells
    GROUP BY touchpoint
), tested AS (
    SELECT *,
        pooled_odds_ratio(sums)                             AS odds_ratio,
        log_odds_error(sums)                                AS error,
        two_sided(ln(odds_ratio) / error)                   AS p
    FROM summed
), ranked AS (
    SELECT *, p * count(p) OVER () / row_number() OVER (ORDER BY p NULLS LAST) AS scaled
    FROM tested
), corrected AS (
    SELECT *, CASE WHEN p IS NOT NULL THEN least(1, min(scaled) OVER (
        ORDER BY p DESC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) END AS q
    FROM ranked
), behaviour AS (
    SELECT touchpoint,
        mode(step)                                          AS step,
        count(*) FILTER (acted > 0)                         AS acted,
        count(*) FILTER (stopped > 0) / nullif(count(*) FILTER (in_view), 0) AS stop_rate,
        median(attended_ms) FILTER (attended_ms > 0) / 1000 AS attended_seconds,
        count(*) FILTER (attended_ms >= 15000 AND NOT progressed) AS stuck,
        count(*) FILTER (troubled)                          AS troubled
    FROM (
        SELECT met.*, troubles.session_id IS NOT NULL AS troubled
        FROM met LEFT JOIN (
            SELECT session_id, max(occurred_at) AS trouble_at
            FROM friction_signals(p_site, p_since, p_until, p_segment, p_described := false)
            WHERE kind IS NOT NULL
            GROUP BY session_id
        ) AS troubles ON troubles.session_id = met.session_id AND trouble_at >= first_at
    )
    GROUP BY touchpoint
), phased AS (
    SELECT touchpoint, mode(phase) AS phase
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event = 'touchpoint' AND touchpoint IS NOT NULL AND action IN ('seen', 'acted')
    GROUP BY touchpoint
), kinded AS (
    -- Sites may have rules of their own; of several kinds the first by name.
    SELECT touchpoint, min(kind_of(site, 'touchpoint', touchpoint)) AS kind
    FROM (SELECT DISTINCT site, touchpoint FROM met)
    GROUP BY touchpoint
), voices AS (
    -- Each scale brought to 0 to 100: satisfaction and stars of 1 to 5, ease of 1 to 7, all others of 0 to 10. What
    -- is off its scale is left out, as in surveys.
    SELECT session_id, own, occurred_at, CASE
        WHEN event = 'review_submitted' THEN (rating - 1) * 25
        WHEN survey = 'csat' THEN (score - 1) * 25
        WHEN survey = 'ces' THEN (score - 1) / 6 * 100
        ELSE score * 10 END AS voice
    FROM (
        SELECT session_id, touchpoint AS own, occurred_at, event,
            lower(trim(json_extract_string(params, '$.survey')))          AS survey,
            try_cast(json_extract_string(params, '$.score') AS DOUBLE)    AS score,
            try_cast(json_extract_string(params, '$.rating') AS DOUBLE)   AS rating
        FROM asked(p_site, p_since, p_until, p_segment)
        WHERE list_contains(['survey_answer', 'review_submitted'], event)
    )
    WHERE voice BETWEEN 0 AND 100
), heard AS (
    SELECT touchpoint, avg(voice) AS voice, count(voice) AS voices
    FROM (
        SELECT own AS touchpoint, voice FROM voices WHERE own IS NOT NULL
        UNION ALL
        SELECT met.touchpoint, voice
        FROM voices JOIN met ON met.session_id = voices.session_id AND met.first_at <= voices.occurred_at
        WHERE own IS NULL
    )
    GROUP BY touchpoint
), base AS (
    SELECT count(DISTINCT session_id) AS all_visits FROM visits WHERE touchpoint IS NULL
)
SELECT
    touchpoint, kind, phase, step,
    CASE WHEN q < 0.05 AND odds_ratio > 1 THEN 'positive'
        WHEN q < 0.05 AND odds_ratio < 1 THEN 'problematic'
        ELSE 'neutral' END                                  AS class,
    visits,
    visits / all_visits                                     AS reach,
    stop_rate,
    acted / visits                                          AS action_rate,
    attended_seconds,
    stuck / visits                                          AS stuck_rate,
    troubled / visits                                       AS friction_rate,
    orders,
    conversion,
    expected                                                AS expected_conversion,
    conversion - expected                                   AS lift,
    newcombe_low(conversion, visits, expected, trials)      AS lift_low,
    newcombe_high(conversion, visits, expected, trials)     AS lift_high,
    odds_ratio,
    odds_ratio * exp(-1.959963984540054 * error)            AS odds_ratio_low,
    odds_ratio * exp(1.959963984540054 * error)             AS odds_ratio_high,
    p                                                       AS p_value,
    q                                                       AS q_value,
    others,
    voice,
    coalesce(voices, 0)                                     AS voices
FROM corrected
JOIN behaviour USING (touchpoint)
LEFT JOIN kinded USING (touchpoint)
LEFT JOIN phased USING (touchpoint)
LEFT JOIN heard USING (touchpoint)
CROSS JOIN base;

COMMENT ON MACRO TABLE touchpoint_report IS 'The map of touchpoints: reach, attention, friction, conversion against visits that came as far without, what visitors say.';
