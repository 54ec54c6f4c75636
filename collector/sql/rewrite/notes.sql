-- Writes over what is free among DuckDB's notes: the smallest and the largest value of each column stand there,
-- an order's number among them. A type's words are notes as well. $1: how many.
CREATE TYPE filler_notes AS ENUM (SELECT hash(range)::VARCHAR FROM range($1));
