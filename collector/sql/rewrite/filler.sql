-- Writes over the file's free blocks: numbers that do not compress. $1: how many.
CREATE OR REPLACE TABLE filler AS SELECT hash(range) AS noise FROM range($1);
