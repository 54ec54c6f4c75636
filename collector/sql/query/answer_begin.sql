-- Where an answer's rows wait to be written: each an object with a value for each column.
CREATE OR REPLACE TEMP TABLE answer (place BIGINT, record JSON);
