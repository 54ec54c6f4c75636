-- What the rules decide, and by what: all they read of an event makes its key, and events with the same
-- key have the same answer, so that the rules are asked once for each.
CREATE OR REPLACE TEMP TABLE decided (
    rule_key   UBIGINT,
    channel    VARCHAR,
    phase      VARCHAR,
    touchpoint VARCHAR,
    silenced   BOOLEAN,
    spam       BOOLEAN
);

CREATE OR REPLACE TEMP MACRO rule_key(p_site, p_event, p_touchpoint, p_action, p_path, p_step, p_begins,
    p_channel, p_host, p_referrer, p_source, p_medium, p_campaign, p_click_id) AS
    hash(p_site, p_event, p_touchpoint, p_action, p_path, p_step, p_referrer, p_channel, p_begins,
        CASE WHEN p_begins THEN [p_host, p_source, p_medium, p_campaign, p_click_id] END);

-- The step of the checkout, of an event about one.
CREATE OR REPLACE TEMP MACRO step_of(p_event, p_params) AS
    CASE WHEN p_event = 'checkout_step' THEN p_params ->> '$.step' END;

-- Whether the event may begin a visit, and its channel is therefore decided here: imports bring their
-- own, and a page of the shop itself come from another has none.
CREATE OR REPLACE TEMP MACRO begins_visit(p_source, p_event, p_params, p_channel, p_referrer) AS
    p_event = 'page_view' AND p_source IN ('tracker', 'fallback')
    AND (p_params ->> '$.navigation') IS DISTINCT FROM 'route'
    AND (p_channel IS NOT NULL OR p_referrer IS NOT NULL);
