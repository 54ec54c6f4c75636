-- Clicks with what they brought about. The parameters of a row are read once, whatever the view needs.

CREATE OR REPLACE VIEW clicks AS
SELECT
    site, session_id, visitor_id, occurred_at, page_path,
    p.element  AS element,
    p.reaction AS reaction,
    p.react_ms AS react_ms,
    p.friction AS friction
FROM (
    SELECT *, json_transform(params, '{
        "element": "VARCHAR", "reaction": "VARCHAR", "react_ms": "BIGINT", "friction": ["VARCHAR"]
    }') AS p
    FROM asked(NULL, NULL, NULL, NULL)
    WHERE event = 'click'
);

COMMENT ON VIEW clicks IS 'One row a click, with what it brought about.';
COMMENT ON COLUMN clicks.site IS 'The shop.';
COMMENT ON COLUMN clicks.session_id IS 'The visit.';
COMMENT ON COLUMN clicks.visitor_id IS 'Pseudonym of who clicked.';
COMMENT ON COLUMN clicks.occurred_at IS 'When it was clicked, UTC.';
COMMENT ON COLUMN clicks.page_path IS 'Path of the page.';
COMMENT ON COLUMN clicks.element IS 'What was clicked: tag with id, class or name, never a text or a value.';
COMMENT ON COLUMN clicks.reaction IS 'The first reaction: mutation, navigation, scroll, input, toggle, open, blur, request, validation; empty where there was none.';
COMMENT ON COLUMN clicks.react_ms IS 'Milliseconds to the first reaction.';
COMMENT ON COLUMN clicks.friction IS 'What was wrong with it: dead (no reaction in 3 s), slow (1 to 3 s), rage (the third without one), error (a script''s error within 2 s), pay (paying clicked again).';
