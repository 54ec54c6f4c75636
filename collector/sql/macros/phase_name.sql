-- The name a phase has in one of three namings of five; the phase itself in a naming nobody knows.
CREATE OR REPLACE MACRO phase_name(p_naming, p_phase) AS
CASE p_naming
    WHEN 'awareness' THEN CASE p_phase
        WHEN 'awareness'     THEN 'awareness'
        WHEN 'research'      THEN 'research'
        WHEN 'consideration' THEN 'consideration'
        WHEN 'decision'      THEN 'decision'
        WHEN 'purchase'      THEN 'decision'
        WHEN 'experience'    THEN 'post-purchase'
        WHEN 'loyalty'       THEN 'post-purchase' END
    WHEN 'discovery' THEN CASE p_phase
        WHEN 'awareness'     THEN 'discovery'
        WHEN 'research'      THEN 'evaluation'
        WHEN 'consideration' THEN 'evaluation'
        WHEN 'decision'      THEN 'purchase'
        WHEN 'purchase'      THEN 'purchase'
        WHEN 'experience'    THEN 'experience'
        WHEN 'loyalty'       THEN 'loyalty' END
    WHEN 'contact' THEN CASE p_phase
        WHEN 'awareness'     THEN 'awareness and first contact'
        WHEN 'research'      THEN 'consideration and comparison'
        WHEN 'consideration' THEN 'consideration and comparison'
        WHEN 'decision'      THEN 'decision and pre-purchase'
        WHEN 'purchase'      THEN 'purchase and checkout'
        WHEN 'experience'    THEN 'post-purchase and retention'
        WHEN 'loyalty'       THEN 'post-purchase and retention' END
    ELSE p_phase
END;

COMMENT ON MACRO phase_name IS 'A phase''s name in a naming of five: awareness, discovery or contact.';
