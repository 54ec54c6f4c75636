-- Maps GA4's BigQuery export (one record an event, parameters as a list of key and value) from source to
-- judged. A parameter's value is taken from whichever of its fields has one; what is not there is NULL.

-- The members of a list; none where it is no list.
CREATE OR REPLACE TEMP MACRO members(p_list) AS
    CASE WHEN json_type(p_list) = 'ARRAY' THEN p_list::JSON[] ELSE [] END;

-- Parameters as one object of texts; of a key told twice, the first.
CREATE OR REPLACE TEMP MACRO parameters(p_list) AS
    to_json(map_from_entries(list_transform(
        list_distinct(list_transform(members(p_list), lambda p: said(p, '$.key'))),
        lambda name: {k: name, v: list_transform(
            list_filter(members(p_list), lambda p: said(p, '$.key') = name),
            lambda p: coalesce(said(p, '$.value.string_value'), said(p, '$.value.int_value'),
                said(p, '$.value.double_value'), said(p, '$.value.float_value')))[1]})));

CREATE OR REPLACE TEMP TABLE judged AS
WITH read AS (
    SELECT
        line, record AS r,
        parameters(record -> '$.event_params')                       AS p,
        said(record, '$.event_name')                                 AS told_event,
        TRY(make_timestamp(try_cast(said(record, '$.event_timestamp') AS BIGINT))) AS occurred_at,
        coalesce(said(record, '$.user_pseudo_id'), said(record, '$.user_id')) AS visitor,
        -- What is sent together has one time; these number page, request and event.
        [try_cast(said(record, '$.batch_page_id') AS BIGINT), try_cast(said(record, '$.batch_ordering_id') AS BIGINT),
            try_cast(said(record, '$.batch_event_index') AS BIGINT)]  AS turn
    FROM source
), placed AS (
    SELECT
        *,
        visitor || '/' || said(p, '$.ga_session_id')                 AS session,
        -- A click is one on a link out of the shop; Percorso's own is of any kind.
        CASE told_event WHEN 'click' THEN 'outbound_click' ELSE told_event END AS event,
        said(p, '$.page_location')                                   AS page,
        {
            utm_source: told(coalesce(said(r, '$.collected_traffic_source.manual_source'),
                said(r, '$.session_traffic_source_last_click.manual_campaign.source'), said(p, '$.source'),
                CASE told_event WHEN 'first_visit' THEN said(r, '$.traffic_source.source') END)),
            utm_medium: told(coalesce(said(r, '$.collected_traffic_source.manual_medium'),
                said(r, '$.session_traffic_source_last_click.manual_campaign.medium'), said(p, '$.medium'),
                CASE told_event WHEN 'first_visit' THEN said(r, '$.traffic_source.medium') END)),
            utm_campaign: scrubbed(coalesce(said(r, '$.collected_traffic_source.manual_campaign_name'),
                said(r, '$.session_traffic_source_last_click.manual_campaign.campaign_name'), said(p, '$.campaign'),
                CASE told_event WHEN 'first_visit' THEN said(r, '$.traffic_source.name') END)),
            utm_content: scrubbed(coalesce(said(r, '$.collected_traffic_source.manual_content'), said(p, '$.content'))),
            utm_term: scrubbed(coalesce(said(r, '$.collected_traffic_source.manual_term'), said(p, '$.term'))),
            click_id: CASE WHEN said(r, '$.collected_traffic_source.gclid') IS NOT NULL THEN 'gclid'
                WHEN said(r, '$.collected_traffic_source.dclid') IS NOT NULL THEN 'dclid' END
        }                                                            AS way
    FROM read
), led AS (
    -- The way the visit came stands on some of its events only.
    SELECT * EXCLUDE (way), coalesce(CASE WHEN session IS NOT NULL THEN first_value(
        CASE WHEN coalesce(way.utm_source, way.click_id) IS NOT NULL THEN way END IGNORE NULLS) OVER (
            PARTITION BY session ORDER BY occurred_at, turn, line
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) END, way) AS way
    FROM placed
)
SELECT
    line, 0 AS hit, 0 AS part,
    NULL::VARCHAR                                                    AS reason,
    NULL::VARCHAR                                                    AS key,
    visitor,
    session,
    event,
    occurred_at,
    turn,
    CASE event WHEN 'refund' THEN coalesce(said(r, '$.ecommerce.refund_value'), said(p, '$.value'))
               WHEN 'purchase' THEN coalesce(said(p, '$.value'), said(r, '$.ecommerce.purchase_revenue'))
               ELSE said(p, '$.value') END                           AS amount,
    said(p, '$.currency')                                            AS money,
    CASE WHEN event IN ('purchase', 'refund') THEN
        coalesce(told(said(r, '$.ecommerce.transaction_id')), told(said(p, '$.transaction_id'))) END AS transaction_id,
    CASE WHEN said(r, '$.user_id') IS NOT NULL THEN customer_hash(said(r, '$.user_id')) END AS identity,
    coalesce(host_of(page), lower(said(r, '$.device.web_info.hostname'))) AS page_host,
    scrubbed(path_of(page))                                          AS page_path,
    scrubbed(said(p, '$.page_title'))                                AS page_title,
    CASE WHEN host_of(said(p, '$.page_referrer')) IS DISTINCT FROM host_of(page)
         THEN host_of(said(p, '$.page_referrer')) END                AS referrer_host,
    unnest(way),
    lower(told(said(r, '$.device.category')))                        AS device,
    told(coalesce(said(r, '$.device.web_info.browser'), said(r, '$.device.browser'))) AS browser,
    told(said(r, '$.device.operating_system'))                       AS system,
    told(said(r, '$.geo.country'))                                   AS country,
    CASE WHEN json_type(r -> '$.items') = 'ARRAY' AND json_array_length(r -> '$.items') > 0 THEN
        to_json(list_transform(members(r -> '$.items'), lambda i: compact({
            item_id: told(said(i, '$.item_id')), item_name: scrubbed(said(i, '$.item_name')),
            item_brand: told(said(i, '$.item_brand')), item_variant: told(said(i, '$.item_variant')),
            item_category: scrubbed(said(i, '$.item_category')), price: try_cast(said(i, '$.price') AS DOUBLE),
            quantity: try_cast(said(i, '$.quantity') AS DOUBLE), coupon: scrubbed(said(i, '$.coupon')),
            item_list_name: scrubbed(said(i, '$.item_list_name')), "index": try_cast(said(i, '$.item_list_index') AS BIGINT),
            promotion_id: told(said(i, '$.promotion_id')), promotion_name: scrubbed(said(i, '$.promotion_name')),
            creative_name: scrubbed(said(i, '$.creative_name')), creative_slot: told(said(i, '$.creative_slot'))
        }))) END                                                     AS items,
    nullif(compact({
        search_term: scrubbed(said(p, '$.search_term')), coupon: scrubbed(said(p, '$.coupon')),
        payment_type: scrubbed(said(p, '$.payment_type')), shipping_tier: scrubbed(said(p, '$.shipping_tier')),
        tax: try_cast(coalesce(said(r, '$.ecommerce.tax_value'), said(p, '$.tax')) AS DOUBLE),
        shipping: try_cast(coalesce(said(r, '$.ecommerce.shipping_value'), said(p, '$.shipping')) AS DOUBLE),
        item_list_name: scrubbed(said(p, '$.item_list_name')), method: scrubbed(said(p, '$.method')),
        content_type: scrubbed(said(p, '$.content_type')), link_domain: host_of('https://' || said(p, '$.link_domain')),
        engagement_ms: try_cast(said(p, '$.engagement_time_msec') AS BIGINT)
    })::VARCHAR, '{}')::JSON                                         AS params
FROM led;
