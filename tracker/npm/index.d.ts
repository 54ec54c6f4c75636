// Types of Percorso's commands, of GA4's commerce events and of the friction event.
//
// Shops with parameters of their own add them to the interfaces that begin with Custom:
//   declare module 'percorso' { interface CustomItem { material?: string } }

export interface CustomItem {}
export interface CustomParams {}

/** What any event may carry: plain values, and lists or objects of them. */
export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };
export type Params = { readonly [key: string]: Json };

interface ItemFields extends CustomItem {
  affiliation?: string;
  coupon?: string;
  currency?: string;
  /** Off the price of one unit. */
  discount?: number;
  index?: number;
  item_brand?: string;
  item_category?: string;
  item_category2?: string;
  item_category3?: string;
  item_category4?: string;
  item_category5?: string;
  item_list_id?: string;
  item_list_name?: string;
  item_variant?: string;
  location_id?: string;
  /** Of one unit. */
  price?: number;
  quantity?: number;
  creative_name?: string;
  creative_slot?: string;
  promotion_id?: string;
  promotion_name?: string;
}

/** GA4's item: one of id and name is required. */
export type Item = ItemFields & ({ item_id: string; item_name?: string } | { item_id?: string; item_name: string });

/** A value has a currency (ISO 4217). It is without tax and shipping. */
export type Money = { value: number; currency: string } | { value?: undefined; currency?: string };

interface Items extends CustomParams {
  items: readonly Item[];
}
interface List extends Items {
  item_list_id?: string;
  item_list_name?: string;
}
interface Promotion extends CustomParams {
  creative_name?: string;
  creative_slot?: string;
  promotion_id?: string;
  promotion_name?: string;
  items?: readonly Item[];
}
interface Order extends CustomParams {
  transaction_id: string;
  coupon?: string;
  shipping?: number;
  tax?: number;
}

/** The checkout's step: a known one, or the shop's own word. */
export type CheckoutStep = 'cart' | 'address' | 'delivery' | 'payment' | 'review' | 'done' | (string & {});

/** The events with parameters of their own. Any other name is taken too, with any parameters. */
export interface Events {
  view_item_list: List & Money;
  select_item: List;
  view_item: Items & Money;
  add_to_wishlist: Items & Money;
  add_to_cart: Items & Money;
  remove_from_cart: Items & Money;
  view_cart: Items & Money;
  begin_checkout: Items & Money & { coupon?: string };
  add_shipping_info: Items & Money & { coupon?: string; shipping_tier?: string };
  add_payment_info: Items & Money & { coupon?: string; payment_type?: string };
  purchase: Items & Order & { value: number; currency: string; customer_type?: 'new' | 'returning' };
  refund: Order & Money & { items?: readonly Item[] };
  view_promotion: Promotion;
  select_promotion: Promotion;
  search: CustomParams & { search_term: string };
  view_search_results: CustomParams & { search_term?: string; results?: number };
  checkout_step: CustomParams & { step: CheckoutStep };
  payment_attempt: CustomParams & { payment_type?: string };
  payment_error: CustomParams & { error_type: 'hard' | 'soft'; error_code?: string; payment_type?: string };
  coupon_error: CustomParams & { coupon?: string; error_code?: string };
  stock_error: CustomParams & { item_id?: string };
  price_change: CustomParams & { before: number; after: number; currency?: string };
}

export interface Percorso {
  /** Records an event. */
  <Name extends keyof Events | (string & {})>(
    command: 'track',
    name: Name,
    ...params: Name extends keyof Events ? [params: Events[Name]] : [params?: Params]
  ): void;
  /** Says what the shopper has answered to the banner. */
  (command: 'consent', state: 'granted' | 'denied'): void;
  /** Says who this is, by an id of the shop's; it leaves the page only as a salted SHA-256. */
  (command: 'identify', id: string): void;
  /** Stops for good on this device, or starts again; or opens the debug overlay. */
  (command: 'optout' | 'optin' | 'debug'): void;
}

export interface Options {
  /** The shop's name: 1 to 64 letters, digits and `_ . : -`. */
  site: string;
  /** Stops where the browser sends Global Privacy Control; by default nothing is stored then. */
  gpc?: 'stop';
  /** Keeps the click ids' values; by default only their names. */
  clickIds?: 'value';
  /** For a policy with nonces. */
  nonce?: string;
}

/** The script from the collector. */
export interface FromCollector extends Options {
  src: string;
  /** Where events go when not beside the script. */
  endpoint?: string;
  /** The sum of a pinned version. */
  integrity?: string;
}

/** The script out of this package, copied by the bundler. */
export interface FromPackage extends Options {
  src?: undefined;
  endpoint: string;
  integrity?: undefined;
}

/** Puts the tag into the page, once. Does nothing on a server. */
export function load(options: FromCollector | FromPackage): void;

/** Tells the tracker, now or once it has come. Does nothing on a server. */
export const percorso: Percorso;

export type FrictionKind =
  | 'dead'
  | 'slow'
  | 'rage'
  | 'error'
  | 'pay'
  | 'thrashed_cursor'
  | 'dead_swipe'
  | 'coupon_hunt'
  | 'payment_error'
  | 'coupon_error'
  | 'stock_error'
  | 'zero_results'
  | 'validation';

/** What `percorso:friction` carries. */
export interface Friction {
  kind: FrictionKind;
  /** The checkout's step, where the page is one. */
  step?: CheckoutStep | null;
  severity: 'low' | 'medium' | 'high';
}

declare global {
  interface DocumentEventMap {
    'percorso:friction': CustomEvent<Friction>;
  }
  interface Window {
    percorso?: Percorso;
  }
}
