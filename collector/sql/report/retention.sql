-- Cohorts, oldest first.
FROM retention($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR,
    p_every := $every::VARCHAR, p_of := $of::VARCHAR, p_unbounded := coalesce($unbounded::BOOLEAN, false))
ORDER BY cohort, age;
