-- Maps REES46's open data (views, carts, purchases; one line an event) from source to found.
-- A line has no key of its own, so equal lines are told apart by counting them: the n-th of its kind
-- is the same event in every file that has it, wherever it stands.

-- The text, or nothing.
CREATE OR REPLACE TEMP MACRO filled(t) AS nullif(trim(t), '');

CREATE OR REPLACE TEMP TABLE judged AS
WITH typed AS (
    SELECT
        line,
        CASE WHEN regexp_full_match(trim(event_time),
                '\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?( UTC|Z|\+00(:00)?)?')
             THEN try_cast(trim(event_time) AS TIMESTAMP) END AS occurred_at,
        filled(event_type)                                    AS event_type,
        filled(product_id)                                    AS product_id,
        filled(category_id)                                   AS category_id,
        filled(category_code)                                 AS category_code,
        filled(brand)                                         AS brand,
        filled(price) IS NOT NULL                             AS has_price,
        try_cast(filled(price) AS DECIMAL(18, 4))             AS price,
        filled(user_id)                                       AS user_id,
        filled(user_session)                                  AS user_session
    FROM source
)
SELECT
    * EXCLUDE (has_price),
    CASE
        WHEN occurred_at IS NULL          THEN 'time_invalid'
        WHEN NOT plausible(occurred_at)   THEN 'time_out_of_range'
        WHEN event_type IS NULL OR event_type NOT IN ('view', 'cart', 'remove_from_cart', 'purchase')
                                          THEN 'event_type_unknown'
        WHEN product_id IS NULL           THEN 'product_missing'
        WHEN user_id IS NULL              THEN 'visitor_missing'
        WHEN user_session IS NULL         THEN 'session_missing'
        WHEN has_price AND price IS NULL  THEN 'price_invalid'
        WHEN price < 0                    THEN 'price_negative'
    END AS reason,
    md5(concat_ws(chr(31), 'rees46', getvariable('import_site'), epoch_us(occurred_at), event_type,
        product_id, coalesce(category_id, ''), coalesce(category_code, ''), coalesce(brand, ''),
        coalesce(price::VARCHAR, ''), user_id, user_session))::UUID AS likeness
FROM typed;

-- Numbers from 2 on for the lines that have an equal before them; there are few.
CREATE OR REPLACE TEMP TABLE repeats AS
SELECT line, row_number() OVER (PARTITION BY likeness ORDER BY line) AS occurrence
FROM judged
SEMI JOIN (SELECT likeness FROM judged GROUP BY likeness HAVING count(*) > 1) USING (likeness)
QUALIFY occurrence > 1;

INSERT INTO rejected
SELECT
    line, NULL, reason,
    array_to_string(list_transform(
        [event_time, source.event_type, source.product_id, source.category_id, source.category_code,
         source.brand, source.price, source.user_id, source.user_session],
        lambda field: coalesce(field, '')), ','),
    false
FROM judged JOIN source USING (line)
WHERE reason IS NOT NULL;

-- What makes an order, which the data does not say: a session's purchases of the same second.
-- Its worth stands on each of them; the view orders counts it once.
CREATE OR REPLACE TEMP VIEW priced AS
SELECT
    judged.*,
    coalesce(occurrence, 1)                              AS occurrence,
    coalesce(try_cast(worth AS DECIMAL(18, 4)), price)   AS value
FROM judged
LEFT JOIN repeats USING (line)
LEFT JOIN (
    SELECT user_session, occurred_at, 'purchase' AS event_type, sum(price) AS worth
    FROM judged
    WHERE reason IS NULL AND event_type = 'purchase'
    GROUP BY user_session, occurred_at
) USING (user_session, occurred_at, event_type)
WHERE reason IS NULL;

-- One row an event to be stored, in the columns of events; line, hit and part order equal times, and
-- an event found twice in the file is stored the first time.
CREATE OR REPLACE TEMP VIEW found AS
SELECT
    line,
    0 AS hit,
    0 AS part,
    1 AS nth,
    md5(concat_ws(chr(31), likeness::VARCHAR, occurrence))::UUID AS event_id,
    getvariable('import_site')::VARCHAR                          AS site,
    pseudonym('rees46', 'visitor', user_id)                      AS visitor_id,
    pseudonym('rees46', 'session', user_session)                 AS session_id,
    CASE event_type
        WHEN 'view' THEN 'view_item'
        WHEN 'cart' THEN 'add_to_cart'
        ELSE event_type
    END AS event,
    occurred_at,
    getvariable('imported_at')::TIMESTAMP                        AS received_at,
    'rees46'                                                     AS source,
    CASE WHEN value IS NOT NULL THEN getvariable('import_currency')::VARCHAR END AS currency,
    value,
    CASE WHEN event_type = 'purchase'
         THEN left(md5(concat_ws(chr(31), 'rees46', 'order', user_session, epoch_us(occurred_at))), 16)
    END AS transaction_id,
    to_json([compact({
        item_id: product_id, item_category: category_code, item_category_id: category_id,
        item_brand: brand, price: price, quantity: 1
    })]) AS items
FROM priced;

-- How many places of the file must be accounted for in found and rejected together.
CREATE OR REPLACE TEMP VIEW places AS SELECT count(*) AS places FROM source;
