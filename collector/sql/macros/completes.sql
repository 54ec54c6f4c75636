-- Whether a submission completes its form (Zuko's completion): another page came, or a request that was not
-- refused. One whose answer is not known may have been taken.
CREATE OR REPLACE MACRO completes(p_outcome, p_status) AS
coalesce(p_outcome = 'navigation'
    OR p_outcome = 'request' AND coalesce(p_status BETWEEN 200 AND 399, true), false);

COMMENT ON MACRO completes IS 'Whether a submission of this outcome, and status where there was a request, completes its form.';
