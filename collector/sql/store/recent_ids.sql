-- Identities of the latest events in order of arrival, for the filters that know a retry. $1: how many.
SELECT event_id::VARCHAR AS event_id, epoch_us(received_at) AS received_at
FROM events
WHERE rowid >= (SELECT count(*) FROM events) - $1;
