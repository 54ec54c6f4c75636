-- Where the records of most presets wait to be mapped: one row a line of CSV or NDJSON, or a row of
-- Parquet, as a JSON object; in CSV every member is text. Read after begin; then the preset's own file
-- makes the table judged of it, and records.sql does the rest.
CREATE OR REPLACE TEMP TABLE source (line BIGINT, record JSON);

-- Lines before they are read as JSON.
CREATE OR REPLACE TEMP TABLE lines (line BIGINT, text VARCHAR);

-- What a record says under a key; nothing where it is empty.
CREATE OR REPLACE TEMP MACRO said(p_object, p_key) AS
    nullif(trim(json_extract_string(p_object, p_key)), '');

-- A moment written as ISO 8601 or as databases print it, UTC where no zone is told.
CREATE OR REPLACE TEMP MACRO moment(p_text) AS
    CASE WHEN regexp_full_match(p_text, '\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?( ?UTC| ?Z| ?[+-]\d\d(:?\d\d)?)?)?')
         THEN try_cast(regexp_replace(replace(regexp_replace(p_text, ' ?(UTC|Z)$', '+00'), ',', '.'),
             '([+-]\d\d)(\d\d)$', '\1:\2') AS TIMESTAMPTZ)::TIMESTAMP END;

-- Path of a web address, without query and fragment; a path alone is one too.
CREATE OR REPLACE TEMP MACRO path_of(p_address) AS
    CASE WHEN p_address LIKE '/%' THEN regexp_replace(p_address, '[?#].*$', '')
         WHEN p_address ILIKE 'http%://%'
         THEN coalesce(nullif(regexp_extract(p_address, '^https?://[^/?#]*(/[^?#]*)', 1), ''), '/') END;

-- A parameter of a web address's query.
CREATE OR REPLACE TEMP MACRO query_of(p_address, p_name) AS
    CASE WHEN contains(p_address, '?') THEN nullif(url_decode(replace(
        regexp_extract(p_address, '[?&]' || p_name || '=([^&#]*)', 1), '+', ' ')), '') END;

-- Which advertiser's click id a web address carries.
CREATE OR REPLACE TEMP MACRO click_id_of(p_address) AS
    nullif(regexp_extract(p_address, '[?&](gclid|gbraid|wbraid|fbclid|msclkid|ttclid|dclid)=', 1), '');

-- Text of a TIMESTAMP WITH TIME ZONE is in the connection's zone.
SET TimeZone = 'UTC';
