-- Maps Snowplow's enriched events (the atomic events table; one record an event) from source to judged.
-- Entities and the event itself stand in columns named after their schema and its version, whichever of
-- it the warehouse writes (..._1 or ..._1_0_0), as a list or as a single object.

-- The object in the column of a schema; the first where there are several.
CREATE OR REPLACE TEMP MACRO entities(p_record, p_schema) AS
    list_filter(
        list_transform(['_1_0_0', '_1', '_1_0_1', '_1_0_2', '_1_0_3'],
            lambda version: nullif(json_extract_string(p_record, p_schema || version), '')),
        lambda entity: entity IS NOT NULL)[1];
CREATE OR REPLACE TEMP MACRO listed(p_text) AS
    CASE json_type(try_cast(p_text AS JSON))
        WHEN 'ARRAY'  THEN try_cast(p_text AS JSON)
        WHEN 'OBJECT' THEN to_json([try_cast(p_text AS JSON)]) END;

CREATE OR REPLACE TEMP TABLE judged AS
WITH parts AS (
    SELECT
        line,
        record                                                                                  AS r,
        try_cast(entities(record, 'unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action') AS JSON) AS act,
        listed(entities(record, 'contexts_com_snowplowanalytics_snowplow_ecommerce_product'))         AS products,
        listed(entities(record, 'contexts_com_snowplowanalytics_snowplow_ecommerce_promotion'))       AS promotions,
        listed(entities(record, 'contexts_com_snowplowanalytics_snowplow_ecommerce_transaction')) -> 0 AS bought,
        listed(entities(record, 'contexts_com_snowplowanalytics_snowplow_ecommerce_refund')) -> 0     AS refunded,
        listed(entities(record, 'contexts_com_snowplowanalytics_snowplow_ecommerce_cart')) -> 0       AS cart,
        listed(entities(record, 'contexts_com_snowplowanalytics_snowplow_ecommerce_checkout_step')) -> 0 AS checkout,
        listed(entities(record, 'contexts_com_snowplowanalytics_snowplow_ecommerce_user')) -> 0       AS customer,
        listed(entities(record, 'contexts_com_snowplowanalytics_snowplow_client_session')) -> 0       AS client
    FROM source
), named AS (
    SELECT *, CASE coalesce(said(act, 'type'), '')
        WHEN ''                  THEN said(r, 'event_name')
        WHEN 'product_view'      THEN 'view_item'
        WHEN 'list_view'         THEN 'view_item_list'
        WHEN 'list_click'        THEN 'select_item'
        WHEN 'transaction'       THEN 'purchase'
        WHEN 'transaction_error' THEN 'payment_error'
        WHEN 'promo_view'        THEN 'view_promotion'
        WHEN 'promo_click'       THEN 'select_promotion'
        ELSE said(act, 'type')
    END AS event
    FROM parts
), itemised AS (
    SELECT *,
        list_transform(CASE WHEN event LIKE '%promotion' THEN [] ELSE coalesce(products::JSON[], []) END, lambda p: {
            item_id: said(p, 'id'), item_name: scrubbed(said(p, 'name')), item_category: said(p, 'category'),
            item_variant: said(p, 'variant'), item_brand: said(p, 'brand'),
            price: try_cast(said(p, 'price') AS DOUBLE), quantity: try_cast(said(p, 'quantity') AS BIGINT),
            item_list_name: CASE WHEN event IN ('view_item_list', 'select_item') THEN said(act, 'name') END,
            "index": try_cast(said(p, 'position') AS BIGINT)
        }) AS sold
    FROM named
)
SELECT
    line, 0 AS hit, 0 AS part,
    CASE WHEN said(r, 'event_id') IS NULL THEN 'event_id_missing' END            AS reason,
    said(r, 'event_id')                                                          AS key,
    coalesce(said(r, 'domain_userid'), said(client, 'userId'))                   AS visitor,
    coalesce(said(r, 'domain_sessionid'), said(client, 'sessionId'))             AS session,
    event,
    moment(coalesce(said(r, 'derived_tstamp'), said(r, 'collector_tstamp')))     AS occurred_at,
    lower(said(r, 'page_urlhost'))                                               AS page_host,
    scrubbed(said(r, 'page_urlpath'))                                            AS page_path,
    scrubbed(said(r, 'page_title'))                                              AS page_title,
    CASE WHEN lower(said(r, 'refr_urlhost')) <> coalesce(lower(said(r, 'page_urlhost')), '')
         THEN lower(said(r, 'refr_urlhost')) END                                 AS referrer_host,
    told(said(r, 'mkt_source'))                                                  AS utm_source,
    told(said(r, 'mkt_medium'))                                                  AS utm_medium,
    scrubbed(said(r, 'mkt_campaign'))                                            AS utm_campaign,
    scrubbed(said(r, 'mkt_content'))                                             AS utm_content,
    scrubbed(said(r, 'mkt_term'))                                                AS utm_term,
    CASE WHEN said(r, 'mkt_clickid') IS NOT NULL THEN click_id_of(coalesce('?' || said(r, 'page_urlquery'), '')) END AS click_id,
    coalesce(CASE said(r, 'dvce_type') WHEN 'Computer' THEN 'desktop' WHEN 'Mobile' THEN 'mobile' WHEN 'Tablet' THEN 'tablet' END,
        CASE said(r, 'platform') WHEN 'mob' THEN 'mobile' END)                   AS device,
    nullif(said(r, 'br_family'), 'Unknown')                                      AS browser,
    coalesce(said(r, 'os_family'), said(r, 'os_name'))                           AS system,
    said(r, 'geo_country')                                                       AS country,
    CASE event
        WHEN 'purchase' THEN said(bought, 'revenue')
        WHEN 'refund'   THEN said(refunded, 'refund_amount')
        WHEN 'payment_error' THEN said(bought, 'revenue')
        WHEN 'view_item' THEN sold[1].price::DECIMAL(18, 4)::VARCHAR
        WHEN 'add_to_cart' THEN list_sum(list_transform(sold, lambda p: p.price * coalesce(p.quantity, 1)))::DECIMAL(18, 4)::VARCHAR
        WHEN 'remove_from_cart' THEN list_sum(list_transform(sold, lambda p: p.price * coalesce(p.quantity, 1)))::DECIMAL(18, 4)::VARCHAR
    END                                                                          AS amount,
    CASE event
        WHEN 'purchase' THEN said(bought, 'currency')
        WHEN 'payment_error' THEN said(bought, 'currency')
        WHEN 'refund'   THEN said(refunded, 'currency')
        ELSE said(products -> 0, 'currency')
    END                                                                          AS money,
    CASE WHEN event = 'purchase' THEN said(bought, 'transaction_id')
         WHEN event = 'refund' THEN said(refunded, 'transaction_id') END         AS transaction_id,
    CASE WHEN said(customer, 'id') IS NOT NULL THEN customer_hash(said(customer, 'id')) END AS identity,
    CASE
        WHEN event IN ('view_promotion', 'select_promotion') AND json_array_length(promotions) > 0 THEN
            to_json(list_transform(promotions::JSON[], lambda p: compact({
                promotion_id: said(p, 'id'), promotion_name: scrubbed(said(p, 'name')),
                creative_name: said(p, 'creative_id'), creative_slot: said(p, 'slot')})))
        WHEN len(sold) > 0 THEN to_json(list_transform(sold, lambda p: compact(p)))
    END AS items,
    nullif(CASE event
        WHEN 'purchase' THEN compact({
            payment_type: scrubbed(said(bought, 'payment_method')), tax: try_cast(said(bought, 'tax') AS DOUBLE),
            shipping: try_cast(said(bought, 'shipping') AS DOUBLE), coupon: scrubbed(said(bought, 'discount_code')),
            quantity: try_cast(said(bought, 'total_quantity') AS BIGINT)})
        WHEN 'checkout_step' THEN compact({
            step: said(checkout, 'step'), declared: true, account_type: said(checkout, 'account_type'),
            shipping_tier: scrubbed(said(checkout, 'delivery_method')),
            payment_type: scrubbed(said(checkout, 'payment_method')), coupon: scrubbed(said(checkout, 'coupon_code'))})
        WHEN 'add_to_cart' THEN compact({cart_value: try_cast(said(cart, 'total_value') AS DOUBLE)})
        WHEN 'remove_from_cart' THEN compact({cart_value: try_cast(said(cart, 'total_value') AS DOUBLE)})
        WHEN 'view_item_list' THEN compact({item_list_name: said(act, 'name')})
    END::VARCHAR, '{}')::JSON AS params
FROM itemised;
