-- How much each kind of friction weighs at its step.
CREATE OR REPLACE MACRO friction_weights(p_site, p_since, p_until, p_segment) AS TABLE
SELECT DISTINCT
    kind, step, weight, is_learned, default_weight, odds_ratio, odds_ratio_low, odds_ratio_high,
    affected, others, step_orders
FROM weighed_friction(p_site, p_since, p_until, p_segment);

COMMENT ON MACRO TABLE friction_weights IS 'How much each kind of friction weighs at its step: learned log odds of not ordering, or a default, with the evidence.';
