-- Where a REES46 file's rows wait to be mapped: one row a line, every field as the file's text.
CREATE OR REPLACE TEMP TABLE source (
    line          BIGINT,
    event_time    VARCHAR,
    event_type    VARCHAR,
    product_id    VARCHAR,
    category_id   VARCHAR,
    category_code VARCHAR,
    brand         VARCHAR,
    price         VARCHAR,
    user_id       VARCHAR,
    user_session  VARCHAR
);
