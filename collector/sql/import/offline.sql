-- Maps contacts outside the web (till receipts, calls, visits to a store, letters and e-mails sent; one
-- record a contact) from source to judged. A customer is hashed as the page hashes identify's id, so that
-- a person's journey goes on over both.
CREATE OR REPLACE TEMP TABLE judged AS
WITH read AS (
    SELECT
        line, record AS r,
        lower(said(record, 'contact'))                                   AS contact,
        moment(said(record, 'occurred_at'))                              AS occurred_at,
        coalesce(lower(said(record, 'customer_hash')), customer_hash(said(record, 'customer'))) AS identity,
        coalesce(said(record, 'order_id'), '')                           AS order_id
    FROM source
), known AS (
    SELECT *, coalesce(identity, nobody(said(r, 'contact_id'), occurred_at, contact, order_id,
        coalesce(said(r, 'store'), '') || '/' || coalesce(said(r, 'value'), ''))) AS visitor
    FROM read
)
SELECT
    line, 0 AS hit, 0 AS part,
    CASE WHEN contact IS NULL THEN 'contact_missing'
         WHEN NOT regexp_full_match(identity, '[0-9a-f]{64}') THEN 'customer_hash_invalid'
         WHEN contact = 'receipt' AND order_id = '' THEN 'order_id_missing'
    END                                                                  AS reason,
    said(r, 'contact_id')                                                AS key,
    visitor,
    one_contact(visitor, occurred_at, contact)                           AS session,
    CASE contact WHEN 'receipt' THEN 'purchase' WHEN 'return' THEN 'refund' ELSE contact END AS event,
    occurred_at,
    said(r, 'value')                                                     AS amount,
    said(r, 'currency')                                                  AS money,
    identity,
    coalesce(scrubbed(said(r, 'channel')), contact_channel(event))       AS channel,
    coalesce(scrubbed(said(r, 'touchpoint')), contact_touchpoint(event)) AS touchpoint,
    'acted'                                                              AS action,
    CASE WHEN contact IN ('receipt', 'return') THEN nullif(order_id, '') END AS transaction_id,
    scrubbed(said(r, 'campaign'))                                        AS utm_campaign,
    said(r, 'country')                                                   AS country,
    CASE WHEN said(r, 'item_id') IS NOT NULL THEN to_json([compact({
        item_id: said(r, 'item_id'), item_name: scrubbed(said(r, 'item_name')),
        item_category: scrubbed(said(r, 'item_category')),
        price: try_cast(said(r, 'price') AS DOUBLE), quantity: try_cast(said(r, 'quantity') AS DOUBLE)
    })]) END                                                             AS items,
    nullif(compact({
        store: scrubbed(said(r, 'store')), outcome: scrubbed(said(r, 'outcome')),
        duration_s: try_cast(said(r, 'duration_s') AS DOUBLE), payment_type: scrubbed(said(r, 'payment_type'))
    })::VARCHAR, '{}')::JSON                                             AS params
FROM known;
