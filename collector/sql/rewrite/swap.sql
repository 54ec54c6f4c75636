-- Puts events_next in the place of events; within a transaction, so that one or the other is there.
DROP TABLE events;
ALTER TABLE events_next RENAME TO events;
