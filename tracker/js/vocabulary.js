// The events that are taken from the dataLayer: the protocol's vocabulary (a test holds them equal)
// without page_view, which is counted here.

export const VOCABULARY =
  'add_payment_info add_shipping_info add_to_cart add_to_wishlist begin_checkout chat_opened ' +
  'chat_replied checkout_step click consent content coupon_error doubt field form friction ' +
  'generate_lead identify js_error login order_delivered payment_attempt payment_error payment_frame ' +
  'price_change purchase refund remove_from_cart request_failed request_slow return_requested ' +
  'return_resolved review_submitted search select_content select_item select_promotion share sign_up ' +
  'stock_error survey_answer touchpoint view_cart view_item view_item_list view_promotion ' +
  'view_search_results web_vital';
