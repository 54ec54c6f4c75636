-- The rules for kinds that the file has.
SELECT place, site, contact, pattern, kind FROM kinds ORDER BY ALL;
