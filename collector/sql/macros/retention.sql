-- Cohorts: who began in one period, and came (or ordered) again so many periods later. Bounded: in just
-- that period; unbounded: in that one or any later. Whoever began before the asked time is in no cohort.
CREATE OR REPLACE MACRO retention(
    p_site, p_since, p_until, p_segment, p_every := 'month', p_of := 'visit', p_unbounded := false
) AS TABLE
WITH met AS (
    -- Pseudonyms first, and then whose they are: they are fewer than the events.
    SELECT DISTINCT site, visitor_id, date_trunc(p_every, occurred_at)::DATE AS period
    FROM asked(p_site, NULL, p_until, p_segment)
    WHERE p_of = 'visit' AND recognised(source, consent, identity)
    UNION ALL
    -- Who ordered again made another order: one told twice is one.
    SELECT DISTINCT site, visitor_id, date_trunc(p_every, ordered_at)::DATE
    FROM asked_orders(p_site, NULL, p_until, p_segment)
    WHERE p_of <> 'visit' AND is_recognised
), active AS (
    SELECT DISTINCT site, coalesce(person_id, visitor_id) AS person_id, period
    FROM met LEFT JOIN people USING (site, visitor_id)
), begun AS (
    SELECT *, min(period) OVER (PARTITION BY site, person_id) AS cohort,
        max(period) OVER () AS newest
    FROM active
), ages AS (
    SELECT cohort, person_id, newest, site,
        date_diff(p_every, cohort, period)            AS age,
        date_diff(p_every, cohort, max(period) OVER (PARTITION BY site, person_id)) AS last_age
    FROM begun
    WHERE p_since IS NULL OR cohort >= date_trunc(p_every, p_since::TIMESTAMP)::DATE
), sizes AS (
    SELECT cohort, count(*) AS people, any_value(newest) AS newest
    FROM ages
    WHERE age = 0
    GROUP BY cohort
), grid AS (
    SELECT cohort, people, newest, unnest(range(0, date_diff(p_every, cohort, newest) + 1)) AS age
    FROM sizes
), counted AS (
    SELECT cohort, age, count(*) AS returned FROM ages GROUP BY cohort, age
), leaving AS (
    -- How many were last met at that age: summed from behind, how many were met then or later.
    SELECT cohort, last_age AS age, count(*) AS left_then FROM ages WHERE age = 0 GROUP BY cohort, last_age
), joined AS (
    SELECT grid.cohort, grid.age, people, newest, coalesce(returned, 0) AS met,
        coalesce(sum(left_then) OVER (
            PARTITION BY grid.cohort ORDER BY grid.age DESC), 0) AS met_or_later
    FROM grid
    LEFT JOIN counted ON counted.cohort = grid.cohort AND counted.age = grid.age
    LEFT JOIN leaving ON leaving.cohort = grid.cohort AND leaving.age = grid.age
)
SELECT
    cohort,
    age,
    people,
    CASE WHEN p_unbounded THEN met_or_later ELSE met END          AS returned,
    CASE WHEN p_unbounded THEN met_or_later ELSE met END / people AS rate,
    -- The newest period is still under way.
    date_diff(p_every, cohort, newest) > age                      AS complete
FROM joined;

COMMENT ON MACRO TABLE retention IS 'Cohorts by day, week or month: how many came or ordered again so many periods later.';
