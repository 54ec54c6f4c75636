-- Takes away the rules for kinds, before others are written.
DELETE FROM kinds;
