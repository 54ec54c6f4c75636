-- The interval of a Net Promoter Score: adjusted Wald, three answers added of which three quarters are a
-- promoter's and three quarters a detractor's (Rocks 2016, The American Statistician 70:365). p_side is -1 or 1.
CREATE OR REPLACE MACRO nps_end(p_promoters, p_detractors, p_answers, p_side) AS
CASE WHEN p_promoters IS NOT NULL AND p_answers > 0 THEN 100 * greatest(-1, least(1,
    (p_promoters - p_detractors) / (p_answers + 3) + p_side * 1.959963984540054
    * sqrt(((p_promoters + p_detractors + 1.5) / (p_answers + 3)
        - ((p_promoters - p_detractors) / (p_answers + 3)) ** 2) / (p_answers + 3)))) END;

COMMENT ON MACRO nps_end IS 'Lower (-1) or upper (1) end of the 95 % interval of a Net Promoter Score of so many answers.';

-- What surveys have asked and heard. An answer belongs to the showing before it in the visit, and has its part,
-- so that what somebody does while they think does not part the two.
CREATE OR REPLACE MACRO surveys(p_site, p_since, p_until, p_segment, p_by := 'all') AS TABLE
WITH told AS (
    SELECT
        site, session_id, occurred_at, place, event, device,
        coalesce(nullif(lower(trim(json_extract_string(params, '$.survey'))), ''), 'unknown') AS survey,
        json_extract_string(params, '$.score')                              AS said,
        try_cast(said AS DOUBLE)                                            AS score,
        coalesce(trim(json_extract_string(params, '$.comment')), '') <> ''  AS has_comment,
        lower(json_extract_string(params, '$.phase'))                       AS phase,
        json_extract_string(params, '$.trigger')                            AS trigger,
        json_extract_string(params, '$.step')                               AS step
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event IN ('survey_shown', 'survey_answer')
), around AS (
    -- Of visits over midnight also what was the day before; read only where it is asked for.
    SELECT site, session_id, occurred_at, arg_max(phase, place) AS phase, arg_min(channel, place) AS channel
    FROM asked(p_site, p_since::TIMESTAMP - INTERVAL 1 DAY, p_until, p_segment)
    WHERE p_by IN ('phase', 'channel') AND event NOT IN ('survey_shown', 'survey_answer')
        AND session_id IN (SELECT session_id FROM told)
    GROUP BY ALL
), channels AS (
    SELECT site, session_id, arg_min(channel, occurred_at) AS channel
    FROM around
    WHERE channel IS NOT NULL
    GROUP BY ALL
), parted AS (
    SELECT
        told.* EXCLUDE (phase, trigger, step, device),
        coalesce(CASE p_by
            WHEN 'phase' THEN coalesce(told.phase, around.phase)
            WHEN 'trigger' THEN trigger
            WHEN 'month' THEN strftime(told.occurred_at, '%Y-%m')
            WHEN 'channel' THEN coalesce(channels.channel, 'Unassigned')
            WHEN 'device' THEN device
            WHEN 'step' THEN coalesce(step, 'none')
            ELSE 'all' END, 'unknown') AS own_part,
        event = 'survey_answer' AND coalesce(CASE survey
            WHEN 'nps' THEN score BETWEEN 0 AND 10 AND score = floor(score)
            WHEN 'csat' THEN score BETWEEN 1 AND 5 AND score = floor(score)
            WHEN 'ces' THEN score BETWEEN 1 AND 7 AND score = floor(score)
            ELSE CASE WHEN said IS NULL THEN has_comment ELSE score BETWEEN 0 AND 10 END END, false) AS is_answer
    FROM told
    ASOF LEFT JOIN around
        ON told.site = around.site AND told.session_id = around.session_id
            AND told.occurred_at >= around.occurred_at
    LEFT JOIN channels ON told.site = channels.site AND told.session_id = channels.session_id
), askings AS (
    SELECT *, count(*) FILTER (event = 'survey_shown') OVER (
        PARTITION BY site, session_id, survey ORDER BY occurred_at, event DESC, place
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS asking
    FROM parted
), joined AS (
    SELECT
        *,
        CASE WHEN asking = 0 THEN own_part ELSE first_value(own_part) OVER (
            PARTITION BY site, session_id, survey, asking ORDER BY occurred_at, event DESC, place) END AS part,
        CASE WHEN is_answer THEN site || ' ' || session_id END          AS visit,
        CASE WHEN asking > 0 THEN visit || ' ' || asking END            AS replied,
        is_order
    FROM askings LEFT JOIN (
        SELECT DISTINCT site, session_id, true AS is_order
        FROM asked_orders(p_site, p_since::TIMESTAMP - INTERVAL 1 DAY, p_until, p_segment)
    ) USING (site, session_id)
), counted AS (
    SELECT
        survey, part,
        count(*) FILTER (event = 'survey_shown')                        AS shown,
        count(*) FILTER (is_answer)                                     AS answers,
        count(DISTINCT replied)                                         AS replies,
        count(*) FILTER (event = 'survey_answer' AND NOT is_answer)     AS left_out,
        count(*) FILTER (is_answer AND has_comment)                     AS comments,
        avg(score) FILTER (is_answer)                                   AS mean_score,
        CASE survey WHEN 'nps' THEN count(*) FILTER (is_answer AND score >= 9) END AS promoters,
        CASE survey WHEN 'nps' THEN count(*) FILTER (is_answer AND score <= 6) END AS detractors,
        CASE survey WHEN 'csat' THEN count(*) FILTER (is_answer AND score >= 4) END AS content,
        count(DISTINCT visit)                                           AS visits,
        count(DISTINCT visit) FILTER (is_order)                         AS ordered
    FROM joined
    GROUP BY survey, part
)
SELECT
    survey, part, shown, answers,
    replies / nullif(shown, 0)                                          AS response_rate,
    CASE WHEN shown > 0 THEN wilson_low(replies / shown, shown) END     AS response_low,
    CASE WHEN shown > 0 THEN wilson_high(replies / shown, shown) END    AS response_high,
    left_out, comments, mean_score,
    promoters,
    answers - promoters - detractors                                    AS passives,
    detractors,
    100 * (promoters - detractors) / nullif(answers, 0)                 AS nps,
    nps_end(promoters, detractors, answers, -1)                         AS nps_low,
    nps_end(promoters, detractors, answers, 1)                          AS nps_high,
    content / nullif(answers, 0)                                        AS satisfied,
    CASE WHEN content IS NOT NULL AND answers > 0 THEN wilson_low(content / answers, answers) END  AS satisfied_low,
    CASE WHEN content IS NOT NULL AND answers > 0 THEN wilson_high(content / answers, answers) END AS satisfied_high,
    visits, ordered,
    ordered / nullif(visits, 0)                                         AS ordered_rate,
    CASE WHEN visits > 0 THEN wilson_low(ordered / visits, visits) END  AS ordered_low,
    CASE WHEN visits > 0 THEN wilson_high(ordered / visits, visits) END AS ordered_high
FROM counted;

COMMENT ON MACRO TABLE surveys IS 'What surveys have asked and heard: response rate, NPS, CSAT, CES with their intervals, and who ordered in the visit.';
