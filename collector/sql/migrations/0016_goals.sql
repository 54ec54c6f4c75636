-- What the shop wants its figures to be, period by period.
CREATE TABLE goals (
    name     VARCHAR   NOT NULL,
    figure   VARCHAR   NOT NULL,
    every    VARCHAR   NOT NULL,
    at_least DOUBLE,
    at_most  DOUBLE,
    site     VARCHAR,
    segment  VARCHAR,
    made_at  TIMESTAMP NOT NULL
);

COMMENT ON TABLE goals IS 'One row a goal: what a figure of the shop is to be in each period.';
COMMENT ON COLUMN goals.name IS 'What it is called.';
COMMENT ON COLUMN goals.figure IS 'Which figure, as the report evolution names it.';
COMMENT ON COLUMN goals.every IS 'Length of a period: day, week, month, year.';
COMMENT ON COLUMN goals.at_least IS 'What the figure is to be at least; empty for no bound.';
COMMENT ON COLUMN goals.at_most IS 'What the figure is to be at most; empty for no bound.';
COMMENT ON COLUMN goals.site IS 'Of which site; empty for all.';
COMMENT ON COLUMN goals.segment IS 'Of the visits of which saved segment; empty for all visits.';
COMMENT ON COLUMN goals.made_at IS 'When it was set, UTC.';
