-- The ledger of carts. A cart begins with the first thing put into it (or a checkout begun, or a cart of
-- some worth looked at, which is all that some sources tell) and ends with the order; after p_recover
-- without either the next one begins. It is abandoned after p_idle without a change, and recovered by an
-- order that still comes within p_recover; one out of which all was taken again is emptied, and nobody's loss.
-- Both are microseconds. States are those of p_now (of now, where it is left out), or of the period's end
-- where that lies before.
CREATE OR REPLACE MACRO carts(
    p_site, p_since, p_until, p_segment, p_idle := 3600000000, p_recover := 604800000000, p_now := NULL
) AS TABLE
WITH told AS MATERIALIZED (
    SELECT
        site, coalesce(person_id, visitor_id) AS person_id, people.identity AS identity, session_id,
        occurred_at, place, event, value, currency, transaction_id, device,
        coalesce(json_array_length(items), 0) AS lines
    FROM asked(p_site, NULL, p_until, NULL) AS asked LEFT JOIN people USING (site, visitor_id)
    WHERE event IN ('add_to_cart', 'remove_from_cart', 'view_cart', 'begin_checkout',
        'add_shipping_info', 'add_payment_info', 'purchase')
), once AS (
    -- A thank-you page loaded again tells of no other order, and ends no other cart.
    SELECT * FROM told WHERE event <> 'purchase' OR transaction_id IS NULL
    UNION ALL
    SELECT * FROM told WHERE event = 'purchase' AND transaction_id IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY site, person_id, transaction_id ORDER BY occurred_at, place) = 1
), turned AS (
    SELECT *,
        occurred_at - lag(occurred_at) OVER each_person AS gap,
        lag(event) OVER each_person                     AS before,
        lag(transaction_id) OVER each_person            AS order_before
    FROM once
    WINDOW each_person AS (PARTITION BY site, person_id ORDER BY occurred_at, place)
), numbered AS (
    SELECT *,
        before IS NULL
            -- One without a number that is told again at once is the same.
            OR before = 'purchase'
                AND (event <> 'purchase' OR transaction_id IS DISTINCT FROM order_before)
            OR gap > to_microseconds(p_recover)         AS begins
    FROM turned
), placed AS (
    SELECT *, count(*) FILTER (begins) OVER (
        PARTITION BY site, person_id ORDER BY occurred_at, place
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS nth
    FROM numbered
), valued AS (
    -- The whole cart is told when it is looked at or paid for; between, what is put in and taken out.
    SELECT *,
        max(CASE WHEN event NOT IN ('add_to_cart', 'remove_from_cart') AND value IS NOT NULL
            THEN occurred_at END) OVER (PARTITION BY site, person_id, nth) AS whole_at
    FROM placed
), ledger AS (
    SELECT
        site, person_id, nth,
        any_value(identity)                                                 AS identity,
        arg_min(session_id, occurred_at)                                    AS session_id,
        arg_min(device, occurred_at)                                        AS device,
        min(occurred_at)                                                    AS created_at,
        max(occurred_at) FILTER (event <> 'purchase')                       AS updated_at,
        min(occurred_at) FILTER (event = 'purchase')                        AS ordered_at,
        arg_min(transaction_id, occurred_at) FILTER (event = 'purchase')    AS transaction_id,
        bool_or(event IN ('begin_checkout', 'add_shipping_info', 'add_payment_info')) AS checkout,
        bool_or(event IN ('add_to_cart', 'begin_checkout') OR event = 'view_cart' AND value > 0) AS is_cart,
        coalesce(max(gap) FILTER (NOT begins AND before <> 'purchase')
            > to_microseconds(p_idle), false)                               AS was_idle,
        count(*) FILTER (event IN ('add_to_cart', 'remove_from_cart'))      AS changes,
        arg_max(lines, occurred_at) FILTER (lines > 0)                      AS lines,
        one_currency(list(currency))                                        AS currency,
        -- Of what was put in without a worth nobody knows whether it is still there.
        bool_or(event = 'remove_from_cart')
            AND NOT bool_or(event = 'add_to_cart' AND value IS NULL)        AS can_be_empty,
        coalesce(arg_max(value, occurred_at) FILTER (occurred_at = whole_at
            AND event NOT IN ('add_to_cart', 'remove_from_cart')), 0)
            + coalesce(sum(CASE event WHEN 'add_to_cart' THEN value WHEN 'remove_from_cart' THEN -value END)
                FILTER (whole_at IS NULL OR occurred_at > whole_at), 0)     AS value
    FROM valued
    GROUP BY site, person_id, nth
)
SELECT
    site, person_id, identity, session_id, device, created_at, updated_at, ordered_at,
    CASE
        WHEN ordered_at IS NOT NULL AND was_idle THEN 'recovered'
        WHEN ordered_at IS NOT NULL              THEN 'ordered'
        WHEN least(coalesce(p_now::TIMESTAMP, make_timestamp(epoch_us(now()))), p_until::TIMESTAMP) - updated_at
            <= to_microseconds(p_idle)           THEN 'open'
        WHEN can_be_empty AND value <= 0         THEN 'emptied'
        ELSE 'abandoned'
    END AS state,
    checkout, changes, lines, greatest(value, 0) AS value, currency, transaction_id
FROM ledger
WHERE is_cart AND (p_since IS NULL OR created_at >= p_since)
    AND (p_segment IS NULL OR session_id IN (
        SELECT session_id FROM segment_members WHERE segment = p_segment));

COMMENT ON MACRO TABLE carts IS 'One row a cart: when it was made, changed, emptied, abandoned, recovered or ordered, and its worth.';
