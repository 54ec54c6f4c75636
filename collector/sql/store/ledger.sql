-- Which migrations a store has had; the first thing made in a new file.
CREATE TABLE IF NOT EXISTS migrations (
    version    INTEGER   NOT NULL,
    name       VARCHAR   NOT NULL,
    applied_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE migrations IS 'Changes of schema this file has had, in order.';
COMMENT ON COLUMN migrations.version IS 'Number of the change.';
COMMENT ON COLUMN migrations.name IS 'Name of the change: its file in collector/sql/migrations.';
COMMENT ON COLUMN migrations.applied_at IS 'When it was made, UTC.';
