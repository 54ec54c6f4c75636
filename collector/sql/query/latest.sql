-- The latest events, newest first. $1: how many.
SELECT
    epoch_us(received_at) AS received_at,
    event,
    coalesce(page_path, '') AS page,
    coalesce(touchpoint, transaction_id, '') AS about,
    value::DOUBLE AS value,
    currency
FROM events
WHERE rowid > (SELECT max(rowid) FROM events) - $1
ORDER BY rowid DESC;
