-- Takes a saved funnel away.
DELETE FROM funnels WHERE name = ?;
