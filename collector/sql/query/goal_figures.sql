-- The figures that goals are held against, up to the end of the period or to now: silence is a figure, too.
FROM evolution($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR,
    p_every := $every::VARCHAR,
    p_through := least($until::TIMESTAMP - INTERVAL 1 MICROSECOND, make_timestamp(epoch_us(now()))))
ORDER BY period, figure;
