-- Notes which views and macros the file has now: their sum, and when (microseconds since 1970).
INSERT INTO definitions VALUES (?, make_timestamp(?));
