-- Maps a GA360 export (one row a session, hits nested) from source to found.
-- A hit has a key (visitor, visit, its number and time), so the same hit found twice counts once.

-- One row a hit, with its session's facts; a session without hits gives one row, to be refused.
CREATE OR REPLACE TEMP VIEW hits AS
SELECT
    line,
    unnest(CASE WHEN len(session.hits) > 0 THEN session.hits ELSE [NULL] END) AS h,
    generate_subscripts(CASE WHEN len(session.hits) > 0 THEN session.hits ELSE [NULL] END, 1) AS hit,
    told(session.fullVisitorId) AS visitor,
    told(session.visitId)       AS visit,
    session.visitStartTime      AS started,
    {
        utm_source:   told(session.trafficSource.source),
        utm_medium:   told(session.trafficSource.medium),
        utm_campaign: scrubbed(session.trafficSource.campaign),
        utm_content:  scrubbed(session.trafficSource.adContent),
        utm_term:     scrubbed(session.trafficSource.keyword),
        click_id:     CASE WHEN session.trafficSource.adwordsClickInfo.gclId <> '' THEN 'gclid' END,
        -- The export's names are Universal Analytics'; those that GA4 has renamed take GA4's.
        channel:      CASE told(session.channelGrouping)
            WHEN 'Social'            THEN 'Organic Social'
            WHEN 'Other Advertising' THEN 'Paid Other'
            WHEN '(Other)'           THEN 'Unassigned'
            ELSE told(session.channelGrouping) END,
        device:       lower(told(session.device.deviceCategory)),
        browser:      told(session.device.browser),
        system:       told(session.device.operatingSystem),
        country:      told(session.geoNetwork.country)
    } AS visit_facts
FROM source;

-- What is wrong with a hit as a whole, and which events it stands for: a page shown may at the same
-- time be a product looked at, a list shown and a promotion shown.
CREATE OR REPLACE TEMP VIEW parts AS
WITH timed AS (
    SELECT *, TRY(make_timestamp_ms(started * 1000 + h.time)) AS occurred_at FROM hits
), judged AS (
    SELECT
        *,
        CASE
            WHEN visitor IS NULL                    THEN 'visitor_missing'
            WHEN visit IS NULL                      THEN 'session_missing'
            WHEN h IS NULL                          THEN 'hits_missing'
            WHEN h.hitNumber IS NULL                THEN 'hit_number_missing'
            WHEN occurred_at IS NULL OR h.time < 0  THEN 'time_invalid'
            WHEN NOT plausible(occurred_at)         THEN 'time_out_of_range'
            WHEN h.type IS NULL OR h.type NOT IN ('PAGE', 'EVENT') THEN 'hit_type_unknown'
        END AS wrong,
        CASE coalesce(h.eCommerceAction.action_type, '0')
            WHEN '0' THEN NULL
            WHEN '1' THEN 'select_item'
            WHEN '2' THEN 'view_item'
            WHEN '3' THEN 'add_to_cart'
            WHEN '4' THEN 'remove_from_cart'
            WHEN '5' THEN 'begin_checkout'
            WHEN '6' THEN 'purchase'
            WHEN '7' THEN 'refund'
            WHEN '8' THEN 'checkout_step'
            ELSE 'unknown'
        END AS commerce,
        CASE
            WHEN len(h.promotion) > 0 AND h.promotionActionInfo.promoIsClick THEN 'select_promotion'
            WHEN len(h.promotion) > 0                                        THEN 'view_promotion'
        END AS promotion
    FROM timed
), told_apart AS (
    SELECT
        *,
        CASE WHEN wrong IS NULL THEN list_filter([
            CASE WHEN h.type = 'PAGE' THEN 'page_view' END,
            CASE WHEN h.type = 'PAGE' AND told(h.page.searchKeyword) IS NOT NULL
                 THEN 'view_search_results' END,
            commerce,
            promotion,
            CASE WHEN len(list_filter(h.product, lambda p: p.isImpression)) > 0
                 THEN 'view_item_list' END,
            -- An event of the shop's own, and not the carrier of one of those above.
            CASE WHEN h.type = 'EVENT' AND commerce IS NULL
                  AND promotion IS DISTINCT FROM 'select_promotion' THEN 'ga_event' END
        ], lambda event: event IS NOT NULL) ELSE [NULL] END AS events
    FROM judged
), parted AS (
    SELECT * EXCLUDE (events, commerce, promotion), unnest(events) AS event,
        generate_subscripts(events, 1) AS part
    FROM told_apart
)
SELECT
    *,
    list_filter(h.product, lambda p: CASE
        WHEN event IN ('page_view', 'view_search_results', 'view_promotion', 'select_promotion', 'ga_event')
            THEN false
        WHEN event = 'view_item_list' THEN coalesce(p.isImpression, false)
        ELSE NOT coalesce(p.isImpression, false)
    END) AS products
FROM parted;

