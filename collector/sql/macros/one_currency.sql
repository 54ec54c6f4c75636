-- Sums of money are told with their currency: the one they are all in, or that they are mixed.
CREATE OR REPLACE MACRO one_currency(p_currencies) AS
CASE coalesce(len(list_distinct(p_currencies)), 0)
    WHEN 0 THEN NULL
    WHEN 1 THEN list_distinct(p_currencies)[1]
    ELSE 'mixed'
END;

COMMENT ON MACRO one_currency IS 'The one currency of a list, mixed where there are several, NULL where there is none.';
