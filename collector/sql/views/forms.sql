-- Forms to Zuko's definitions: view, starter, completion, abandon.

CREATE OR REPLACE MACRO asked_forms(p_site, p_since, p_until, p_segment) AS TABLE
WITH told AS (
    SELECT
        site, session_id, visitor_id, occurred_at, page_path, action, p,
        action = 'submitted' AND completes(p.outcome, p.status) AS is_completion
    FROM (
        SELECT *, json_transform(params, '{
            "form": "VARCHAR", "outcome": "VARCHAR", "status": "BIGINT", "form_ms": "BIGINT",
            "last_field": "VARCHAR", "fields": "BIGINT"
        }') AS p
        FROM asked(p_site, p_since, p_until, p_segment)
        WHERE event = 'form' AND action IN ('viewed', 'started', 'submitted', 'left')
    )
    WHERE p.form IS NOT NULL
)
SELECT
    site,
    session_id,
    p.form                                                       AS form,
    any_value(visitor_id)                                        AS visitor_id,
    arg_min(page_path, occurred_at)                              AS page_path,
    min(occurred_at)                                             AS first_at,
    max(occurred_at)                                             AS last_at,
    true                                                         AS viewed,
    bool_or(action <> 'viewed')                                  AS started,
    -- What a script sends on after nothing was told of it is the same submission, as in friction_signals.
    count(*) FILTER (action = 'submitted') - len(list_intersect(
        coalesce(list(p.form_ms) FILTER (p.outcome = 'nothing' AND p.form_ms > 0), []),
        coalesce(list(p.form_ms) FILTER (p.outcome <> 'nothing' AND p.form_ms > 0), [])
    ))                                                           AS submitted,
    count(*) FILTER (action = 'submitted' AND p.outcome = 'invalid') AS invalid,
    bool_or(is_completion)                                       AS completed,
    bool_or(action <> 'viewed') AND NOT bool_or(is_completion)   AS abandoned,
    CASE WHEN NOT bool_or(is_completion) THEN arg_max(p.last_field, occurred_at) END AS last_field,
    max(p.fields)                                                AS fields,
    max(p.form_ms)                                               AS form_ms
FROM told
GROUP BY site, session_id, p.form;

COMMENT ON MACRO TABLE asked_forms IS 'One row a form a visit, of what is asked for: how far it came.';

CREATE OR REPLACE VIEW forms AS
FROM asked_forms(NULL, NULL, NULL, NULL);

COMMENT ON VIEW forms IS 'One row a form a visit: how far it came (Zuko''s view, starter, completion, abandon).';
COMMENT ON COLUMN forms.site IS 'The shop.';
COMMENT ON COLUMN forms.session_id IS 'The visit.';
COMMENT ON COLUMN forms.form IS 'Name of the form.';
COMMENT ON COLUMN forms.visitor_id IS 'Pseudonym of who filled it in.';
COMMENT ON COLUMN forms.page_path IS 'Path of the page on which it was first met.';
COMMENT ON COLUMN forms.first_at IS 'When it was first met, UTC.';
COMMENT ON COLUMN forms.last_at IS 'When something was last heard of it, UTC.';
COMMENT ON COLUMN forms.viewed IS 'Whether it was seen: true of every row here.';
COMMENT ON COLUMN forms.started IS 'Whether a field of it was touched (Zuko''s starter).';
COMMENT ON COLUMN forms.submitted IS 'How often it was submitted.';
COMMENT ON COLUMN forms.invalid IS 'How often a submit was stopped by the form''s own checks.';
COMMENT ON COLUMN forms.completed IS 'Whether a submit led to another page or to a request that was not refused (Zuko''s completion).';
COMMENT ON COLUMN forms.abandoned IS 'Whether it was started and not completed; of a visit under way: not yet.';
COMMENT ON COLUMN forms.last_field IS 'The last field touched before it was left without completion.';
COMMENT ON COLUMN forms.fields IS 'How many different fields were touched on one page view, at most.';
COMMENT ON COLUMN forms.form_ms IS 'Milliseconds from the first touch to the submit or the leaving, the longest.';
