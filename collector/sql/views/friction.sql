-- Friction: everything that made it harder, whoever noticed it: the tracker, the shop, or a macro by
-- looking at the order of things.

CREATE OR REPLACE MACRO asked_friction(p_site, p_since, p_until, p_segment) AS TABLE
WITH signals AS MATERIALIZED (
    FROM friction_signals(p_site, p_since, p_until, p_segment)
), read AS (
    SELECT *, json_transform(params, '{
        "element": "VARCHAR", "form": "VARCHAR", "field": "VARCHAR", "errors": "BIGINT",
        "metric": "VARCHAR", "ms": "DOUBLE", "score": "DOUBLE", "react_ms": "BIGINT", "error": "VARCHAR",
        "message": "VARCHAR", "place": "VARCHAR", "method": "VARCHAR", "host": "VARCHAR",
        "path": "VARCHAR", "status": "BIGINT", "request_ms": "BIGINT", "error_type": "VARCHAR",
        "error_code": "VARCHAR", "before": "DOUBLE", "after": "DOUBLE", "about": "VARCHAR",
        "how": "VARCHAR", "rating": "DOUBLE", "rating_best": "DOUBLE", "ratings": "BIGINT"
    }') AS p
    FROM signals
    WHERE kind IS NOT NULL
), described AS (
    SELECT
        site, session_id, visitor_id, occurred_at, page_path, kind,
        CASE event
            WHEN 'field' THEN concat_ws('.', p.form, p.field)
            WHEN 'form'  THEN p.form
            ELSE p.element
        END AS element,
        CASE event
            WHEN 'click'          THEN p.react_ms || ' ms'
            WHEN 'field'          THEN p.errors || ' times'
            WHEN 'web_vital'      THEN
                coalesce(try_cast(p.ms AS BIGINT) || ' ms', round(p.score, 3)::VARCHAR)
            WHEN 'js_error'       THEN concat_ws(' ', p.error || ':', p.message, p.place)
            WHEN 'request_failed' THEN concat_ws(' ', p.method, concat(p.host, p.path), p.status)
            WHEN 'request_slow'   THEN concat_ws(' ', p.method, concat(p.host, p.path), p.request_ms || ' ms')
            WHEN 'payment_error'  THEN concat_ws(' ', p.error_type, p.error_code)
            WHEN 'price_change'   THEN p.before || ' to ' || p.after
            WHEN 'doubt'          THEN concat_ws(' ', p.about, p.how)
            WHEN 'content'        THEN
                concat_ws(' ', p.rating, 'of', coalesce(p.rating_best, 5), '(' || p.ratings || ')')
            ELSE detail
        END AS detail
    FROM read
), steps AS (
    SELECT session_id, occurred_at, step FROM signals WHERE kind IS NULL
)
SELECT
    site,
    described.session_id  AS session_id,
    visitor_id,
    described.occurred_at AS occurred_at,
    page_path,
    kind,
    element,
    step,
    CASE
        WHEN kind = 'payment_error' AND starts_with(detail, 'soft') THEN 'medium'
        ELSE severity(kind)
    END AS severity,
    detail
FROM described
ASOF LEFT JOIN steps
    ON described.session_id = steps.session_id AND described.occurred_at >= steps.occurred_at;

COMMENT ON MACRO TABLE asked_friction IS 'One row a friction signal at a site, in a period, in a segment; what is NULL does not matter.';

CREATE OR REPLACE VIEW friction AS
FROM asked_friction(NULL, NULL, NULL, NULL);

COMMENT ON VIEW friction IS 'One row a friction signal, of whatever kind.';
COMMENT ON COLUMN friction.site IS 'The shop.';
COMMENT ON COLUMN friction.session_id IS 'The visit.';
COMMENT ON COLUMN friction.visitor_id IS 'Pseudonym of who met it.';
COMMENT ON COLUMN friction.occurred_at IS 'When it was noticed, UTC.';
COMMENT ON COLUMN friction.page_path IS 'Path of the page; of a quick_back, the page that was left at once; of pogo, the list.';
COMMENT ON COLUMN friction.kind IS 'Of clicks: dead, slow, rage, error, pay. Of the tracker: thrashed_cursor, dead_swipe, coupon_hunt, zero_results, validation, doubt, js_error, request_failed, request_slow, payment_error, coupon_error, stock_error, price_change, poor_lcp, poor_inp, poor_cls. Of pages: bad_reviews (a product with 3 stars of 5 or less). Derived here: resubmit (in the checkout, a form sent again after it was refused or nothing followed), quick_back, pogo, step_back, price_change.';
COMMENT ON COLUMN friction.element IS 'The element, or form and field.';
COMMENT ON COLUMN friction.step IS 'The checkout step the visit was in; empty before the first.';
COMMENT ON COLUMN friction.severity IS 'How much it weighs: low, medium, high.';
COMMENT ON COLUMN friction.detail IS 'More about it: a time, a number, a code, a path; never what was typed.';
