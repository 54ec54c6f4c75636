-- Notes that a request was carried out. $1: when, in microseconds since 1970; $2: events taken away.
INSERT INTO forgets VALUES (make_timestamp($1), $2);
