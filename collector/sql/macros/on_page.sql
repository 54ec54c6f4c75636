-- Whether an event is of a visit to the shop's pages. What a server tells (a parcel delivered), a till's
-- receipt and a call are contacts, and no visit that could have gone on; of made-up shops they have no device.
CREATE OR REPLACE MACRO on_page(p_source, p_device) AS
p_device IS NOT NULL OR p_source NOT IN ('server', 'offline', 'demo');

COMMENT ON MACRO on_page IS 'Whether an event is of a visit to the shop''s pages, and not told by a server, a till or a telephone.';
