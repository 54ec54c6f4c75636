-- Writes a migration that was just made into the ledger. $1: its number; $2: its name; $3: when, in
-- microseconds since 1970 (given, because now() without a zone takes an extension not always there).
INSERT INTO migrations VALUES ($1, $2, make_timestamp($3));
