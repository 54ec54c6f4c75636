-- Whether a visitor can be met again on another day: with consent, by an identity, or told apart by the
-- shop's own system. Without, the pseudonym changes every day, and everybody would seem to stay away; and what
-- a server or a till tells of nobody in particular has a pseudonym of its own.
CREATE OR REPLACE MACRO recognised(p_source, p_consent, p_identity) AS
p_identity IS NOT NULL
    OR coalesce(p_consent = 'granted', p_source NOT IN ('tracker', 'fallback', 'server', 'offline'));

COMMENT ON MACRO recognised IS 'Whether the visitor of an event can be met again on another day.';
