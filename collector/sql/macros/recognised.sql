-- Whether a visitor can be met again on another day: with consent, or told apart by the shop's own
-- system. Without, the pseudonym changes every day, and everybody would seem to stay away.
CREATE OR REPLACE MACRO recognised(p_source, p_consent) AS
coalesce(p_consent = 'granted', p_source NOT IN ('tracker', 'fallback'));

COMMENT ON MACRO recognised IS 'Whether the visitor of an event can be met again on another day.';
