-- The touchpoints there are: those met on pages, and the ways that lead to the shop, each with its kind.
CREATE OR REPLACE VIEW catalogue AS
SELECT *, kind_of(site, contact, name) AS kind
FROM (
    SELECT
        site,
        'touchpoint'               AS contact,
        touchpoint                 AS name,
        count(*)                   AS visits,
        count(DISTINCT visitor_id) AS visitors,
        min(first_at)              AS first_at,
        max(last_at)               AS last_at
    FROM touchpoints
    GROUP BY site, touchpoint
    UNION ALL
    SELECT site, 'channel', channel, count(*), count(DISTINCT visitor_id), min(started_at), max(started_at)
    FROM sessions
    WHERE channel IS NOT NULL
    GROUP BY site, channel
);

COMMENT ON VIEW catalogue IS 'One row a touchpoint of a site, on its pages or a way that leads to it.';
COMMENT ON COLUMN catalogue.site IS 'The shop.';
COMMENT ON COLUMN catalogue.contact IS 'What it is: touchpoint (on a page) or channel (the way a visit came).';
COMMENT ON COLUMN catalogue.name IS 'Name of the touchpoint or the channel.';
COMMENT ON COLUMN catalogue.visits IS 'Visits that met it, or came by it.';
COMMENT ON COLUMN catalogue.visitors IS 'Visitors of those visits.';
COMMENT ON COLUMN catalogue.first_at IS 'When it was first met, UTC.';
COMMENT ON COLUMN catalogue.last_at IS 'When it was last met, UTC; of a channel, when the last visit by it began.';
COMMENT ON COLUMN catalogue.kind IS 'Its kind by the rules in force; empty where none holds.';
