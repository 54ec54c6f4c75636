-- Keeps a goal.
INSERT INTO goals BY NAME
SELECT ? AS name, ? AS figure, ? AS every, ?::DOUBLE AS at_least, ?::DOUBLE AS at_most, ? AS site, ? AS segment,
    make_timestamp(?) AS made_at;
