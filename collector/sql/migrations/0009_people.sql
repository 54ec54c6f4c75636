-- Robots are marked and left out of the views; every event has its phase; views and macros are put
-- into the file whenever they differ from the program's (sql/views, sql/macros), so that no migration
-- has to change them. Segments are asked for by name in every report.

ALTER TABLE events ADD COLUMN robot VARCHAR;
ALTER TABLE events ADD COLUMN phase VARCHAR;

COMMENT ON COLUMN events.robot IS 'Why it is not a person''s: declared, prefetch, spam or the like; empty for people.';
COMMENT ON COLUMN events.phase IS 'Phase of the journey: awareness, research, consideration, decision, purchase, experience or loyalty.';

CREATE TABLE definitions (
    digest     VARCHAR   NOT NULL,
    applied_at TIMESTAMP NOT NULL
);

COMMENT ON TABLE definitions IS 'Which views and macros the file has: one row.';
COMMENT ON COLUMN definitions.digest IS 'Sum over the text of all of them.';
COMMENT ON COLUMN definitions.applied_at IS 'When they were put into the file, UTC.';

CREATE TABLE segments (
    segment    VARCHAR   NOT NULL,
    definition VARCHAR   NOT NULL,
    made_at    TIMESTAMP NOT NULL
);

COMMENT ON TABLE segments IS 'Saved segments: groups of visits by what they did or are.';
COMMENT ON COLUMN segments.segment IS 'Name of the segment.';
COMMENT ON COLUMN segments.definition IS 'What a visit must have, in the words of a funnel''s step.';
COMMENT ON COLUMN segments.made_at IS 'When it was saved, UTC.';

CREATE TABLE segment_members (
    segment    VARCHAR NOT NULL,
    session_id UBIGINT NOT NULL
);

COMMENT ON TABLE segment_members IS 'The visits of each segment, as of the last time it was reckoned.';
COMMENT ON COLUMN segment_members.segment IS 'Name of the segment.';
COMMENT ON COLUMN segment_members.session_id IS 'A visit that belongs to it.';
