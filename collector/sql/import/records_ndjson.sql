-- Fills source from lines (line BIGINT, text VARCHAR) of JSON objects, one a line.
INSERT INTO rejected
SELECT line, NULL, 'json_invalid', text, true FROM lines
WHERE coalesce(json_type(try_cast(text AS JSON)), '') <> 'OBJECT';

INSERT INTO source
SELECT line, try_cast(text AS JSON) FROM lines
WHERE json_type(try_cast(text AS JSON)) = 'OBJECT';
