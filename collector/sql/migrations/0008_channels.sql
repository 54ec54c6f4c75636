-- Channels are told by the collector now, not by imports alone.
COMMENT ON COLUMN events.channel IS 'The way the visit came, by the names of GA4''s default channel group and some more; of page views that may begin a visit, and of imported events.';
COMMENT ON COLUMN events.referrer_host IS 'Host the visitor came from, when another than the page''s; of an Android app, its package.';
