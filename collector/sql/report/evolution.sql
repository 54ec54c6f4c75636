-- Figures by period.
FROM evolution($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR,
    p_every := $every::VARCHAR, p_figure := $figure::VARCHAR)
ORDER BY period, figure;
