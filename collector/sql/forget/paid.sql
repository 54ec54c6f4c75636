-- Takes that note away.
DROP TABLE IF EXISTS to_overwrite;
