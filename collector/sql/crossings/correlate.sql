-- What goes with going no further: events and frictions after the step, and what the visit was made with.
-- $1: visitor or session; $2: the site; $3, $4: the period. Odds with half a user added to each cell (Haldane
-- and Anscombe), q by Benjamini and Hochberg over all that was tried.
-- Who goes on is looked at until the next step, half an hour at most. Who does not is looked at for as long
-- as one of those who did, drawn so that both have the same spread: with more time everything is met more.
WITH persons AS MATERIALIZED (
    FROM people WHERE $1 = 'visitor'
), told AS MATERIALIZED (
    SELECT
        CASE WHEN $1 = 'session' THEN session_id ELSE coalesce(person_id, visitor_id) END AS who,
        occurred_at, event AS value
    FROM asked($2::VARCHAR, $3::TIMESTAMP, $4::TIMESTAMP, NULL) LEFT JOIN persons USING (site, visitor_id)
    WHERE event NOT IN ('web_vital', 'field', 'content', 'consent', 'identify')
), met AS (
    SELECT
        CASE WHEN $1 = 'session' THEN session_id ELSE coalesce(person_id, visitor_id) END AS who,
        occurred_at, kind AS value
    FROM asked_friction($2::VARCHAR, $3::TIMESTAMP, $4::TIMESTAMP, NULL)
    LEFT JOIN persons USING (site, visitor_id)
), were AS (
    SELECT
        CASE WHEN $1 = 'session' THEN session_id ELSE coalesce(person_id, visitor_id) END AS who,
        any_value(device) AS device, any_value(browser) AS browser, any_value(country) AS country
    FROM asked($2::VARCHAR, $3::TIMESTAMP, $4::TIMESTAMP, NULL) LEFT JOIN persons USING (site, visitor_id)
    GROUP BY who
), placed AS (
    SELECT *,
        least(until_at - came_at, INTERVAL 30 MINUTE) AS span,
        row_number() OVER (
            PARTITION BY step, passed
            ORDER BY CASE WHEN passed THEN until_at - came_at END, hash(who)) AS nth,
        count(*) OVER (PARTITION BY step, passed)        AS n
    FROM temp.crossings
), after AS (
    SELECT step, passed, who, came_at, came_at + span AS until_at FROM placed WHERE passed
    UNION ALL
    -- The middle of their share of all who dropped is the same share of those who passed.
    SELECT dropped.step, false, dropped.who, dropped.came_at, dropped.came_at + least(dropped.span, went.span)
    FROM placed AS dropped LEFT JOIN placed AS went
        ON went.step = dropped.step AND went.passed
        AND went.nth = (2 * dropped.nth - 1) * went.n // (2 * dropped.n) + 1
    WHERE NOT dropped.passed
), each AS (
    SELECT DISTINCT step, passed, who, 'event' AS kind, value
    FROM after JOIN told USING (who)
    WHERE occurred_at > came_at AND occurred_at < until_at
    UNION ALL
    SELECT DISTINCT step, passed, who, 'friction', value
    FROM after JOIN met USING (who)
    -- What is met as the step is come to is met there.
    WHERE occurred_at >= came_at AND occurred_at < until_at
    UNION ALL
    SELECT step, passed, who, kind, value
    FROM after JOIN (UNPIVOT were ON device, browser, country INTO NAME kind VALUE value) USING (who)
), totals AS (
    SELECT step, count(*) FILTER (NOT passed) AS dropped, count(*) FILTER (passed) AS passed
    FROM after
    GROUP BY step
), counted AS (
    SELECT
        step, kind, value, totals.dropped, totals.passed,
        count(*) FILTER (NOT each.passed) AS dropped_with, count(*) FILTER (each.passed) AS passed_with
    FROM each JOIN totals USING (step)
    GROUP BY ALL
    -- Too few to say anything of.
    HAVING dropped_with + passed_with >= 10 AND totals.dropped > 0 AND totals.passed > 0
), odds AS (
    SELECT
        *,
        ln((dropped_with + 0.5) * (passed - passed_with + 0.5)
            / ((dropped - dropped_with + 0.5) * (passed_with + 0.5)))         AS log_odds,
        sqrt(1 / (dropped_with + 0.5) + 1 / (dropped - dropped_with + 0.5)
            + 1 / (passed_with + 0.5) + 1 / (passed - passed_with + 0.5))     AS error
    FROM counted
), tested AS (
    SELECT *, two_sided(log_odds / error) AS p FROM odds
), corrected AS (
    SELECT *, least(1, min(p * tried / nth) OVER (ORDER BY nth ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)) AS q
    FROM (SELECT *, count(*) OVER () AS tried, row_number() OVER (ORDER BY p, step, kind, value) AS nth FROM tested)
)
SELECT
    step, kind, value, dropped_with, dropped, passed_with, passed,
    exp(log_odds)                              AS odds_ratio,
    exp(log_odds - 1.959963984540054 * error)  AS odds_ratio_low,
    exp(log_odds + 1.959963984540054 * error)  AS odds_ratio_high,
    q                                          AS q_value
FROM corrected
-- The surest of each step.
QUALIFY row_number() OVER (PARTITION BY step ORDER BY q, abs(log_odds) DESC, kind, value) <= 20
ORDER BY step, q, abs(log_odds) DESC, kind, value;
