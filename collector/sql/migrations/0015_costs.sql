-- What channels cost, day by day, for attribution to say what they return.
CREATE TABLE costs (
    site     VARCHAR,
    day      DATE           NOT NULL,
    channel  VARCHAR        NOT NULL,
    campaign VARCHAR,
    cost     DECIMAL(18, 4) NOT NULL
);

COMMENT ON TABLE costs IS 'One row a day, channel and campaign: what it cost, as the shop has told.';
COMMENT ON COLUMN costs.site IS 'At which site; empty for all.';
COMMENT ON COLUMN costs.day IS 'The day on which it was spent.';
COMMENT ON COLUMN costs.channel IS 'The channel, by the name that reports give it.';
COMMENT ON COLUMN costs.campaign IS 'The campaign; empty where the file has none.';
COMMENT ON COLUMN costs.cost IS 'What it cost, in the currency of the orders.';
