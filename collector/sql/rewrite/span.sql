-- How far the order of arrival goes.
SELECT coalesce(max(rowid) + 1, 0)::BIGINT AS span FROM events;
