-- A table for who came from a step of a funnel to the next, and who did not.
CREATE OR REPLACE TEMP TABLE crossings (
    who      UBIGINT NOT NULL,
    step     UTINYINT NOT NULL,
    came_at  TIMESTAMP NOT NULL,
    until_at TIMESTAMP NOT NULL,
    passed   BOOLEAN NOT NULL
);
