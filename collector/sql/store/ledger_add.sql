-- Writes a migration that was just made into the ledger. $1: its number; $2: its name.
INSERT INTO migrations VALUES ($1, $2, now() AT TIME ZONE 'UTC');
