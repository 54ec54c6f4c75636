-- Phases of the journey: events, visits and visitors in each, by one of the namings of phase_name.
CREATE OR REPLACE MACRO phases(p_site, p_since, p_until, p_segment, p_naming := 'seven') AS TABLE
WITH told AS (
    SELECT site, session_id, visitor_id, phase, count(*) AS events
    FROM asked(p_site, p_since, p_until, p_segment)
    GROUP BY ALL
), named AS (
    SELECT *, coalesce(phase_name(p_naming, phase), 'unassigned') AS named,
        list_position(['awareness', 'research', 'consideration', 'decision', 'purchase', 'experience',
            'loyalty'], phase) AS rank
    FROM told
), totals AS (
    SELECT sum(events) AS events, count(DISTINCT (site, session_id)) AS visits,
        count(DISTINCT (site, visitor_id)) AS visitors
    FROM told
)
SELECT
    min(rank)                           AS place,
    named                               AS phase,
    sum(named.events)                   AS events,
    sum(named.events) / any_value(totals.events) AS share_of_events,
    count(DISTINCT (site, session_id))  AS visits,
    count(DISTINCT (site, session_id)) / any_value(totals.visits) AS share_of_visits,
    count(DISTINCT (site, visitor_id))  AS visitors,
    count(DISTINCT (site, visitor_id)) / any_value(totals.visitors) AS share_of_visitors
FROM named CROSS JOIN totals
GROUP BY named;

COMMENT ON MACRO TABLE phases IS 'Events, visits and visitors by phase of the journey, in seven phases or a naming of five.';
