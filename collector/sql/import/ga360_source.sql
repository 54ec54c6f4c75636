-- Where a GA360 export's rows wait to be mapped: one row a session, its hits inside, the fields we use.
CREATE OR REPLACE TEMP TYPE ga360_session AS STRUCT(
    fullVisitorId   VARCHAR,
    visitId         VARCHAR,
    visitStartTime  BIGINT,
    channelGrouping VARCHAR,
    trafficSource   STRUCT(
        "source" VARCHAR, medium VARCHAR, campaign VARCHAR, keyword VARCHAR, adContent VARCHAR,
        adwordsClickInfo STRUCT(gclId VARCHAR)
    ),
    device          STRUCT(browser VARCHAR, operatingSystem VARCHAR, deviceCategory VARCHAR),
    geoNetwork      STRUCT(country VARCHAR),
    hits            STRUCT(
        hitNumber   BIGINT,
        "time"      BIGINT,
        "type"      VARCHAR,
        referer     VARCHAR,
        page        STRUCT(hostname VARCHAR, pagePath VARCHAR, pageTitle VARCHAR, searchKeyword VARCHAR),
        eventInfo   STRUCT(
            eventCategory VARCHAR, eventAction VARCHAR, eventLabel VARCHAR, eventValue BIGINT
        ),
        eCommerceAction STRUCT(action_type VARCHAR, step BIGINT, "option" VARCHAR),
        "transaction"   STRUCT(
            transactionId VARCHAR, transactionRevenue BIGINT, transactionTax BIGINT,
            transactionShipping BIGINT, affiliation VARCHAR, transactionCoupon VARCHAR
        ),
        refund      STRUCT(refundAmount BIGINT),
        product     STRUCT(
            productSKU VARCHAR, v2ProductName VARCHAR, v2ProductCategory VARCHAR,
            productVariant VARCHAR, productBrand VARCHAR, productPrice BIGINT, productQuantity BIGINT,
            isImpression BOOLEAN, productListName VARCHAR, productListPosition BIGINT,
            productCouponCode VARCHAR
        )[],
        promotion   STRUCT(
            promoId VARCHAR, promoName VARCHAR, promoCreative VARCHAR, promoPosition VARCHAR
        )[],
        promotionActionInfo STRUCT(promoIsView BOOLEAN, promoIsClick BOOLEAN)
    )[]
);

CREATE OR REPLACE TEMP TABLE source (line BIGINT, session ga360_session);

-- Lines of a JSON export before they are read as JSON.
CREATE OR REPLACE TEMP TABLE lines (line BIGINT, text VARCHAR);
