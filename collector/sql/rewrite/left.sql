-- Takes away what a rewrite has left behind that did not come to its end.
DROP TABLE IF EXISTS events_next;
DROP TABLE IF EXISTS filler;
DROP TYPE IF EXISTS filler_notes;
