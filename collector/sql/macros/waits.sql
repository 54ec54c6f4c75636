-- What is waited for: from p_from to p_to, of a person; where neither is named, the usual three.
CREATE OR REPLACE MACRO wait_pairs(p_from := NULL, p_to := NULL) AS TABLE
SELECT * FROM (VALUES
    (1, 'first', 'purchase', false),
    (2, 'purchase', 'order_delivered', true),
    (3, 'first', 'order_delivered', false)
) AS usual (pair, opening, ending, of_orders)
WHERE p_from IS NULL
UNION ALL
SELECT 1, p_from, p_to, false WHERE p_from IS NOT NULL;

COMMENT ON MACRO TABLE wait_pairs IS 'From what to what waits are told, and whether of an order or of a person.';

-- How long from one thing to another, for everybody who began, also those who have not come to it: from
-- p_from (an event, or first: the first contact) to p_to, of a person, from an event to itself the next one;
-- where neither is named, from first contact to order to delivery. All pairs are read in one go: whose
-- pseudonyms are takes longer than the rest.
-- Whoever can be met again was watched until p_now, by itself now (or the period's end), and so was everybody where an
-- order's number tells the end: it is told whoever ordered. Others are watched until their pseudonym ends with
-- its day: had they been until last seen, who orders would seem to be all there are by then.
CREATE OR REPLACE MACRO waits(
    p_site, p_since, p_until, p_segment, p_from := NULL, p_to := NULL, p_now := NULL
) AS TABLE
WITH pairs AS MATERIALIZED (
    FROM wait_pairs(p_from, p_to)
), persons AS MATERIALIZED (
    FROM people
), met AS (
    -- Pseudonyms first, and then whose they are: they are fewer than the events.
    SELECT site, visitor_id, min(occurred_at) AS first_at, max(occurred_at) AS last_at,
        bool_or(recognised(source, consent, identity)) AS known,
        bool_or(on_page(source, device)) AS of_page
    FROM asked(p_site, NULL, p_until, p_segment)
    GROUP BY site, visitor_id
), people_of AS MATERIALIZED (
    SELECT met.site AS site, coalesce(person_id, met.visitor_id) AS person_id, min(first_at) AS first_at,
        max(last_at) AS last_at, bool_or(known) AS known, bool_or(of_page OR known) AS is_met
    FROM met LEFT JOIN persons ON persons.site = met.site AND persons.visitor_id = met.visitor_id
    GROUP BY ALL
), told AS MATERIALIZED (
    -- A segment chooses what begins. What it comes to may be told in another visit, as a parcel is by the
    -- shop's server.
    SELECT asked.site AS site, coalesce(person_id, asked.visitor_id) AS person_id, event, occurred_at,
        transaction_id, on_page(source, device) AS of_page,
        p_segment IS NULL OR session_id IN (
            SELECT session_id FROM segment_members WHERE segment = p_segment) AS may_begin
    FROM asked(p_site, NULL, p_until, NULL) AS asked LEFT JOIN persons USING (site, visitor_id)
    WHERE event IN ('purchase', coalesce(p_from, 'order_delivered'), coalesce(p_to, 'order_delivered'))
), owners AS (
    -- Who ordered: what is told of an order later is told by the shop, not by the visitor, and the order may be.
    SELECT site, transaction_id, min(occurred_at) AS ordered_at,
        coalesce(arg_min(person_id, occurred_at) FILTER (of_page), arg_min(person_id, occurred_at)) AS owner_id
    FROM told
    WHERE event = 'purchase' AND transaction_id IS NOT NULL
    GROUP BY site, transaction_id
), named AS MATERIALIZED (
    SELECT site, event, occurred_at, coalesce(owner_id, person_id) AS who, transaction_id, may_begin,
        coalesce(event = 'purchase' AND occurred_at > ordered_at, false) AS is_again
    FROM told LEFT JOIN owners USING (site, transaction_id)
), paired AS MATERIALIZED (
    -- What is of an order is known by its number, whoever tells it.
    SELECT pair, site, who, CASE WHEN of_orders THEN transaction_id ELSE '' END AS of_order, occurred_at,
        -- An order told again, by a thank-you page loaded later, is no other that it could have come to.
        event = opening AND may_begin AS opens, event = ending AND NOT is_again AS ends,
        -- Ordering is one's own doing; what becomes of an order is told by its number.
        ends AND event <> 'purchase' AND transaction_id IS NOT NULL AS is_numbered
    FROM named JOIN pairs ON event = opening OR event = ending
    WHERE NOT of_orders OR transaction_id IS NOT NULL
), begun AS MATERIALIZED (
    SELECT pair, site, person_id AS who, '' AS of_order, first_at AS began
    FROM people_of CROSS JOIN pairs
    -- A pseudonym that a server or a till made for what it tells is nobody who was met.
    WHERE opening = 'first' AND is_met
    UNION ALL
    SELECT pair, site, any_value(who), of_order, min(occurred_at)
    FROM paired
    WHERE opens
    GROUP BY pair, site, of_order, CASE WHEN of_order = '' THEN who END
), first_ends AS (
    -- No ASOF JOIN: it sorts all who began, and few of them end.
    SELECT begun.pair AS pair, begun.site AS site, begun.who AS who, begun.of_order AS of_order,
        min(occurred_at) AS ended
    FROM begun JOIN paired ON begun.pair = paired.pair AND begun.site = paired.site
        AND begun.who = paired.who AND begun.of_order = paired.of_order
        -- From one thing to the same is to the next one.
        AND (began < occurred_at OR began = occurred_at AND (p_from IS NULL OR p_from <> p_to))
    WHERE ends
    GROUP BY ALL
), joined AS (
    SELECT begun.*, ended
    FROM begun LEFT JOIN first_ends USING (pair, site, who, of_order)
    WHERE p_since IS NULL OR began >= p_since
), by_number AS (
    SELECT pair FROM pairs WHERE of_orders
    UNION
    SELECT pair FROM paired WHERE is_numbered
), watched AS (
    SELECT joined.*, greatest(last_at, least(
        least(coalesce(p_now::TIMESTAMP, make_timestamp(epoch_us(now()))), p_until::TIMESTAMP),
        CASE WHEN NOT known AND by_number.pair IS NULL THEN date_trunc('day', last_at) + INTERVAL 1 DAY END
    )) AS until
    FROM joined LEFT JOIN people_of ON people_of.site = joined.site AND people_of.person_id = joined.who
    LEFT JOIN by_number ON by_number.pair = joined.pair
)
SELECT pair, epoch(coalesce(ended, until) - began) AS seconds, ended IS NOT NULL AS happened
FROM watched
WHERE coalesce(ended, until) >= began;

COMMENT ON MACRO TABLE waits IS 'How long from one thing to another, also of those who have not come to it so far.';
