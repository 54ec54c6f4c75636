-- The table is needed no more.
DROP TABLE IF EXISTS temp.crossings;
