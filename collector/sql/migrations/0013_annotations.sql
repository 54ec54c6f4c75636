-- What the shop has changed, and when: each is held against the weeks before it.
CREATE TABLE annotations (
    name    VARCHAR   NOT NULL,
    on_day  DATE      NOT NULL,
    note    VARCHAR,
    site    VARCHAR,
    step    VARCHAR,
    segment VARCHAR,
    made_at TIMESTAMP NOT NULL
);

COMMENT ON TABLE annotations IS 'One row a change that the shop has made and noted.';
COMMENT ON COLUMN annotations.name IS 'What it is called.';
COMMENT ON COLUMN annotations.on_day IS 'The first day with it, UTC.';
COMMENT ON COLUMN annotations.note IS 'What was changed, in the shop''s own words.';
COMMENT ON COLUMN annotations.site IS 'At which site; empty for all.';
COMMENT ON COLUMN annotations.step IS 'The stage from which visits are looked at, as the report stages names it; empty for all visits.';
COMMENT ON COLUMN annotations.segment IS 'The saved segment that it concerns; empty for all visits.';
COMMENT ON COLUMN annotations.made_at IS 'When it was noted, UTC.';
