-- Pseudonyms that are another one's person, of one site or of all, and what tells the sites apart.
SELECT visitor_id, person_id, hash(site) AS of_site
FROM people
WHERE person_id <> visitor_id AND ($1::VARCHAR IS NULL OR site = $1);
