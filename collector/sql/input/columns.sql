-- The columns of source with their types.
SELECT column_name, column_type FROM (DESCRIBE source);
