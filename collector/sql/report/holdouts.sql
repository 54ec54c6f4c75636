-- What interventions and experiments have done.
FROM holdout_effects($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR);
