-- What a saved funnel asks. $1: its name.
SELECT question FROM funnels WHERE name = $1;
