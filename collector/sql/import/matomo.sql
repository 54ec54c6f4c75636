-- Maps Matomo's visits (Live.getLastVisitsDetails; one record a visit, its actions inside) from source to
-- judged. An action that is of no use here is an event of its own type; a visit without actions is refused.
CREATE OR REPLACE TEMP TABLE judged AS
WITH visits AS (
    SELECT line, record AS r,
        CASE WHEN json_type(record -> '$.actionDetails') = 'ARRAY'
                AND json_array_length(record -> '$.actionDetails') > 0
             THEN (record -> '$.actionDetails')::JSON[] END AS actions
    FROM source
), acted AS (
    SELECT line, r, unnest(coalesce(actions, [NULL])) AS a,
        generate_subscripts(coalesce(actions, [NULL]), 1) AS hit
    FROM visits
), named AS (
    SELECT *, CASE
        WHEN said(a, '$.type') = 'ecommerceOrder'         THEN 'purchase'
        WHEN said(a, '$.type') = 'ecommerceAbandonedCart' THEN 'view_cart'
        WHEN said(a, '$.type') = 'search'                 THEN 'view_search_results'
        WHEN said(a, '$.type') = 'action' AND coalesce(said(a, '$.productViewSku'), said(a, '$.productViewName')) IS NOT NULL
                                                          THEN 'view_item'
        WHEN said(a, '$.type') = 'action'                 THEN 'page_view'
        WHEN said(a, '$.type') = 'event'                  THEN 'matomo_event'
        WHEN said(a, '$.type') = 'goal'                   THEN 'goal'
        WHEN said(a, '$.type') = 'outlink'                THEN 'outbound_click'
        WHEN said(a, '$.type') = 'download'               THEN 'file_download'
        WHEN said(a, '$.type') IN ('content', 'form', 'media') THEN 'matomo_' || said(a, '$.type')
    END AS event
    FROM acted
)
SELECT
    line, hit, 0 AS part,
    CASE WHEN a IS NULL                          THEN 'actions_missing'
         WHEN said(r, '$.idVisit') IS NULL       THEN 'session_missing'
         WHEN event IS NULL                      THEN 'action_type_unknown'
         WHEN event = 'purchase' AND said(a, '$.orderId') IS NULL THEN 'order_id_missing'
    END                                                              AS reason,
    concat_ws('/', said(r, '$.idVisit'), said(a, '$.timestamp'), event, coalesce(said(a, '$.pageId'),
        said(a, '$.pageIdAction'), said(a, '$.orderId'), ''), hit)   AS key,
    said(r, '$.visitorId')                                           AS visitor,
    said(r, '$.idVisit')                                             AS session,
    event,
    TRY(make_timestamp(try_cast(said(a, '$.timestamp') AS BIGINT) * 1000000)) AS occurred_at,
    CASE WHEN event = 'purchase' THEN coalesce(
        (try_cast(said(a, '$.revenue') AS DECIMAL(18, 4)) - coalesce(try_cast(said(a, '$.revenueTax') AS DECIMAL(18, 4)), 0)
            - coalesce(try_cast(said(a, '$.revenueShipping') AS DECIMAL(18, 4)), 0))::VARCHAR, said(a, '$.revenue'))
         WHEN event IN ('view_cart', 'goal') THEN said(a, '$.revenue')
         WHEN event = 'view_item' THEN said(a, '$.productViewPrice') END AS amount,
    coalesce(said(r, '$.currency'), said(r, '$.siteCurrency'))       AS money,
    CASE WHEN event = 'purchase' THEN said(a, '$.orderId') END       AS transaction_id,
    CASE WHEN said(r, '$.userId') IS NOT NULL THEN customer_hash(said(r, '$.userId')) END AS identity,
    host_of(said(a, '$.url'))                                        AS page_host,
    scrubbed(path_of(said(a, '$.url')))                              AS page_path,
    scrubbed(coalesce(said(a, '$.pageTitle'), CASE WHEN said(a, '$.type') = 'action' THEN said(a, '$.title') END)) AS page_title,
    host_of(said(r, '$.referrerUrl'))                                AS referrer_host,
    CASE said(r, '$.referrerType') WHEN 'campaign' THEN coalesce(scrubbed(said(r, '$.campaignSource')), scrubbed(said(r, '$.referrerName'))) END AS utm_source,
    scrubbed(said(r, '$.campaignMedium'))                            AS utm_medium,
    CASE said(r, '$.referrerType') WHEN 'campaign' THEN coalesce(scrubbed(said(r, '$.campaignName')), scrubbed(said(r, '$.referrerName'))) END AS utm_campaign,
    CASE said(r, '$.referrerType') WHEN 'campaign' THEN scrubbed(said(r, '$.referrerKeyword')) END AS utm_term,
    CASE said(r, '$.referrerType')
        WHEN 'direct' THEN 'Direct' WHEN 'search' THEN 'Organic Search' WHEN 'social' THEN 'Organic Social'
        WHEN 'website' THEN 'Referral' END                           AS channel,
    CASE lower(said(r, '$.deviceType'))
        WHEN 'smartphone' THEN 'mobile' WHEN 'feature phone' THEN 'mobile' WHEN 'phablet' THEN 'mobile'
        ELSE lower(said(r, '$.deviceType')) END                      AS device,
    said(r, '$.browserName')                                         AS browser,
    coalesce(said(r, '$.operatingSystemName'), said(r, '$.operatingSystem')) AS system,
    coalesce(said(r, '$.countryCode'), said(r, '$.country'))         AS country,
    CASE
        WHEN json_type(a -> '$.itemDetails') = 'ARRAY' AND json_array_length(a -> '$.itemDetails') > 0 THEN
            to_json(list_transform((a -> '$.itemDetails')::JSON[], lambda i: compact({
                item_id: said(i, '$.itemSKU'), item_name: scrubbed(said(i, '$.itemName')),
                item_category: scrubbed(said(i, '$.itemCategory')), price: try_cast(said(i, '$.price') AS DOUBLE),
                quantity: try_cast(said(i, '$.quantity') AS DOUBLE)})))
        WHEN event = 'view_item' THEN to_json([compact({
            item_id: said(a, '$.productViewSku'), item_name: scrubbed(said(a, '$.productViewName')),
            price: try_cast(said(a, '$.productViewPrice') AS DOUBLE)})])
    END                                                              AS items,
    nullif(CASE event
        WHEN 'purchase' THEN compact({
            tax: try_cast(said(a, '$.revenueTax') AS DOUBLE), shipping: try_cast(said(a, '$.revenueShipping') AS DOUBLE),
            discount: try_cast(said(a, '$.revenueDiscount') AS DOUBLE)})
        WHEN 'view_search_results' THEN compact({search_term: scrubbed(said(a, '$.siteSearchKeyword'))})
        WHEN 'matomo_event' THEN compact({
            event_category: scrubbed(said(a, '$.eventCategory')), event_action: scrubbed(said(a, '$.eventAction')),
            event_label: scrubbed(said(a, '$.eventName')), event_value: try_cast(said(a, '$.eventValue') AS DOUBLE)})
        WHEN 'goal' THEN compact({goal: scrubbed(said(a, '$.goalName'))})
    END::VARCHAR, '{}')::JSON                                        AS params
FROM named;
