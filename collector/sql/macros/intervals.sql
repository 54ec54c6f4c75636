-- Intervals and tests that stand beside counts, each at 95 %. Counts may be broken numbers: a mean over
-- parts has an effective one.

-- greatest() would make 0 of what is not known.
CREATE OR REPLACE MACRO not_below_0(p_number) AS CASE WHEN p_number < 0 THEN 0 ELSE p_number END;

COMMENT ON MACRO not_below_0 IS 'The number, or 0 where it is less; what is not known stays unknown.';

-- Wilson (1927): the score interval of a proportion, without continuity correction.
CREATE OR REPLACE MACRO wilson_low(p_share, p_trials) AS
CASE WHEN p_share <= 0 THEN 0 ELSE greatest(0, (p_share + 3.841458820694124 / (2 * p_trials)
    - 1.959963984540054 * sqrt(p_share * (1 - p_share) / p_trials + 3.841458820694124 / (4 * p_trials ** 2)))
    / (1 + 3.841458820694124 / p_trials)) END;

CREATE OR REPLACE MACRO wilson_high(p_share, p_trials) AS
CASE WHEN p_share >= 1 THEN 1 ELSE least(1, (p_share + 3.841458820694124 / (2 * p_trials)
    + 1.959963984540054 * sqrt(p_share * (1 - p_share) / p_trials + 3.841458820694124 / (4 * p_trials ** 2)))
    / (1 + 3.841458820694124 / p_trials)) END;

-- Newcombe (1998), Statistics in Medicine 17:873, method 10: the first share less the second.
CREATE OR REPLACE MACRO newcombe_low(p_share, p_trials, p_share_2, p_trials_2) AS
p_share - p_share_2 - sqrt((p_share - wilson_low(p_share, p_trials)) ** 2
    + (wilson_high(p_share_2, p_trials_2) - p_share_2) ** 2);

CREATE OR REPLACE MACRO newcombe_high(p_share, p_trials, p_share_2, p_trials_2) AS
p_share - p_share_2 + sqrt((wilson_high(p_share, p_trials) - p_share) ** 2
    + (p_share_2 - wilson_low(p_share_2, p_trials_2)) ** 2);

-- The chance of a normal variable to be as far from 0, on either side: Abramowitz and Stegun (1964),
-- 26.2.17, right to 2e-7.
CREATE OR REPLACE MACRO two_sided(p_z) AS
CASE WHEN p_z IS NOT NULL THEN least(1, 0.7978845608028654 * exp(-(p_z ** 2) / 2)
    * list_reduce([1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.319381530, 0],
        lambda sum, next: sum / (1 + 0.2316419 * abs(p_z)) + next)) END;

-- Mantel and Haenszel (1959): the odds ratio over strata, of a and b with it, c and d without it, n in all:
-- sums over the strata of R = ad / n and S = bc / n. Robins, Breslow and Greenland (1986): the variance of its
-- logarithm, of the sums of PR, PS + QR and QS, where P = (a + d) / n and Q = (b + c) / n.
CREATE OR REPLACE MACRO mantel_haenszel(p_a, p_b, p_c, p_d, p_n) AS {
    'r':    sum(p_a * p_d / p_n),
    's':    sum(p_b * p_c / p_n),
    'pr':   sum((p_a + p_d) / p_n * (p_a * p_d / p_n)),
    'psqr': sum((p_a + p_d) / p_n * (p_b * p_c / p_n) + (p_b + p_c) / p_n * (p_a * p_d / p_n)),
    'qs':   sum((p_b + p_c) / p_n * (p_b * p_c / p_n))
};

CREATE OR REPLACE MACRO log_odds_variance(p_r, p_s, p_pr, p_psqr, p_qs) AS
p_pr / (2 * p_r ** 2) + p_psqr / (2 * p_r * p_s) + p_qs / (2 * p_s ** 2);

CREATE OR REPLACE MACRO pooled_odds_ratio(p_sums) AS
CASE WHEN p_sums['r'] > 0 AND p_sums['s'] > 0 THEN p_sums['r'] / p_sums['s'] END;

CREATE OR REPLACE MACRO log_odds_error(p_sums) AS
CASE WHEN p_sums['r'] > 0 AND p_sums['s'] > 0 THEN sqrt(log_odds_variance(
    p_sums['r'], p_sums['s'], p_sums['pr'], p_sums['psqr'], p_sums['qs'])) END;

COMMENT ON MACRO wilson_low IS 'Lower end of Wilson''s 95 % interval of a share of so many trials.';
COMMENT ON MACRO wilson_high IS 'Upper end of Wilson''s 95 % interval of a share of so many trials.';
COMMENT ON MACRO newcombe_low IS 'Lower end of Newcombe''s 95 % interval of the difference of two shares.';
COMMENT ON MACRO newcombe_high IS 'Upper end of Newcombe''s 95 % interval of the difference of two shares.';
COMMENT ON MACRO two_sided IS 'Two-sided p-value of a normal test statistic.';
COMMENT ON MACRO mantel_haenszel IS 'The sums over strata that Mantel and Haenszel''s odds ratio and its variance are made of.';
COMMENT ON MACRO log_odds_variance IS 'Variance of the logarithm of Mantel and Haenszel''s odds ratio, by Robins, Breslow and Greenland.';
COMMENT ON MACRO pooled_odds_ratio IS 'Mantel and Haenszel''s odds ratio of such sums; empty where it has no end or is nothing.';
COMMENT ON MACRO log_odds_error IS 'Standard error of its logarithm, by Robins, Breslow and Greenland.';
