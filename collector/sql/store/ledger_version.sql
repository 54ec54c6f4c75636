-- The schema a store has: the number of its latest migration, 0 before the first.
SELECT coalesce(max(version), 0)::INTEGER AS version FROM migrations;
