-- Segments are reckoned when they are saved, asked to be, and once a day; when is told with them.
ALTER TABLE segments ADD COLUMN reckoned_at TIMESTAMP;

COMMENT ON COLUMN segments.definition IS 'The rule: what a visit must have or must not have.';
COMMENT ON COLUMN segments.reckoned_at IS 'When its visits were last looked for, UTC.';
