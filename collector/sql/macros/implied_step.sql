-- The step of the checkout that an event other than checkout_step implies: many shops and all imports from
-- Google's tags tell no others. A map is asked once for each different name of a block.
CREATE OR REPLACE MACRO implied_step(p_event) AS
MAP {
    'begin_checkout': 'address', 'add_shipping_info': 'delivery', 'add_payment_info': 'payment',
    'payment_attempt': 'payment', 'payment_error': 'payment'
}[p_event];

COMMENT ON MACRO implied_step IS 'The step of the checkout that an event implies, where a visit names no checkout_step; NULL of other events.';
