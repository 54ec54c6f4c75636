-- Takes away a goal.
DELETE FROM goals WHERE name = ?;
