-- How long what is kept: events of this kind at this site from before this time go.
CREATE OR REPLACE TEMP TABLE keeping (site VARCHAR, event VARCHAR, before TIMESTAMP);
