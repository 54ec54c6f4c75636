-- Begins an import: where refused records go, and what the mappings need to clean texts and make ids.
-- The mappings read five variables, which the collector binds; by hand:
--   SET VARIABLE import_file = 'events.parquet'; SET VARIABLE import_site = 'shop';
--   SET VARIABLE import_currency = 'USD';        SET VARIABLE imported_at = TIMESTAMP '2026-01-31';
--   SET VARIABLE import_preset = 'snowplow';
-- then: begin, <preset>_source, <preset>_parquet (or rows of your own into source), <preset>, store;
-- of presets without a _source of their own: begin, records_source, records_parquet, <preset>, records, store.

-- What was refused: the line (row of a Parquet file), the hit within it if rows have hits, why, and
-- whether it was no row at all (then it never got into source).
CREATE OR REPLACE TEMP TABLE rejected (
    line BIGINT, hit BIGINT, reason VARCHAR, record VARCHAR, malformed BOOLEAN DEFAULT false
);

-- A pseudonym of 64 bits for a visitor or a session, different for each site; none of nobody.
CREATE OR REPLACE TEMP MACRO pseudonym(p_preset, p_kind, p_id) AS
    md5_number_lower(concat_ws(chr(31), p_preset, getvariable('import_site'), p_kind) || chr(31) || p_id);

-- The text, or nothing where the source has one of its words for nothing.
CREATE OR REPLACE TEMP MACRO told(p_text) AS
    CASE WHEN trim(p_text) NOT IN ('', '(not set)', '(none)', '(direct)', '(not provided)')
         THEN trim(p_text) END;

-- Free text with e-mail addresses and international phone numbers cut out, no longer than the limit.
CREATE OR REPLACE TEMP MACRO scrubbed(p_text) AS
    left(regexp_replace(regexp_replace(told(p_text),
        '[\w.+''%-]+(@|%40)[\w.-]+', '[email]', 'g'),
        '(\+|%2[Bb])\d(?:[ ./()-]?\d){7,14}', '[phone]', 'g'), 2048);

-- Host of a web address, in small letters.
CREATE OR REPLACE TEMP MACRO host_of(p_address) AS
    nullif(lower(regexp_extract(p_address, '^https?://(?:[^/?#@]*@)?([^/?#:]+)', 1)), '');

-- Who a customer is to the shop: the hash that the page makes of identify's id (docs/EVENTS.md).
CREATE OR REPLACE TEMP MACRO customer_hash(p_customer) AS
    sha256(getvariable('import_site') || ':' || lower(trim(p_customer)));

-- Contacts outside the web: a customer of nobody's is a visitor of its own, every contact a visit of its own, and
-- the way and what was met follow from what it was, where its record does not say.
CREATE OR REPLACE TEMP MACRO nobody(p_id, p_time, p_contact, p_order, p_else) AS
    'nobody ' || concat_ws('/', coalesce(p_id, ''), epoch_us(p_time), p_contact, coalesce(p_order, ''),
        coalesce(p_else, ''));

CREATE OR REPLACE TEMP MACRO one_contact(p_visitor, p_time, p_contact) AS
    concat_ws('/', p_visitor, epoch_us(p_time), p_contact);

CREATE OR REPLACE TEMP MACRO contact_channel(p_event) AS
    CASE WHEN p_event IN ('purchase', 'refund', 'store_visit') THEN 'Store'
        ELSE CASE regexp_extract(p_event, '^([a-z]+)', 1)
            WHEN 'phone'  THEN 'Phone'
            WHEN 'email'  THEN 'Email'
            WHEN 'sms'    THEN 'SMS'
            WHEN 'letter' THEN 'Print'
            ELSE 'Offline' END
    END;

CREATE OR REPLACE TEMP MACRO contact_touchpoint(p_event) AS
    CASE WHEN p_event IN ('purchase', 'refund') THEN 'till'
        ELSE nullif(regexp_extract(p_event, '^([a-z]+)', 1), '') END;

-- A JSON object without its empty members.
CREATE OR REPLACE TEMP MACRO compact(p_object) AS json_merge_patch('{}', to_json(p_object));

-- Shops did not sell on the web before, and cannot have sold after the import (clocks may differ a day).
CREATE OR REPLACE TEMP MACRO plausible(p_time) AS
    p_time BETWEEN TIMESTAMP '1995-01-01' AND getvariable('imported_at')::TIMESTAMP + INTERVAL 1 DAY;
