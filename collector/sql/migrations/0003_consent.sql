-- What visitors said to being recognised, and who they are to the shop. New columns come last: the
-- collector writes rows by place.

ALTER TABLE events ADD COLUMN consent VARCHAR;
ALTER TABLE events ADD COLUMN identity VARCHAR;

COMMENT ON COLUMN events.consent IS 'What the visitor had said to being recognised: granted, denied; empty where never asked.';
COMMENT ON COLUMN events.identity IS 'Who it is to the shop: SHA-256 of the shop''s own id, salted with the site, made in the page.';
COMMENT ON COLUMN events.visitor_id IS 'Pseudonym of the visitor: lasting with consent; without, it changes every day and cannot be traced back.';
