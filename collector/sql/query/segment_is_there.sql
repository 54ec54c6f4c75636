-- Whether a segment of this name is saved.
SELECT EXISTS (FROM segments WHERE segment = ?);
