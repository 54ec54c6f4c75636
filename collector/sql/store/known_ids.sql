-- Which of these identities are stored already. $1, $2: the span of received_at to look in, both ends
-- included; $3: the identities, separated by commas.
SELECT event_id::VARCHAR AS event_id
FROM events
WHERE received_at BETWEEN make_timestamp($1) AND make_timestamp($2)
  AND event_id IN (SELECT unnest(string_split($3, ','))::UUID);
