-- What the columns of events say of themselves by now. The table is made by the migrations; to put what is said of
-- it right needs none.
COMMENT ON COLUMN events.source IS 'Who wrote it: tracker, fallback (the tracker without WebAssembly), server (POST /v1/events), demo (made up), or the import: ga360, rees46, snowplow, ga4, matomo, offline, mapped (by a mapping of the shop''s own).';
COMMENT ON COLUMN events.device IS 'Kind of device: desktop, mobile, tablet, tv, console; of imports, as the source names it.';
