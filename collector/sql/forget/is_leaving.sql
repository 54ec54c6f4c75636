-- Whether an event goes, by three lists in JSON: forget_visitors, forget_orders ({site, order}),
-- forget_identities. Of others' events about an order those go that the shop's server has told: what a page
-- says of somebody else's order is no reason to take anything away. A list is as long as one person's, so
-- every event is held against all of it.
CREATE OR REPLACE TEMP MACRO is_leaving(p_site, p_visitor, p_order, p_identity, p_source) AS
    list_contains(from_json(getvariable('forget_visitors'), '["UBIGINT"]'), p_visitor)
    OR p_order IS NOT NULL AND p_source = 'server' AND list_contains(
        from_json(getvariable('forget_orders'), '["VARCHAR"]'), p_site || chr(31) || p_order)
    OR p_identity IS NOT NULL AND list_contains(
        from_json(getvariable('forget_identities'), '["VARCHAR"]'), p_identity);
