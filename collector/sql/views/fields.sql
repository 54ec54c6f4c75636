-- Fields of forms to Zuko's definitions: visit, return, time, hesitation, correction.

CREATE OR REPLACE MACRO asked_fields(p_site, p_since, p_until, p_segment) AS TABLE
SELECT
    site,
    session_id,
    p.form                                              AS form,
    p.field                                             AS field,
    any_value(visitor_id)                               AS visitor_id,
    min(occurred_at)                                    AS first_at,
    coalesce(try_cast(sum(p.visits) AS BIGINT), 0)      AS visits,
    coalesce(try_cast(sum(p.returns) AS BIGINT), 0)     AS returns,
    coalesce(try_cast(sum(p.field_ms) AS BIGINT), 0)    AS field_ms,
    arg_min(p.hesitation_ms, occurred_at)               AS hesitation_ms,
    coalesce(try_cast(sum(p.corrections) AS BIGINT), 0) AS corrections,
    coalesce(try_cast(sum(p.pastes) AS BIGINT), 0)      AS pastes,
    coalesce(try_cast(sum(p.autofills) AS BIGINT), 0)   AS autofills,
    coalesce(try_cast(sum(p.errors) AS BIGINT), 0)      AS errors,
    arg_max(coalesce(p.dirty, false), occurred_at)      AS dirty
FROM (
    SELECT *, json_transform(params, '{
        "form": "VARCHAR", "field": "VARCHAR", "visits": "BIGINT", "returns": "BIGINT",
        "field_ms": "BIGINT", "hesitation_ms": "BIGINT", "corrections": "BIGINT", "pastes": "BIGINT",
        "autofills": "BIGINT", "errors": "BIGINT", "dirty": "BOOLEAN"
    }') AS p
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event = 'field'
)
WHERE p.field IS NOT NULL
GROUP BY site, session_id, p.form, p.field;

COMMENT ON MACRO TABLE asked_fields IS 'One row a field of a form a visit, of what is asked for.';

CREATE OR REPLACE VIEW fields AS
FROM asked_fields(NULL, NULL, NULL, NULL);

COMMENT ON VIEW fields IS 'One row a field of a form a visit: what it cost to fill in.';
COMMENT ON COLUMN fields.site IS 'The shop.';
COMMENT ON COLUMN fields.session_id IS 'The visit.';
COMMENT ON COLUMN fields.form IS 'Name of the form.';
COMMENT ON COLUMN fields.field IS 'The field''s name or autocomplete token, never what is in it.';
COMMENT ON COLUMN fields.visitor_id IS 'Pseudonym of who filled it in.';
COMMENT ON COLUMN fields.first_at IS 'When it was first heard of, UTC.';
COMMENT ON COLUMN fields.visits IS 'How often it had the focus.';
COMMENT ON COLUMN fields.returns IS 'How often it was come back to after something had been entered (Zuko''s field returns).';
COMMENT ON COLUMN fields.field_ms IS 'Milliseconds it had the focus.';
COMMENT ON COLUMN fields.hesitation_ms IS 'Milliseconds from the first focus to the first key.';
COMMENT ON COLUMN fields.corrections IS 'How often something was deleted or replaced in it.';
COMMENT ON COLUMN fields.pastes IS 'How often something was pasted into it.';
COMMENT ON COLUMN fields.autofills IS 'How often the browser filled it in.';
COMMENT ON COLUMN fields.errors IS 'How often it failed a check (invalid, aria-invalid, an error shown beside it).';
COMMENT ON COLUMN fields.dirty IS 'Whether it was changed and not submitted when last heard of.';
