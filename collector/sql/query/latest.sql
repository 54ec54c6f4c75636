-- The latest events, newest first, without the measurements that come in between by the dozen. $1: how many.
SELECT
    epoch_us(received_at) AS received_at,
    event,
    coalesce(page_path, '') AS page,
    coalesce(CASE WHEN robot IS NOT NULL THEN 'a robot, not counted' END, touchpoint, transaction_id, '') AS about,
    value::DOUBLE AS value,
    currency
FROM events
-- Only the end of the file is read.
WHERE rowid > (SELECT max(rowid) FROM events) - 2000
    AND event NOT IN ('consent', 'content', 'field', 'form', 'payment_frame', 'web_vital')
    AND (event <> 'touchpoint' OR action = 'acted')
ORDER BY rowid DESC
LIMIT $1;
