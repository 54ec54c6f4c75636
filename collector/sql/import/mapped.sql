-- Maps records of any shape from source to judged, as the owner's mapping file says. The variable
-- import_mapping is the mapping as JSON: members are JSON pointers into the record, and beside them
-- constants, events (names to names), params (names to pointers), time, decimal and offline.
CREATE OR REPLACE TEMP MACRO mapping(p_path) AS getvariable('import_mapping')::JSON ->> p_path;

-- What a record says in the column mapped to something; or the constant given for it.
CREATE OR REPLACE TEMP MACRO given(p_record, p_what) AS coalesce(
    nullif(trim(json_extract_string(p_record, mapping('$.columns.' || p_what))), ''),
    mapping('$.constants.' || p_what));

-- Whether the records are contacts outside the web, which are told as those of the preset offline.
CREATE OR REPLACE TEMP MACRO is_offline() AS coalesce(mapping('$.offline') = 'true', false);

-- A number as the file writes it, with a point or a comma before the decimals.
CREATE OR REPLACE TEMP MACRO numeral(p_text) AS
    CASE WHEN mapping('$.decimal') = ',' THEN replace(CASE
            WHEN regexp_full_match(p_text, '-?\d{1,3}(\.\d{3})+(,\d+)?') THEN replace(p_text, '.', '')
            WHEN contains(p_text, '.') THEN 'none'
            ELSE p_text END, ',', '.')
         ELSE p_text END;

-- A moment as the file writes it. A zone of its own counts; otherwise the mapping's does.
CREATE OR REPLACE TEMP MACRO mapped_moment(p_text) AS CASE mapping('$.time.unit')
    WHEN 'seconds'      THEN TRY(make_timestamp((try_cast(p_text AS DECIMAL(18, 6)) * 1000000)::BIGINT))
    WHEN 'milliseconds' THEN TRY(make_timestamp(try_cast(p_text AS BIGINT) * 1000))
    WHEN 'microseconds' THEN TRY(make_timestamp(try_cast(p_text AS BIGINT)))
    ELSE CASE WHEN mapping('$.time.format') IS NULL AND regexp_matches(p_text, '(UTC|Z|:\d\d(\.\d+)? ?[+-]\d\d(:?\d\d)?)$')
        THEN moment(p_text)
        -- A format with a zone gives the moment itself.
        WHEN regexp_matches(replace(mapping('$.time.format'), '%%', ''), '%[zZ]')
        THEN try_strptime(p_text, mapping('$.time.format'))::TIMESTAMP
        ELSE (CASE WHEN mapping('$.time.format') IS NOT NULL
                THEN try_strptime(p_text, mapping('$.time.format'))
                ELSE moment(p_text) END AT TIME ZONE coalesce(mapping('$.time.zone'), 'UTC'))::TIMESTAMP
        END
END;

CREATE OR REPLACE TEMP TABLE judged AS
WITH read AS (
    SELECT line, record AS r, given(record, 'event') AS told_event, given(record, 'page') AS page,
        given(record, 'customer') AS customer, lower(given(record, 'customer_hash')) AS customer_hashed
    FROM source
), told AS (
    SELECT *,
        coalesce(json_extract_string(getvariable('import_mapping')::JSON -> '$.events',
            '/' || replace(replace(told_event, '~', '~0'), '/', '~1')), told_event) AS event,
        mapped_moment(given(r, 'time'))                                     AS occurred_at,
        is_offline()                                                        AS offline
    FROM read
), whose AS (
    SELECT *,
        coalesce(given(r, 'visitor'), customer_hashed, customer_hash(customer), CASE WHEN offline THEN
            nobody(given(r, 'id'), occurred_at, event, given(r, 'transaction_id'), given(r, 'value')) END) AS visitor
    FROM told
)
SELECT
    line, 0 AS hit, 0 AS part,
    CASE WHEN NOT regexp_full_match(customer_hashed, '[0-9a-f]{64}') THEN 'customer_hash_invalid'
         WHEN given(r, 'price') IS NOT NULL AND try_cast(numeral(given(r, 'price')) AS DECIMAL(18, 4)) IS NULL
             THEN 'price_invalid'
         WHEN given(r, 'quantity') IS NOT NULL AND try_cast(numeral(given(r, 'quantity')) AS DOUBLE) IS NULL
             THEN 'quantity_invalid'
    END                                                                     AS reason,
    given(r, 'id')                                                          AS key,
    visitor,
    coalesce(given(r, 'session'), CASE WHEN offline THEN one_contact(visitor, occurred_at, event) END) AS session,
    event,
    occurred_at,
    CASE WHEN offline THEN 'offline' END                                    AS source,
    numeral(given(r, 'value'))                                              AS amount,
    given(r, 'currency')                                                    AS money,
    scrubbed(given(r, 'transaction_id'))                                    AS transaction_id,
    coalesce(customer_hashed, customer_hash(customer))                      AS identity,
    host_of(page)                                                           AS page_host,
    scrubbed(path_of(page))                                                 AS page_path,
    scrubbed(given(r, 'page_title'))                                        AS page_title,
    CASE WHEN host_of(given(r, 'referrer')) IS DISTINCT FROM host_of(page)
         THEN host_of(given(r, 'referrer')) END                             AS referrer_host,
    scrubbed(coalesce(given(r, 'utm_source'), query_of(page, 'utm_source')))     AS utm_source,
    scrubbed(coalesce(given(r, 'utm_medium'), query_of(page, 'utm_medium')))     AS utm_medium,
    scrubbed(coalesce(given(r, 'utm_campaign'), query_of(page, 'utm_campaign'))) AS utm_campaign,
    scrubbed(coalesce(given(r, 'utm_content'), query_of(page, 'utm_content')))   AS utm_content,
    scrubbed(coalesce(given(r, 'utm_term'), query_of(page, 'utm_term')))         AS utm_term,
    click_id_of(page)                                                       AS click_id,
    coalesce(scrubbed(given(r, 'channel')), CASE WHEN offline THEN contact_channel(event) END) AS channel,
    lower(given(r, 'device'))                                               AS device,
    given(r, 'browser')                                                     AS browser,
    given(r, 'system')                                                      AS system,
    given(r, 'country')                                                     AS country,
    coalesce(scrubbed(given(r, 'touchpoint')), CASE WHEN offline THEN contact_touchpoint(event) END) AS touchpoint,
    coalesce(given(r, 'action'), CASE WHEN offline THEN 'acted' END)        AS action,
    CASE WHEN coalesce(given(r, 'item_id'), given(r, 'item_name')) IS NOT NULL THEN to_json([compact({
        item_id: scrubbed(given(r, 'item_id')), item_name: scrubbed(given(r, 'item_name')),
        item_category: scrubbed(given(r, 'item_category')), item_brand: scrubbed(given(r, 'item_brand')),
        item_variant: scrubbed(given(r, 'item_variant')),
        price: try_cast(numeral(given(r, 'price')) AS DECIMAL(18, 4))::DOUBLE,
        quantity: try_cast(numeral(given(r, 'quantity')) AS DOUBLE)
    })]) END                                                                AS items,
    nullif(compact(map_from_entries(list_transform(
        coalesce(json_keys(getvariable('import_mapping')::JSON, '$.params'), []),
        lambda name: {k: name, v: scrubbed(json_extract_string(r,
            json_extract_string(getvariable('import_mapping')::JSON -> '$.params', '/' || name)))}
    )))::VARCHAR, '{}')::JSON                                               AS params
FROM whose;
