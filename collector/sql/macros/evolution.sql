-- Figures against the period before and the same period of the year before.
CREATE OR REPLACE MACRO evolution(
    p_site, p_since, p_until, p_segment, p_every := 'month', p_figure := NULL, p_through := NULL
) AS TABLE
WITH known AS (
    -- The year before is needed to compare with, whatever was asked for.
    FROM figures(p_site, date_trunc(p_every, p_since::TIMESTAMP) - INTERVAL 1 YEAR - INTERVAL 7 DAY,
        p_until, p_segment, p_every := p_every, p_through := p_through)
    WHERE p_figure IS NULL OR figure = p_figure
), ends AS (
    SELECT
        max(period) AS newest,
        -- A period of which only the last days are in the store is not whole, either.
        (SELECT min(occurred_at) FROM events WHERE p_site IS NULL OR site = p_site)::DATE AS first_day
    FROM known
)
SELECT
    this.period                                                    AS period,
    this.figure                                                    AS figure,
    this.value                                                     AS value,
    this.currency                                                  AS currency,
    before.value                                                   AS previous,
    -- Sums in another currency cannot be held against each other, nor sums of several.
    CASE WHEN this.currency <> before.currency OR this.currency = 'mixed' OR before.period < first_day THEN NULL
        ELSE this.value / nullif(before.value, 0) - 1 END          AS change,
    year_before.value                                              AS last_year,
    CASE WHEN this.currency <> year_before.currency OR this.currency = 'mixed' OR year_before.period < first_day
        THEN NULL ELSE this.value / nullif(year_before.value, 0) - 1 END     AS year_change,
    -- The newest period is still under way, unless it was asked for to its end and that is past.
    this.period >= first_day AND (this.period < newest OR p_until IS NOT NULL AND CASE p_every
        WHEN 'day'  THEN this.period + INTERVAL 1 DAY
        WHEN 'week' THEN this.period + INTERVAL 7 DAY
        WHEN 'year' THEN this.period + INTERVAL 1 YEAR
        ELSE this.period + INTERVAL 1 MONTH END
        <= least(p_until::TIMESTAMP, make_timestamp(epoch_us(now())))) AS complete
FROM known AS this CROSS JOIN ends
LEFT JOIN known AS before ON before.figure = this.figure
    AND before.period = (CASE p_every
        WHEN 'day'  THEN this.period - INTERVAL 1 DAY
        WHEN 'week' THEN this.period - INTERVAL 7 DAY
        WHEN 'year' THEN this.period - INTERVAL 1 YEAR
        ELSE this.period - INTERVAL 1 MONTH END)::DATE
LEFT JOIN known AS year_before ON year_before.figure = this.figure
    -- Weekdays matter more than dates: 364 days before is the same weekday.
    AND year_before.period = (CASE p_every
        WHEN 'day'  THEN this.period - INTERVAL 364 DAY
        WHEN 'week' THEN this.period - INTERVAL 364 DAY
        ELSE this.period - INTERVAL 1 YEAR END)::DATE
WHERE p_since IS NULL OR this.period >= date_trunc(p_every, p_since::TIMESTAMP)::DATE;

COMMENT ON MACRO TABLE evolution IS 'Figures against the period before and the same period of the year before.';
