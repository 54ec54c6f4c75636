-- The events table: one row an event, in the order of arrival; never updated.
-- No function defaults and no keys: DuckDB 1.5 cannot replay some logs with the first, and the second
-- costs five times the file. Sameness of event_id is kept by the writer.

CREATE TABLE events (
    event_id       UUID      NOT NULL,
    site           VARCHAR   NOT NULL,
    visitor_id     UBIGINT   NOT NULL,
    session_id     UBIGINT   NOT NULL,
    event          VARCHAR   NOT NULL,
    occurred_at    TIMESTAMP NOT NULL,
    received_at    TIMESTAMP NOT NULL,
    source         VARCHAR   NOT NULL,
    page_host      VARCHAR,
    page_path      VARCHAR,
    page_title     VARCHAR,
    referrer_host  VARCHAR,
    utm_source     VARCHAR,
    utm_medium     VARCHAR,
    utm_campaign   VARCHAR,
    utm_content    VARCHAR,
    utm_term       VARCHAR,
    click_id       VARCHAR,
    channel        VARCHAR,
    device         VARCHAR,
    browser        VARCHAR,
    system         VARCHAR,
    country        VARCHAR,
    touchpoint     VARCHAR,
    action         VARCHAR,
    currency       VARCHAR,
    value          DECIMAL(18, 4),
    transaction_id VARCHAR,
    items          JSON,
    params         JSON
);

COMMENT ON TABLE events IS 'One row an event: a contact a shopper had with the shop, in the order of arrival.';
COMMENT ON COLUMN events.event_id IS 'Identity of the event; a retry has the same and is stored once.';
COMMENT ON COLUMN events.site IS 'The shop, as in the tag''s data-site or the import''s --site.';
COMMENT ON COLUMN events.visitor_id IS 'Pseudonym of the visitor; by default it changes every day and cannot be traced back.';
COMMENT ON COLUMN events.session_id IS 'One visit: a visitor''s events with no pause of 30 minutes or more, or the imported session.';
COMMENT ON COLUMN events.event IS 'What happened: GA4''s event name, Percorso''s own, or the shop''s.';
COMMENT ON COLUMN events.occurred_at IS 'When it happened, UTC: the client''s time corrected by the collector''s clock.';
COMMENT ON COLUMN events.received_at IS 'When it was received or imported, UTC, by the collector''s clock.';
COMMENT ON COLUMN events.source IS 'Who wrote it: tracker, fallback (the tracker without WebAssembly), or an import''s preset.';
COMMENT ON COLUMN events.page_host IS 'Host of the page.';
COMMENT ON COLUMN events.page_path IS 'Path of the page, without query and fragment.';
COMMENT ON COLUMN events.page_title IS 'Title of the page.';
COMMENT ON COLUMN events.referrer_host IS 'Host the visitor came from, when another than the page''s.';
COMMENT ON COLUMN events.utm_source IS 'utm_source of the page''s address.';
COMMENT ON COLUMN events.utm_medium IS 'utm_medium of the page''s address.';
COMMENT ON COLUMN events.utm_campaign IS 'utm_campaign of the page''s address.';
COMMENT ON COLUMN events.utm_content IS 'utm_content of the page''s address.';
COMMENT ON COLUMN events.utm_term IS 'utm_term of the page''s address.';
COMMENT ON COLUMN events.click_id IS 'Which advertiser''s click id the page''s address carried (gclid, fbclid, ...); never its value.';
COMMENT ON COLUMN events.channel IS 'Channel of the visit, as imported.';
COMMENT ON COLUMN events.device IS 'Kind of device: desktop, mobile, tablet.';
COMMENT ON COLUMN events.browser IS 'Browser family.';
COMMENT ON COLUMN events.system IS 'Operating system family.';
COMMENT ON COLUMN events.country IS 'Country, as the source names it.';
COMMENT ON COLUMN events.touchpoint IS 'The touchpoint the event is about (data-touchpoint).';
COMMENT ON COLUMN events.action IS 'What was done with the touchpoint: seen, attended, acted.';
COMMENT ON COLUMN events.currency IS 'Currency of value, ISO 4217.';
COMMENT ON COLUMN events.value IS 'Worth of the event in currency, without tax and shipping (GA4''s value).';
COMMENT ON COLUMN events.transaction_id IS 'The order''s number in the shop.';
COMMENT ON COLUMN events.items IS 'The products concerned, a JSON array of GA4''s items.';
COMMENT ON COLUMN events.params IS 'Every other parameter of the event, a JSON object.';