-- Worth in the currency of the export's view. transactionRevenue is what the shop sent as revenue,
-- with tax and shipping in fields of their own, so it is taken as it is.
CREATE OR REPLACE TEMP TABLE valued AS
WITH worth AS (
    SELECT *, CASE
        WHEN event = 'purchase' THEN h.transaction.transactionRevenue / 1e6
        WHEN event = 'refund'   THEN h.refund.refundAmount / 1e6
        WHEN event IN ('view_item', 'add_to_cart', 'remove_from_cart', 'begin_checkout') THEN
            list_sum(list_transform(products,
                lambda p: p.productPrice / 1e6 * coalesce(p.productQuantity, 1)))
    END AS worth
    FROM parts
)
SELECT
    * EXCLUDE (worth, wrong),
    try_cast(worth AS DECIMAL(18, 4)) AS value,
    CASE
        WHEN wrong IS NOT NULL THEN wrong
        WHEN event = 'unknown' THEN 'action_type_unknown'
        WHEN len(list_filter(products, lambda p: p.productPrice < 0)) > 0 THEN 'price_negative'
        WHEN len(list_filter(products, lambda p: p.productQuantity < 0)) > 0 THEN 'quantity_negative'
        WHEN worth < 0 THEN 'value_negative'
        WHEN worth IS NOT NULL AND try_cast(worth AS DECIMAL(18, 4)) IS NULL THEN 'value_out_of_range'
    END AS reason
FROM worth;

INSERT INTO rejected
SELECT line, hit, reason, to_json(h), false FROM valued WHERE reason IS NOT NULL;

CREATE OR REPLACE TEMP VIEW identified AS
SELECT
    *,
    md5(concat_ws(chr(31), 'ga360', getvariable('import_site'), visitor, visit, started,
        h.hitNumber, h.time, event))::UUID AS event_id
FROM valued
WHERE reason IS NULL;

-- One row an event to be stored, in the columns of events; line, hit and part order equal times, and
-- an event found twice in the file is stored the first time.
CREATE OR REPLACE TEMP TABLE mapped AS
SELECT
    line,
    hit,
    part,
    row_number() OVER (PARTITION BY event_id ORDER BY line, hit) AS nth,
    event_id,
    getvariable('import_site')::VARCHAR                        AS site,
    pseudonym('ga360', 'visitor', visitor)                     AS visitor_id,
    pseudonym('ga360', 'session', visitor || '/' || visit)     AS session_id,
    event,
    occurred_at,
    getvariable('imported_at')::TIMESTAMP                      AS received_at,
    'ga360'                                                    AS source,
    lower(told(h.page.hostname))                               AS page_host,
    scrubbed(regexp_replace(h.page.pagePath, '[?#].*$', ''))   AS page_path,
    scrubbed(h.page.pageTitle)                                 AS page_title,
    CASE WHEN host_of(h.referer) IS DISTINCT FROM lower(told(h.page.hostname))
         THEN host_of(h.referer) END                           AS referrer_host,
    unnest(visit_facts),
    CASE WHEN value IS NOT NULL THEN getvariable('import_currency')::VARCHAR END AS currency,
    value,
    CASE WHEN event IN ('purchase', 'refund') THEN told(h.transaction.transactionId) END AS transaction_id,
    CASE
        WHEN event IN ('view_promotion', 'select_promotion') THEN
            to_json(list_transform(h.promotion, lambda p: compact({
                promotion_id: told(p.promoId), promotion_name: told(p.promoName),
                creative_name: told(p.promoCreative), creative_slot: told(p.promoPosition)
            })))
        WHEN len(products) > 0 THEN
            to_json(list_transform(products, lambda p: compact({
                item_id: told(p.productSKU), item_name: told(p.v2ProductName),
                item_category: told(p.v2ProductCategory), item_variant: told(p.productVariant),
                item_brand: told(p.productBrand), price: p.productPrice / 1e6,
                quantity: p.productQuantity, item_list_name: told(p.productListName),
                "index": p.productListPosition, coupon: told(p.productCouponCode)
            })))
    END AS items,
    nullif(CASE
        WHEN event IN ('begin_checkout', 'checkout_step') THEN compact({
            checkout_step: h.eCommerceAction.step, checkout_option: scrubbed(h.eCommerceAction.option)
        })
        WHEN event = 'purchase' THEN compact({
            tax: h.transaction.transactionTax / 1e6, shipping: h.transaction.transactionShipping / 1e6,
            affiliation: scrubbed(h.transaction.affiliation),
            coupon: told(h.transaction.transactionCoupon)
        })
        WHEN event = 'view_search_results' THEN compact({search_term: scrubbed(h.page.searchKeyword)})
        WHEN h.type = 'EVENT' AND event NOT IN ('view_promotion', 'view_item_list') THEN compact({
            event_category: scrubbed(h.eventInfo.eventCategory),
            event_action: scrubbed(h.eventInfo.eventAction),
            event_label: scrubbed(h.eventInfo.eventLabel), event_value: h.eventInfo.eventValue
        })
    END::VARCHAR, '{}')::JSON AS params
FROM identified;

CREATE OR REPLACE TEMP VIEW found AS FROM mapped;

-- How many places of the file must be accounted for in found and rejected together.
CREATE OR REPLACE TEMP VIEW places AS
SELECT coalesce(sum(greatest(coalesce(len(session.hits), 0), 1)), 0)::BIGINT AS places FROM source;
