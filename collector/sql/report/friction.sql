-- Frictions, the surest loss first.
FROM friction_price($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR, p_by := $by::VARCHAR)
ORDER BY revenue_at_risk_low DESC, revenue_at_risk DESC, part, kind, step;
