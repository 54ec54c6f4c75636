-- How many requests to forget somebody this file has had. The manifest beside it has them all, without
-- their names; a file that was put back from a backup has had fewer, and catches up as it is opened.
CREATE TABLE forgets (
    forgotten_at TIMESTAMP NOT NULL,
    events       BIGINT    NOT NULL
);

COMMENT ON TABLE forgets IS 'One row a request to forget somebody that this file has had; whom is not in it.';
COMMENT ON COLUMN forgets.forgotten_at IS 'When it was done to this file, UTC.';
COMMENT ON COLUMN forgets.events IS 'How many events it took away.';
