-- Why records were refused, how often, and the first three places of each.
SELECT
    reason,
    count(*) AS count,
    array_to_string(list_transform(min((line, hit), 3),
        lambda place: concat_ws(' hit ', place[1], place[2])), ', ') AS places
FROM rejected
GROUP BY reason
ORDER BY count DESC, reason;
