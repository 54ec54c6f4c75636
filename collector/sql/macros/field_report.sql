-- Fields to Zuko's definitions. The behaviour difference is the share of abandoners who came back to the
-- field less the share of completers, with Newcombe's interval: it is significant where that leaves 0 out.
CREATE OR REPLACE MACRO field_report(p_site, p_since, p_until, p_segment) AS TABLE
WITH forms AS MATERIALIZED (
    FROM asked_forms(p_site, p_since, p_until, p_segment)
), joined AS (
    SELECT
        fields.*, forms.abandoned AS abandoned, forms.completed AS completed,
        forms.abandoned AND forms.last_field = fields.field AS is_last
    FROM asked_fields(p_site, p_since, p_until, p_segment) AS fields
    LEFT JOIN forms USING (site, session_id, form)
), counted AS (
    SELECT
        form, field,
        count(*)                                                 AS starters,
        sum(visits)                                              AS visits,
        count(*) FILTER (is_last)                                AS abandons,
        count(*) FILTER (returns > 0)                            AS returners,
        sum(returns)                                             AS total_returns,
        sum(field_ms) / 1000                                     AS total_seconds,
        median(field_ms) / 1000                                  AS time_in_field,
        median(hesitation_ms) / 1000                             AS hesitation,
        sum(corrections)                                         AS corrections,
        count(*) FILTER (pastes > 0)                             AS pastes,
        count(*) FILTER (autofills > 0)                          AS autofills,
        sum(errors)                                              AS validation_failures,
        count(*) FILTER (errors > 0)                             AS visits_with_failures,
        count(*) FILTER (abandoned)                              AS abandoners,
        count(*) FILTER (abandoned AND returns > 0)              AS abandoners_back,
        count(*) FILTER (completed)                              AS completers,
        count(*) FILTER (completed AND returns > 0)              AS completers_back
    FROM joined
    GROUP BY form, field
), totals AS (
    SELECT form, count(*) AS form_starters, count(*) FILTER (abandoned) AS form_abandons
    FROM forms
    WHERE started
    GROUP BY form
), compared AS (
    SELECT *,
        abandoners_back / nullif(abandoners, 0) AS abandoner_return_rate,
        completers_back / nullif(completers, 0) AS completer_return_rate,
        newcombe_low(abandoner_return_rate, abandoners, completer_return_rate, completers)  AS low,
        newcombe_high(abandoner_return_rate, abandoners, completer_return_rate, completers) AS high
    FROM counted LEFT JOIN totals USING (form)
)
SELECT
    form, field,
    starters,
    starters / nullif(form_starters, 0)          AS reach,
    abandons,
    abandons / nullif(form_abandons, 0)          AS share_of_abandons,
    returners                                    AS field_returns,
    total_returns,
    total_returns / nullif(returners, 0)         AS average_returns,
    time_in_field,
    total_seconds,
    hesitation,
    corrections,
    pastes,
    autofills,
    validation_failures,
    visits_with_failures,
    abandoner_return_rate,
    completer_return_rate,
    abandoner_return_rate - completer_return_rate AS behaviour_difference,
    low                                          AS behaviour_difference_low,
    high                                         AS behaviour_difference_high,
    low > 0 OR high < 0                          AS is_significant
FROM compared;

COMMENT ON MACRO TABLE field_report IS 'Fields to Zuko''s definitions: abandons, returns, time, and what those who give up do otherwise.';
