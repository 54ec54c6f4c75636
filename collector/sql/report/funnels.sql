-- The saved funnels.
SELECT name, question, made_at FROM funnels ORDER BY name;
