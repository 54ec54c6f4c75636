-- Forms to Zuko's definitions ("Metric definitions"): a visit counts once as view, starter, completion.
CREATE OR REPLACE MACRO form_report(p_site, p_since, p_until, p_segment) AS TABLE
SELECT
    form,
    count(*)                                                    AS views,
    count(*) FILTER (started)                                   AS starters,
    count(*) FILTER (completed)                                 AS completions,
    starters / views                                            AS view_to_starter,
    count(*) FILTER (completed AND started) / nullif(starters, 0) AS starter_to_completion,
    completions / views                                         AS view_to_completion,
    count(*) FILTER (abandoned)                                 AS abandons,
    mode(last_field) FILTER (abandoned)                         AS last_field,
    sum(invalid)                                                AS refused,
    median(form_ms) FILTER (completed) / 1000                   AS completers_seconds,
    median(form_ms) FILTER (abandoned) / 1000                   AS abandoners_seconds
FROM asked_forms(p_site, p_since, p_until, p_segment)
GROUP BY form;

COMMENT ON MACRO TABLE form_report IS 'Forms to Zuko''s definitions: views, starters, completions, abandons.';
