-- The touchpoints there are: those met on pages, those off them (a till, a call, a letter) and the ways that
-- lead to the shop, each with its kind by the rules and, by that, its medium.
CREATE OR REPLACE MACRO medium_of(p_kind, p_off_pages) AS
CASE
    WHEN p_kind IN ('store', 'call', 'print') THEN 'physical'
    -- Something in the hand that leads to a page, or is one.
    WHEN p_kind = 'receipt' THEN 'hybrid'
    WHEN p_kind IS NOT NULL OR NOT p_off_pages THEN 'digital'
END;

COMMENT ON MACRO medium_of IS 'Whether contacts of a kind are digital, physical (store, call, print) or hybrid (receipt: codes on paper, too); empty for what is off the pages and of no kind.';

CREATE OR REPLACE MACRO met_contacts(p_site, p_since, p_until, p_segment) AS TABLE
WITH met AS MATERIALIZED (
    SELECT
        site, session_id, 'touchpoint' AS contact, touchpoint AS name,
        -- Off the pages the way says more than the name: a phone may be a link or a call.
        CASE WHEN NOT on_page(source, device) THEN channel END AS way,
        NOT on_page(source, device)     AS off_pages,
        any_value(visitor_id)           AS visitor_id,
        min(occurred_at)                AS first_at,
        max(occurred_at)                AS last_at
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE touchpoint IS NOT NULL AND (event = 'touchpoint' OR NOT on_page(source, device))
    GROUP BY ALL
    UNION ALL
    SELECT
        site, session_id, 'channel', arg_min(channel, occurred_at), NULL, NOT bool_or(on_page(source, device)),
        any_value(visitor_id), min(occurred_at), min(occurred_at)
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE channel IS NOT NULL
    GROUP BY site, session_id
), named AS (
    SELECT *, coalesce(kind_of(site, 'channel', way), kind_of(site, contact, name)) AS kind
    FROM (SELECT DISTINCT site, contact, name, way FROM met)
)
SELECT met.site AS site, session_id, visitor_id, met.contact AS contact, met.name AS name, kind,
    medium_of(kind, off_pages) AS medium, first_at, last_at
FROM met JOIN named
    ON met.site = named.site AND met.contact = named.contact AND met.name = named.name
    AND met.way IS NOT DISTINCT FROM named.way;

COMMENT ON MACRO TABLE met_contacts IS 'One row a touchpoint that a visit met or a way that it came by, with its kind and medium.';

CREATE OR REPLACE VIEW catalogue AS
SELECT
    site, contact, name,
    count(*)                   AS visits,
    count(DISTINCT visitor_id) AS visitors,
    min(first_at)              AS first_at,
    max(last_at)               AS last_at,
    kind, medium
FROM met_contacts(NULL, NULL, NULL, NULL)
GROUP BY site, contact, name, kind, medium;

COMMENT ON VIEW catalogue IS 'One row a touchpoint of a site, on its pages, off them or a way that leads to it; two where one name is met both on them and off them, of different kinds.';
COMMENT ON COLUMN catalogue.site IS 'The shop.';
COMMENT ON COLUMN catalogue.contact IS 'What it is: touchpoint (on a page, or told from elsewhere) or channel (the way a visit came).';
COMMENT ON COLUMN catalogue.name IS 'Name of the touchpoint or the channel.';
COMMENT ON COLUMN catalogue.visits IS 'Visits that met it, or came by it.';
COMMENT ON COLUMN catalogue.visitors IS 'Visitors of those visits.';
COMMENT ON COLUMN catalogue.first_at IS 'When it was first met, UTC.';
COMMENT ON COLUMN catalogue.last_at IS 'When it was last met, UTC; of a channel, when the last visit by it began.';
COMMENT ON COLUMN catalogue.kind IS 'Its kind by the rules in force; empty where none holds.';
COMMENT ON COLUMN catalogue.medium IS 'Whether it is digital, physical or hybrid, by its kind.';
