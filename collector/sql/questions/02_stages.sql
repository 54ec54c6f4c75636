-- How many visits came to each stage, and what share of those of the stage before?
SELECT stage, name, visits, round(passed, 4) AS passed
FROM stages(NULL, NULL, NULL, NULL)
ORDER BY stage;
