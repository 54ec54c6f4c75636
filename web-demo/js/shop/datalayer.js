// The shop's dataLayer: GA4's event names and items. Nothing that a shopper typed goes in here,
// save the search term, which GA4 defines.
import { categories, colours } from './catalogue.js';

export const VAT_PERCENT = 22;

const layer = (window.dataLayer = window.dataLayer || []);

/** An event with money and items; the previous event's items are cleared first, as GA4 asks. */
export function pushCommerce(event, ecommerce) {
  layer.push({ ecommerce: null });
  layer.push({ event, ecommerce });
}

/** An event without items. */
export function pushEvent(event, params) {
  layer.push({ event, ...params });
}

/** A GA4 item; `extra` adds quantity, index, discount and the like. Money here is in euros, without tax. */
export function item(product, extra = {}) {
  const { variant, ...rest } = extra;
  return {
    item_id: product.id,
    item_name: product.name,
    item_brand: 'Borgolana',
    item_category: categories[product.category].name,
    ...(variant && { item_variant: variant }),
    price: net(product.price),
    quantity: 1,
    ...rest,
  };
}

/** "Terracotta / M", the name of a choice. */
export function variantName(colour, size) {
  return [colours[colour].name, size].filter(Boolean).join(' / ');
}

export function euros(cents) {
  return Math.round(cents) / 100;
}

/** What a price, which holds the tax, is without it: GA4's `value` is. */
export function net(cents) {
  return euros((cents * 100) / (100 + VAT_PERCENT));
}
