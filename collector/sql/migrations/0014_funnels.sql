-- Funnels saved by name: the question, as it is asked over HTTP.
CREATE TABLE funnels (
    name     VARCHAR   NOT NULL,
    question VARCHAR   NOT NULL,
    made_at  TIMESTAMP NOT NULL
);

COMMENT ON TABLE funnels IS 'One row a saved funnel.';
COMMENT ON COLUMN funnels.name IS 'What it is called.';
COMMENT ON COLUMN funnels.question IS 'What it asks, as the query of GET /v1/reports/funnel.';
COMMENT ON COLUMN funnels.made_at IS 'When it was saved, UTC.';
