-- How much is stored, and until when: what two copies of a store are compared by.
SELECT
    count(*)::BIGINT AS events,
    count(DISTINCT site)::BIGINT AS sites,
    epoch_us(max(received_at)) AS last_received
FROM events;
