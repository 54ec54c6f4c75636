-- Keeps a funnel.
INSERT INTO funnels BY NAME
SELECT ? AS name, ? AS question, make_timestamp(?) AS made_at;
