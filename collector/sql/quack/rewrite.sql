-- A question as the store is asked it, and as Quack's side asks for the answer: what the way between the
-- two cannot carry (`plain` is false) goes as text and is what it was again on the other side. $1: the
-- text, $2: the ticket, $3: the columns.
SELECT
    'SELECT ' || string_agg('#' || place || CASE WHEN plain THEN '' ELSE '::VARCHAR' END, ', ' ORDER BY place)
        || ' FROM (' || chr(10) || rtrim($1::VARCHAR, '; ' || chr(10) || chr(9) || chr(13)) || chr(10) || ')'
        AS asked,
    'SELECT ' || string_agg('#' || place || '::' || type || ' AS "' || replace(name, '"', '""') || '"', ', ' ORDER BY place)
        || ' FROM percorso_answer(' || $2::BIGINT || ')' AS told
FROM (
    SELECT
        key::INTEGER + 1              AS place,
        value->>'name'                AS name,
        value->>'type'                AS type,
        (value->>'plain')::BOOLEAN    AS plain
    FROM json_each($3::JSON)
)
